"""What ties the way back to the way there: a random state, good once, for ten minutes, in the browser that began.

RFC 6749 section 10.12 (state) and RFC 7636 (PKCE); X asks for S256 ("OAuth 2.0 Authorization Code Flow with PKCE").
"""

import base64
import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Consent
from channels_admin.models.consent import LIVES

KEPT = timedelta(days=1)  # attempts that nobody finished


class Refused(Exception):
    """Nothing can be linked; the text is a sentence for the person in front. `consent`, where known, says what he wanted."""

    def __init__(self, reason, consent=None):
        super().__init__(reason)
        self.consent = consent


NOT_OURS = _("This way back is not open (any more): it is good once, for ten minutes, in the browser that began.")


def begin(person, session, app, account=None):
    """Begin an attempt; returns (state, verifier). `session` is the key of the browser's session."""
    Consent.objects.filter(begun_at__lt=timezone.now() - KEPT).delete()
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    ours = {"state": digest(state), "session": digest(session), "verifier": verifier}
    Consent.objects.create(person=person, app=app, account=account, **ours)
    return state, verifier


def came_back(platform, state, person, session):
    """The attempt to which a state belongs, used up by this; `Refused` for a state that is not this person's own."""
    now = timezone.now()
    mine = _of(person, session).filter(state=digest(state), app__platform=platform, used_at=None)
    found = mine.filter(begun_at__gt=now - LIVES).select_related("app", "account").first()
    if found is None or not Consent.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
        raise Refused(NOT_OURS)
    return found


def under_way(pk, person, session):
    """An attempt of this person that has come back and waits for his choice; `Refused` if there is none."""
    fresh = _of(person, session).filter(pk=pk, used_at__isnull=False, begun_at__gt=timezone.now() - LIVES)
    found = fresh.select_related("app", "account").first()
    if found is None:
        raise Refused(NOT_OURS)
    return found


def challenge(verifier):
    """The S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def digest(secret):
    """What is kept of a state or session."""
    return hashlib.sha256((secret or "").encode()).hexdigest()


def _of(person, session):
    return Consent.objects.filter(person=person, session=digest(session))
