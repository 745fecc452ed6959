"""The addresses of reports."""

from django.urls import path

from supervision.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("schedule/", views.schedule, name="schedule"),
    path("schedule/<int:pk>/delete/", views.unschedule, name="unschedule"),
]
