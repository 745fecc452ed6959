"""The supervisors' pages."""

from django.urls import path

from supervision import acting, floor, queues, reopening, views

app_name = "supervision"
urlpatterns = [
    path("", views.history, name="history"),
    path("floor/", floor.floor, name="floor"),
    path("floor/version/", floor.floor_version, name="floor-version"),
    path("queues/", queues.queues, name="queues"),
    path("<int:pk>/", views.details, name="details"),
    path("<int:pk>/act/", acting.act, name="act"),
    path("<int:pk>/reopen/", reopening.reopen, name="reopen"),
]
