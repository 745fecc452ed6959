"""The addresses of the live board."""

from django.urls import path

from supervision.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.live_board, name="board"),
    path("stay/", views.stay, name="stay"),
]
