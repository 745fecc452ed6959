"""The addresses of policies."""

from django.urls import path

from supervision.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.policies, name="list"),
    path("new/<slug:kind>/", views.edit, name="new"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/act/", views.act, name="act"),
    path("runs/", views.runs, name="runs"),
]
