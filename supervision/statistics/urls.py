"""The addresses of the live board and its alerts."""

from django.urls import path

from supervision.alerts import views as alerts
from supervision.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.live_board, name="board"),
    path("stay/", views.stay, name="stay"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/new/", alerts.new, name="alert-new"),
    path("alerts/preview/", alerts.preview, name="alert-preview"),
    path("alerts/<int:pk>/", alerts.edit, name="alert-edit"),
    path("alerts/<int:pk>/delete/", alerts.delete, name="alert-delete"),
    path("objectives/<int:pk>/", alerts.objective, name="objective"),
]
