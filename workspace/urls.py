"""The desk's page, and that of the responses."""

from django.urls import path

from workspace import response_views, views

app_name = "workspace"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("responses/", response_views.responses, name="responses"),
    path("responses/new/", response_views.new, name="response-new"),
    path("responses/<int:pk>/edit/", response_views.edit, name="response-edit"),
    path("responses/libraries/<int:pk>/import/", response_views.import_into, name="responses-import"),
    path("responses/libraries/<int:pk>/export.csv", response_views.export, name="responses-export"),
]
