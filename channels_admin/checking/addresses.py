"""Does an address exist, is it the account's, and is it free? Asked of the platform while somebody types."""

from dataclasses import replace
from difflib import get_close_matches

from django.utils.translation import gettext as _

from channels_admin.addressing import HANDLE, INTEGRATION, NUMBER
from channels_admin.checking.asking import brief, remembered
from channels_admin.checking.verdict import GOOD, WRONG, Verdict, unclear
from channels_admin.models import Channel, Feed, FeedKind, Platform, Provider
from platforms import twitter
from platforms.base import PlatformError
from platforms.facebook import trying as facebook
from platforms.genesys import integrations
from platforms.whatsapp.management import numbers

KEPT = 600  # seconds for which an answer about a handle or number is believed
LIKE = 0.7  # how much alike two handles must be


def checked(account, address, others=(), channel=None):
    """The `Verdict` about one address of a channel; `others` are those entered beside it."""
    address = address.strip().removeprefix("@")
    held = _taken(account, address, channel)
    if held:
        return Verdict(address, WRONG, _("taken"), held)
    try:
        found = _CHECKS[account.platform](account, address, others)
    except PlatformError as error:
        return unclear(address, error)
    return _shared(found, channel) if account.platform == Platform.TWITTER else found


def _shared(verdict, channel):
    """On X several channels may look for the same; each has an interaction of its own of what they find (R10)."""
    rows = (
        Channel.objects.current().filter(platform=Platform.TWITTER).exclude(pk=channel).values_list("name", "addresses")
    )
    names = [name for name, handles in rows if verdict.value.lower() in [handle.lower() for handle in handles]]
    if verdict.tone != GOOD or not names:
        return verdict
    said = _("@%(handle)s is read by “%(name)s” too: a post that both find opens an interaction in each.")
    return replace(verdict, said=said % {"handle": verdict.value, "name": names[0]})


def known(account):
    """What the account itself offers to be read and no channel reads yet: [Verdict]. PlatformError."""
    found = _OFFERS[account.platform](account)
    kinds = Feed.objects.filter(address__in=[one.value for one in found]).exclude(kind=FeedKind.X_POSTS)
    taken = set(kinds.values_list("address", flat=True))
    return [one for one in found if one.value not in taken]


def _own_page(account):
    return [Verdict(account.external_id, note=account.name)] if account.external_id else []


def _own_handle(account):
    handle = account.name.removeprefix("@")
    return [Verdict(handle, note=_("ours"))] if account.name.startswith("@") and HANDLE.fullmatch(handle) else []


def _own_numbers(account):
    if account.provider == Provider.GENESYS:
        return [Verdict(one.id, note=f"{one.phone} {one.status}") for one in integrations.listed(brief(account))]
    return [
        Verdict(one.id, note=f"{one.shown} {one.name}") for one in numbers.listed(brief(account), account.external_id)
    ]


def _taken(account, address, channel):
    """Pages and numbers belong to one channel; on X the inbox does, whatever handles are watched."""
    if account.platform == Platform.TWITTER:
        return ""
    feeds = Feed.objects.filter(address=address).exclude(kind=FeedKind.X_POSTS).select_related("channel")
    other = feeds.exclude(channel=channel).first() if channel else feeds.first()
    return other and _("It belongs to the channel “%(channel)s” already. Take it away there first.") % {
        "channel": other.channel
    }


def _handle(account, handle, others):
    if not HANDLE.fullmatch(handle):
        return Verdict(handle, WRONG, _("no handle"), _("A handle has up to 15 letters, digits or _."))
    found = remembered(f"x-handle:{handle.lower()}", KEPT, lambda: _looked_up(account, handle))
    if not found:
        near = _near(handle, others)
        said = _("X knows no @%(handle)s.") % {"handle": handle}
        return Verdict(handle, WRONG, _("no such account"), said, near)
    number, name = found
    return Verdict(handle, GOOD, _("ours") if number == account.external_id else name)


def _looked_up(account, handle):
    person = twitter.lookup(brief(account, account.external_id), handle)
    return [person.id, person.name] if person else []


def _near(handle, others):
    """The known handle that is most like it, or blank."""
    known = {
        one
        for row in Channel.objects.current().filter(platform=Platform.TWITTER).values_list("addresses", flat=True)
        for one in row
    }
    known = {one.lower(): one for one in [*known, *others] if one.lower() != handle.lower()}
    return next((known[one] for one in get_close_matches(handle.lower(), known, 1, LIKE)), "")


def _page(account, page, others):
    if not NUMBER.fullmatch(page):
        return Verdict(page, WRONG, _("no page ID"), _("A page ID is a number, like 110220330440550."))
    name = facebook.page_name(brief(account, page))
    if name:
        return Verdict(page, GOOD, name)
    own = next(iter(facebook.pages(brief(account, page)).items()), ("", ""))
    said = _("The account “%(account)s” may not read this page.") % {"account": account}
    return Verdict(page, WRONG, _("not this account's"), said, own[0] if own[0] not in ("", page, *others) else "")


def _number(account, number, others):
    if account.provider == Provider.GENESYS:
        return _integration(account, number)
    if not NUMBER.fullmatch(number):
        return Verdict(number, WRONG, _("no ID"), _("Enter the phone number ID: digits only, as Meta shows it."))
    found = {one.id: one for one in numbers.listed(brief(account, number), account.external_id)}
    if number in found:
        return Verdict(number, GOOD, f"{found[number].shown} {found[number].name}")
    said = _("The WhatsApp business account %(waba)s has no number with this ID.") % {"waba": account.external_id}
    return Verdict(number, WRONG, _("not this account's"), said, _free(found))


def _integration(account, number):
    if not INTEGRATION.fullmatch(number):
        said = _("Enter the ID of an integration, as Genesys Cloud shows it: 8f2c1a3e-….")
        return Verdict(number, WRONG, _("no ID"), said)
    found = {one.id: one for one in integrations.listed(brief(account, number))}
    if number in found:
        return Verdict(number, GOOD, f"{found[number].phone} {found[number].status}")
    return Verdict(
        number,
        WRONG,
        _("no such integration"),
        _("Genesys Cloud has no WhatsApp integration with this ID."),
        _free(found),
    )


def _free(found):
    taken = set(Feed.objects.filter(address__in=found).values_list("address", flat=True))
    return next((one for one in found if one not in taken), "")


_OFFERS = {Platform.TWITTER: _own_handle, Platform.FACEBOOK: _own_page, Platform.WHATSAPP: _own_numbers}
_CHECKS = {Platform.TWITTER: _handle, Platform.FACEBOOK: _page, Platform.WHATSAPP: _number}
