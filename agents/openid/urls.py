"""The addresses of sign-on: out, and back."""

from django.urls import path

from agents.openid import views

app_name = "openid"
urlpatterns = [path("<int:pk>/", views.begin, name="begin"), path("<int:pk>/back/", views.back, name="back")]
