"""The addresses of recordings."""

from django.urls import path, re_path

from supervision.recordings import archive_views, views

app_name = "recordings"
urlpatterns = [
    path("", views.recordings, name="list"),
    path("<int:pk>/", views.player, name="player"),
    path("<int:pk>/dock/", views.dock, name="dock"),
    path("<int:pk>/files/<int:attachment>/", views.file, name="file"),
    re_path(r"^(?P<pk>\d+)/recording\.(?P<form>json|html)$", views.export, name="export"),
    path("<int:pk>/archive/", archive_views.archive, name="archive"),
    path("<int:pk>/restore/", archive_views.restore, name="restore"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
