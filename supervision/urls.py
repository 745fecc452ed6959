"""The supervisors' pages."""

from django.urls import path

from supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.history, name="history"),
    path("<int:pk>/", views.details, name="details"),
]
