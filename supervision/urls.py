"""The supervisors' pages."""

from django.urls import path

from supervision import queues, reopening, views

app_name = "supervision"
urlpatterns = [
    path("", views.history, name="history"),
    path("queues/", queues.queues, name="queues"),
    path("<int:pk>/", views.details, name="details"),
    path("<int:pk>/reopen/", reopening.reopen, name="reopen"),
]
