"""The addresses of supervisors' figures."""

from django.urls import path

from supervision import api, bulk_api

app_name = "supervision_api"
urlpatterns = [
    path("workgroups/<int:pk>/service-level/", api.ServiceLevelView.as_view(), name="service-level"),
    path("bulk/", bulk_api.BulkView.as_view(), name="bulk"),
    path("agents/<int:pk>/return/", bulk_api.ReturnAllView.as_view(), name="return-all"),
]
