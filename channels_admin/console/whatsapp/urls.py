"""The addresses of WhatsApp's procedures, under /console/whatsapp/."""

from functools import partial

from django.urls import path

from audit.console_site import console
from audit.rights import Right
from channels_admin.console.whatsapp import checks

_administered = partial(console.admin_view, right=Right.SOCIAL_MEDIA_ADMIN)

urlpatterns = [
    path("check/name/", _administered(checks.name_check), name="name_check"),
    path("check/number/", _administered(checks.number_check), name="number_check"),
    path("evidence/<int:pk>/", _administered(checks.evidence), name="evidence"),
]
