"""How the tokens are: asked of the platforms every ten minutes, and what follows from the answer."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.kept_words import in_english
from channels_admin.linkers import linker
from channels_admin.models import Account, Incident, Platform
from hints import wake
from platforms.base import PlatformError
from platforms.facebook.linking import TASKS

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
WARNED = (1, 3, 14)  # days ahead of a known end, the nearest first


def check_due(limit=100):
    """Check the accounts whose turn it is; of several workers one gets each."""
    now = timezone.now()
    turn = Q(checked_at=None) | Q(checked_at__lte=now - EVERY)
    usable = Account.objects.current().filter(turn, suspended_at=None, app__isnull=False).exclude(external_id="")
    for account in usable.select_related("app").order_by("checked_at")[:limit]:
        mine = Account.objects.filter(pk=account.pk, checked_at=account.checked_at).update(checked_at=now)
        if mine and account.token:
            check(account)


@in_english
def check(account):
    """Ask about one account's token, and act upon the answer. A platform that cannot be asked says nothing about it."""
    try:
        health = linker(account.platform).health(account.app.keys(), account.token_now())
    except PlatformError as error:
        log.warning("the health of %s could not be asked: %s", account, error)
        return _note(account, trouble=_("Could not be checked: %(why)s") % {"why": error.reason})
    if health.valid:
        return _well(account, health)
    account.suspend(health.reason or _("The platform says that the access token is not valid: link again."))


def _well(account, health):
    # X does not say when a token ends; what was said when it was given stays.
    facts = {} if account.renewable else {"expires_at": health.expires_at}
    if account.platform == Platform.FACEBOOK:  # X says it with the token only, and WhatsApp needs other permissions
        facts["lacks"] = [*health.lacks, *(name for name in account.lacks if name in TASKS)]
    _note(account, trouble="", **facts)
    warn(account)


def _note(account, **facts):
    """Write down what the answer said, unless another token was put in place while it was asked for."""
    facts = {name: value[:500] if isinstance(value, str) else value for name, value in facts.items()}
    Account.objects.filter(pk=account.pk, generation=account.generation).update(**facts)
    for name, value in facts.items():
        setattr(account, name, value)


@in_english
def warn(account, now=None):
    """Note that its access ends in 14, 3 or 1 days, each once; an end that moved away is no concern any more."""
    now = now or timezone.now()
    days = account.ends_at and (account.ends_at - now) / timedelta(days=1)
    near = next((mark for mark in WARNED if days is not None and days <= mark), None)
    marks = {int(mark) for mark in _warnings(account).values_list("mark", flat=True)}
    if near in marks or (near is None and not marks):
        return
    with transaction.atomic():
        Incident.objects.close(account, Incident.Kind.ENDING)
        if near is not None:
            Incident.objects.begin(account, Incident.Kind.ENDING, _words(account, days), mark=str(near))
            wake("channels_admin.tasks.tell_administrators")


def _warnings(account):
    return account.incidents.open().filter(kind=Incident.Kind.ENDING)


def _words(account, days):
    left = max(1, round(days))
    text = ngettext(
        "The access to “%(account)s” ends in %(n)s day, at %(end)s UTC: link it again before.",
        "The access to “%(account)s” ends in %(n)s days, at %(end)s UTC: link it again before.",
        left,
    )
    return text % {"account": account, "n": left, "end": f"{account.ends_at:%Y-%m-%d %H:%M}"}
