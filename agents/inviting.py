"""Mailing the letters by which people set a password. A mail server that is away costs nobody anything: a tick tries again."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agents.models import Agent, Invitation
from hints import wake

log = logging.getLogger(__name__)

AT_ONCE = 50  # letters of one turn
NOT_AGAIN = timedelta(minutes=2)  # so that nobody floods a mailbox


def invite(agent, kind=Invitation.Kind.WELCOME):
    """Write to him, and see that it goes out."""
    with transaction.atomic():
        letter = Invitation.write(agent, kind)
        wake("agents.tasks.send_invitations")
    return letter


def remind(name):
    """Somebody has forgotten his password: write to whom this user name or e-mail address belongs, if anybody."""
    named = Q(username__iexact=name) | Q(email__iexact=name)
    for agent in Agent.objects.filter(named, is_active=True).exclude(email="").select_related("invitation")[:1]:
        letter = getattr(agent, "invitation", None)
        if not letter or letter.made_at < timezone.now() - NOT_AGAIN:
            invite(agent, Invitation.Kind.PASSWORD if agent.has_usable_password() else Invitation.Kind.WELCOME)


def send_due():
    """Mail what was not mailed yet."""
    now = timezone.now()
    for letter in Invitation.objects.unsent(now).select_related("agent").order_by("due_at")[:AT_ONCE]:
        if letter.claim(now):
            _send(letter)


def _send(letter):
    mine = Invitation.objects.filter(pk=letter.pk, made_at=letter.made_at)
    try:
        with override(letter.agent.language):
            EmailMessage(_subject(letter), _body(letter), to=[letter.agent.email]).send()
    except Exception as error:  # noqa: BLE001  whatever a mail server or its connection raises: tried again in minutes
        log.warning("the letter to %s could not be mailed: %s: %s", letter.agent, type(error).__name__, error)
        mine.update(problem=f"{type(error).__name__}: {error}"[:300])
        return
    mine.update(sent_at=timezone.now(), problem="")


def link(letter):
    """The address that the letter leads to."""
    return f"{settings.PUBLIC_URL}{reverse('agents:set_password', args=[letter.token])}"


def _subject(letter):
    if letter.kind == Invitation.Kind.WELCOME:
        return _("You are invited to the contact center")
    return _("Set a new password for the contact center")


def _body(letter):
    greeting = _("Hello %(name)s,") % {"name": letter.agent}
    if letter.kind == Invitation.Kind.WELCOME:
        what = _("an account was made for you: your user name is %(username)s. Choose a password and sign in:")
    else:
        what = _("somebody asked for a new password for your account %(username)s. Choose one and sign in:")
    ends = _("The link is good once, until %(when)s UTC. If you did not expect this mail, leave it be.")
    return "\n\n".join(
        [
            greeting,
            what % {"username": letter.agent.username},
            link(letter),
            ends % {"when": f"{letter.expires_at:%Y-%m-%d %H:%M}"},
        ]
    )
