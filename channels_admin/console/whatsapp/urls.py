"""The addresses of WhatsApp's procedures, under /console/whatsapp/."""

from functools import partial

from django.urls import path

from audit.console_site import console
from audit.rights import Right
from channels_admin.console.whatsapp import checks, onboarding, verification

_administered = partial(console.admin_view, right=Right.SOCIAL_MEDIA_ADMIN)

urlpatterns = [
    path("check/name/", _administered(checks.name_check), name="name_check"),
    path("check/number/", _administered(checks.number_check), name="number_check"),
    path("onboarding/<int:pk>/", _administered(onboarding.checklist), name="onboarding"),
    path("onboarding/<int:pk>/<slug:verb>/", _administered(onboarding.act), name="onboarding_act"),
    path("numbers/<int:pk>/verification/", _administered(verification.page), name="verification"),
    path("numbers/<int:pk>/verification/<slug:verb>/", _administered(verification.act), name="verification_act"),
    path("evidence/<int:pk>/", _administered(checks.evidence), name="evidence"),
]
