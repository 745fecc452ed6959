"""Every address of the product."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from agents.views import forgotten
from socialmedia import health
from supervision.old_addresses import moved

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("account/password/reset/", forgotten, name="account_reset_password"),
    path("account/openid/", include("agents.openid.urls")),
    path("account/", include("allauth.urls")),
    path("welcome/", include("agents.urls")),
    path("console/", include("channels_admin.console.urls", namespace="console")),
    path("supervision/", include("supervision.urls")),
    path("reports/", include("supervision.reports.urls")),
    path("board/", include("supervision.statistics.urls")),
    path("quality/", include("supervision.quality.urls")),
    re_path(r"^history/(?P<rest>.*)$", moved, name="moved"),
    path("erasure/", include("supervision.erasure.urls")),
    path("policies/", include("supervision.policies.urls")),
    path("recordings/", include("supervision.recordings.urls")),
    path("mine/", include("supervision.quality.own_urls")),
    path("api/v1/", include("workspace.api_urls")),
    path("api/v1/", include("acd.api_urls")),
    path("api/v1/", include("channels_admin.api_urls")),
    path("api/v1/", include("supervision.api_urls")),
    path("api/v1/openapi.json", SpectacularAPIView.as_view(), name="openapi"),
    path("", include("workspace.urls")),
]
