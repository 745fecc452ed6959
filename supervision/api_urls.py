"""The addresses of supervisors' figures."""

from django.urls import path

from supervision import api

app_name = "supervision_api"
urlpatterns = [path("workgroups/<int:pk>/service-level/", api.ServiceLevelView.as_view(), name="service-level")]
