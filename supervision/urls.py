"""The supervisors' pages."""

from django.urls import path

from supervision import acting, floor, queues, reopening
from supervision.tracker import export_views, keeping
from supervision.tracker import views as tracker

app_name = "supervision"
urlpatterns = [
    path("tracker/", tracker.tracker, name="tracker"),
    path("tracker/count/", tracker.count, name="tracker-count"),
    path("tracker/columns/", keeping.choose_columns, name="tracker-columns"),
    path("tracker/searches/", keeping.save, name="tracker-save"),
    path("tracker/searches/<int:pk>/", keeping.forget, name="tracker-forget"),
    path("tracker/export/", export_views.export, name="tracker-export"),
    path("tracker/exports/", export_views.exports, name="tracker-exports"),
    path("tracker/exports/<int:pk>/", export_views.change, name="tracker-export-change"),
    path("tracker/exports/<int:pk>/file/", export_views.download, name="tracker-export-file"),
    path("tracker/<int:pk>/", tracker.details, name="details"),
    path("tracker/<int:pk>/sheet/", tracker.sheet, name="sheet"),
    path("tracker/<int:pk>/place/", tracker.place, name="place"),
    path("tracker/<int:pk>/reopen/", reopening.reopen, name="reopen"),
    path("tracker/<int:pk>/act/", acting.act, name="act"),
    path("floor/", floor.floor, name="floor"),
    path("floor/version/", floor.floor_version, name="floor-version"),
    path("queues/", queues.queues, name="queues"),
]
