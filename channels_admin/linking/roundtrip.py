"""The way to the platform and back: where a person is sent, and what the code that he brings is exchanged for."""

import json
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.kept_words import told
from channels_admin.linkers import linker
from channels_admin.linking.state import Refused, begin, came_back, challenge
from channels_admin.models import Platform, PlatformApp
from platforms.base import Grant, Linkable, PlatformError

PLATFORMS = (Platform.FACEBOOK, Platform.TWITTER)  # WhatsApp's tokens are made by hand, for a system user


def linking_apps():
    """The apps through which accounts can be linked."""
    return PlatformApp.objects.filter(platform__in=PLATFORMS).defer("secret", "verify_token", "client_secret", "bearer")


def redirect_uri(platform):
    """Where the platform sends people back to; it must be entered there word for word."""
    return settings.PUBLIC_URL + reverse("console:link_callback", args=[platform])


def send_off(person, session, app, account=None):
    """Begin an attempt; returns the address at the platform."""
    state, verifier = begin(person, session, app, account)
    return linker(app.platform).authorize_url(app.keys(), redirect_uri(app.platform), state, challenge(verifier))


def take_back(platform, asked, person, session):
    """The attempt with what was found, by the parameters of the way back; `Refused` says why there is nothing to choose."""
    consent = came_back(platform, asked.get("state", ""), person, session)
    code = asked.get("code", "")
    if not code:
        raise Refused(_denied(consent, asked.get("error", "")), consent)
    try:
        found = _found(consent, code)
    except PlatformError as error:
        words = {"platform": consent.app.get_platform_display(), "why": told(error.reason) or error}
        raise Refused(_("%(platform)s did not give access: %(why)s") % words, consent) from error
    if not found:
        raise Refused(_("The person who allowed it has no page there, or has left out all of them."), consent)
    consent.found = json.dumps([_packed(one) for one in found])
    consent.save(update_fields=["found"])
    return consent


def found_by(consent):
    """What the consent opened: [Linkable]."""
    return [_unpacked(one) for one in json.loads(consent.found or "[]")]


def _found(consent, code):
    speaks, keys = linker(consent.app.platform), consent.app.keys()
    grant = speaks.exchange(keys, redirect_uri(consent.app.platform), code, consent.verifier)
    return speaks.linkables(keys, grant)


def _denied(consent, error):
    words = {"platform": consent.app.get_platform_display()}
    if error in ("access_denied", "user_denied", ""):
        return _("Access was not allowed at %(platform)s, so nothing was linked.") % words
    return _("%(platform)s broke it off, so nothing was linked. Check the app's settings there.") % words


def _packed(one):
    grant = one.grant
    return {
        "external_id": one.external_id,
        "name": one.name,
        "handle": one.handle,
        "lacks": list(one.lacks),
        "token": grant.token,
        "refresh": grant.refresh,
        "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
        "scopes": list(grant.scopes),
    }


def _unpacked(one):
    ends = datetime.fromisoformat(one["expires_at"]) if one["expires_at"] else None
    grant = Grant(one["token"], one["refresh"], ends, tuple(one["scopes"]))
    return Linkable(one["external_id"], one["name"], grant, handle=one["handle"], lacks=tuple(one["lacks"]))
