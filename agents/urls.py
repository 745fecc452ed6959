"""The addresses that letters to people lead to."""

from django.urls import path

from agents import views

app_name = "agents"
urlpatterns = [path("password/<str:token>/", views.set_password, name="set_password")]
