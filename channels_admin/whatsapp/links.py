"""Message links of a channel's number, and their QR codes, which are fetched by us: nobody's browser loads from Meta.

Who makes, changes or deletes one is in the audit log of the channel.
"""

from django.utils.translation import gettext as _

from audit.recording import record
from channels_admin.models import PhoneNumber, Platform, Provider
from platforms.base import Outcome, PlatformError
from platforms.download import fetched
from platforms.whatsapp.management import links

LARGEST = 2 * 1024 * 1024  # bytes of a QR code
ACTIVE = ("", "CONNECTED", "LINKED", "FLAGGED", "RESTRICTED")  # Meta's words; blank: not known yet


class NoNumber(Exception):
    """The channel has no WhatsApp number of Meta's, so it has no message links."""


def wire(channel):
    """How to talk to Meta about the channel's number."""
    if not has_links(channel):
        raise NoNumber(channel.name)
    return channel.account.wire(channel.addresses[0])


def has_links(channel):
    """Has it a number at Meta? Genesys Cloud knows no message links."""
    theirs = channel.platform == Platform.WHATSAPP and channel.account.provider == Provider.META
    return theirs and len(channel.addresses) == 1


def number(channel):
    """What Meta says of the channel's number; None as long as nothing was read."""
    return PhoneNumber.objects.filter(external_id=channel.addresses[0]).first()


def is_active(channel):
    """Does the number take messages, as far as is known? A link to one that does not leads nowhere."""
    known = number(channel)
    return known is None or (known.gone_at is None and known.status in ACTIVE)


def listed(channel):
    """All links of the number (`platforms.whatsapp.management.links.Link`)."""
    return links.listed(wire(channel))


def create(channel, prefilled, image="PNG", *, by):
    """A new link that opens a chat with `prefilled` (at most 140 characters) written in it."""
    talk = wire(channel)
    if not is_active(channel):
        raise PlatformError(
            Outcome.MESSAGE_FAILED, "inactive", _("The number is not active: links to it would not work.")
        )
    link = links.create(talk, prefilled, image)
    record(by, "changed", channel, {}, {"message_link": f"{link.url} {link.prefilled}"})
    return link


def change(channel, code, prefilled, *, by):
    """Change what is written in the chat; link and QR code stay the same."""
    talk = wire(channel)
    before = _found(talk, code)
    link = links.update(talk, code, prefilled)
    words = ({"message_link": f"{code} {text}"} for text in (before.prefilled, link.prefilled))
    record(by, "changed", channel, *words)
    return link


def delete(channel, code, *, by):
    """Take a link away: whoever follows it or scans its code gets no further."""
    talk = wire(channel)
    before = _found(talk, code)
    links.delete(talk, code)
    record(by, "changed", channel, {"message_link": f"{code} {before.prefilled}"}, {})


def one(channel, code):
    """The link with this code; PlatformError if there is none."""
    return _found(wire(channel), code)


def picture(channel, code, image):
    """(bytes, content type) of a link's QR code, as PNG or SVG where Meta gives it so; PlatformError if there is none."""
    talk = wire(channel)
    link = _found(talk, code, image)
    with fetched(talk, link.image, {}, LARGEST) as file:
        body = file.read()
    return body, _kind(body)


def _found(talk, code, image="PNG"):
    link = links.one(talk, code, image)
    if link is None or not link.image:
        raise PlatformError(Outcome.MESSAGE_FAILED, "unknown", _("There is no such message link any more."))
    return link


def _kind(body):
    """The content type by the bytes themselves: whatever else comes is not handed on to a browser."""
    if body.startswith(b"\x89PNG"):
        return "image/png"
    if b"<svg" in body[:1000]:
        return "image/svg+xml"
    raise PlatformError(Outcome.RETRY, "picture", _("What came in place of the QR code is no picture: try again."))
