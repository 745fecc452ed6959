"""The addresses of supervisors' figures."""

from django.urls import path

from supervision import api, bulk_api, statuses_api

app_name = "supervision_api"
urlpatterns = [
    path("workgroups/<int:pk>/service-level/", api.ServiceLevelView.as_view(), name="service-level"),
    path("bulk/", bulk_api.BulkView.as_view(), name="bulk"),
    path("agents/<int:pk>/status/", statuses_api.AgentStatusView.as_view(), name="agent-status"),
    path("agents/<int:pk>/return/", bulk_api.ReturnAllView.as_view(), name="return-all"),
]
