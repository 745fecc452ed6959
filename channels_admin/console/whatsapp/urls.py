"""The addresses of WhatsApp's procedures, under /console/whatsapp/."""

from functools import partial

from django.urls import path

from audit.console_site import console
from audit.rights import Right
from channels_admin.console.whatsapp import checks, names, onboarding, profile, verification

_administered = partial(console.admin_view, right=Right.SOCIAL_MEDIA_ADMIN)

urlpatterns = [
    path("check/name/", _administered(checks.name_check), name="name_check"),
    path("check/number/", _administered(checks.number_check), name="number_check"),
    path("onboarding/<int:pk>/", _administered(onboarding.checklist), name="onboarding"),
    path("onboarding/<int:pk>/profile/", _administered(profile.of_onboarding), name="profile_wanted"),
    path("onboarding/<int:pk>/<slug:verb>/", _administered(onboarding.act), name="onboarding_act"),
    path("numbers/<int:pk>/profile/", _administered(profile.of_number), name="profile"),
    path("numbers/<int:pk>/profile/<slug:verb>/", _administered(profile.act), name="profile_act"),
    path("numbers/<int:pk>/name/", _administered(names.page), name="name"),
    path("numbers/<int:pk>/name/<slug:verb>/", _administered(names.act), name="name_act"),
    path("profiles/<int:pk>/photo.png", _administered(profile.photo), name="profile_photo"),
    path("numbers/<int:pk>/verification/", _administered(verification.page), name="verification"),
    path("numbers/<int:pk>/verification/<slug:verb>/", _administered(verification.act), name="verification_act"),
    path("evidence/<int:pk>/", _administered(checks.evidence), name="evidence"),
]
