"""The ACD's API."""

from django.urls import path

from acd import api

app_name = "acd_api"
urlpatterns = [
    path("interactions/<int:pk>/routing/", api.RoutingView.as_view(), name="routing"),
    path("workgroups/<int:pk>/line/", api.LineView.as_view(), name="line"),
]
