"""What a consent opened, against the accounts that there are, and linking what was chosen."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.recording import SET_ANEW, record
from channels_admin.linking.roundtrip import found_by
from channels_admin.linking.state import NOT_OURS, Refused
from channels_admin.models import Account, Consent, Platform, PlatformApp
from platforms.base import Linkable


@dataclass(frozen=True, slots=True)
class Option:
    """A page or user: the account that it is already, and why it cannot be chosen (blank: it can)."""

    linkable: Linkable
    account: Account | None = None
    obstacle: str = ""


def options(consent):
    """All that the consent opened."""
    found = found_by(consent)
    known = Account.objects.filter(platform=consent.app.platform, external_id__in=[one.external_id for one in found])
    accounts = {account.external_id: account for account in known.defer("token", "refresh_token")}
    return [_option(consent, one, accounts.get(one.external_id)) for one in found]


def missing(consent, offered):
    """A sentence if an account was to be linked again and nothing that was opened is it; else blank."""
    if consent.account is None or any(not option.obstacle for option in offered):
        return ""
    return _(
        "“%(account)s” has the ID %(id)s, which is not among what was allowed: sign in there as somebody who manages it."
    ) % {"account": consent.account, "id": consent.account.external_id}


def link(consent, chosen, by):
    """Link what was chosen, ids at the platform; returns the accounts. `Refused` where that cannot be."""
    with transaction.atomic():
        PlatformApp.objects.select_for_update().get(pk=consent.app_id)  # two at once must not make an account twice
        picked = [option for option in options(consent) if option.linkable.external_id in chosen]
        _check(consent, picked)
        if not Consent.objects.filter(pk=consent.pk).delete()[0]:
            raise Refused(NOT_OURS)
        return [_link(consent, option, by) for option in picked]


def _option(consent, linkable, account):
    asked = consent.account
    obstacle = ""
    if asked and asked.external_id and asked.external_id != linkable.external_id:
        obstacle = _("Not the account that is to be linked again.")
    elif asked and not asked.external_id and account:
        obstacle = _("Linked as “%(account)s” already.") % {"account": account}
    return Option(linkable, account, obstacle)


def _check(consent, picked):
    if not picked:
        raise Refused(_("Choose at least one."), consent)
    for option in picked:
        if option.obstacle:
            raise Refused(option.obstacle, consent)
    if consent.account and len(picked) > 1:
        raise Refused(_("Choose one: a single account is to be linked again."), consent)


def _link(consent, option, by):
    """Make the account, or give the one that there is its new token; it goes on from where it stopped."""
    linkable = option.linkable
    account = consent.account or option.account or _new(consent, linkable)
    more = {"app": consent.app, "external_id": linkable.external_id, "lacks": list(linkable.lacks)}
    account.take(linkable.grant, linked_at=timezone.now(), checked_at=None, trouble="", deleted_at=None, **more)
    account.resume()
    record(by, "linked", account, {}, {"token": SET_ANEW})
    return account


def _new(consent, linkable):
    x = consent.app.platform == Platform.TWITTER and linkable.handle
    name = f"@{linkable.handle}" if x else linkable.name or linkable.external_id
    return Account.objects.create(platform=consent.app.platform, name=name[:120])
