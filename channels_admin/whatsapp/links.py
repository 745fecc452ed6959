"""Message links of a channel's number, and their QR codes, which are fetched by us: nobody's browser loads from Meta."""

from channels_admin.models import Platform
from platforms.base import Outcome, PlatformError
from platforms.download import fetched
from platforms.whatsapp.management import links

LARGEST = 2 * 1024 * 1024  # bytes of a QR code


class NoNumber(Exception):
    """The channel has no WhatsApp number, so it has no message links."""


def wire(channel):
    """How to talk to Meta about the channel's number."""
    if channel.platform != Platform.WHATSAPP or len(channel.addresses) != 1:
        raise NoNumber(channel.name)
    return channel.account.wire(channel.addresses[0])


def listed(channel):
    """All links of the number (`platforms.whatsapp.management.links.Link`)."""
    return links.listed(wire(channel))


def create(channel, prefilled, image="PNG"):
    """A new link that opens a chat with `prefilled` (at most 140 characters) written in it."""
    return links.create(wire(channel), prefilled, image)


def change(channel, code, prefilled):
    """Change what is written in the chat; link and QR code stay the same."""
    return links.update(wire(channel), code, prefilled)


def delete(channel, code):
    """Take a link away: whoever follows it or scans its code gets no further."""
    links.delete(wire(channel), code)


def picture(channel, code, image):
    """(bytes, content type) of a link's QR code, as PNG or SVG where Meta gives it so; PlatformError if there is none."""
    talk = wire(channel)
    link = next((one for one in links.listed(talk, image) if one.code == code), None)
    if link is None or not link.image:
        raise PlatformError(Outcome.MESSAGE_FAILED, "unknown", "There is no such message link any more.")
    with fetched(talk, link.image, {}, LARGEST) as file:
        body = file.read()
    return body, _kind(body)


def _kind(body):
    """The content type by the bytes themselves: whatever else comes is not handed on to a browser."""
    if body.startswith(b"\x89PNG"):
        return "image/png"
    if b"<svg" in body[:1000]:
        return "image/svg+xml"
    raise PlatformError(Outcome.RETRY, "picture", "What came in place of the QR code is no picture: try again.")
