"""The supervisors' pages."""

from django.urls import path

from supervision import acting, floor, queues, reopening
from supervision.tracker import views as tracker

app_name = "supervision"
urlpatterns = [
    path("tracker/", tracker.tracker, name="tracker"),
    path("tracker/count/", tracker.count, name="tracker-count"),
    path("tracker/<int:pk>/", tracker.details, name="details"),
    path("tracker/<int:pk>/sheet/", tracker.sheet, name="sheet"),
    path("tracker/<int:pk>/reopen/", reopening.reopen, name="reopen"),
    path("tracker/<int:pk>/act/", acting.act, name="act"),
    path("floor/", floor.floor, name="floor"),
    path("floor/version/", floor.floor_version, name="floor-version"),
    path("queues/", queues.queues, name="queues"),
]
