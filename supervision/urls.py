"""The supervisors' pages."""

from django.urls import path

from supervision import queues, views

app_name = "supervision"
urlpatterns = [
    path("", views.history, name="history"),
    path("queues/", queues.queues, name="queues"),
    path("<int:pk>/", views.details, name="details"),
]
