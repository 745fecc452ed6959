"""Message links of a number with their QR codes. Source: WhatsApp Business Platform, "QR codes", message_qrdls."""

from dataclasses import dataclass

from platforms import graph, payload
from platforms.base import Outcome, PlatformError
from platforms.words import _

LONGEST = 140
IMAGES = ("PNG", "SVG")


@dataclass(frozen=True, slots=True)
class Link:
    """A link `url` that opens a chat with `prefilled` written in it; `image` is the address of its QR code."""

    code: str
    prefilled: str
    url: str
    image: str = ""


def listed(wire, image="PNG"):
    """All links of the number, with QR codes as PNG or SVG."""
    params = {"fields": f"code,prefilled_message,deep_link_url,qr_image_url.format({_image(image)})"}
    pages = graph.pages(wire, f"{wire.address}/message_qrdls", params)
    return [_link(row) for rows, _ in pages for row in rows if payload.ident(row, "code")]


def one(wire, code, image="PNG"):
    """The link with this code, or None: WhatsApp names it in a list of one, and a code it does not know as an error."""
    params = {"fields": f"code,prefilled_message,deep_link_url,qr_image_url.format({_image(image)})"}
    try:
        answer, _ = graph.call(wire, "GET", f"{wire.address}/message_qrdls/{code}", params=params)
    except PlatformError as error:
        if error.outcome is Outcome.MESSAGE_FAILED:
            return None
        raise
    return next((_link(row) for row in payload.rows(answer, "data") if payload.ident(row, "code") == code), None)


def create(wire, prefilled, image="PNG"):
    """A new link; not to be repeated blindly, for each call makes another one."""
    body = {"prefilled_message": _fit(prefilled), "generate_qr_image": _image(image)}
    return _named(graph.call(wire, "POST", f"{wire.address}/message_qrdls", body=body)[0])


def update(wire, code, prefilled):
    """Change what is written in the chat; link and QR code stay the same."""
    body = {"code": code, "prefilled_message": _fit(prefilled)}
    return _named(graph.call(wire, "POST", f"{wire.address}/message_qrdls", body=body)[0])


def delete(wire, code):
    """Take a link away: whoever follows it or scans its code gets no further."""
    graph.call(wire, "DELETE", f"{wire.address}/message_qrdls/{code}")


def _fit(prefilled):
    if len(prefilled) <= LONGEST:
        return prefilled
    reason = _("The pre-filled text has %(n)s characters; %(most)s are allowed.") % {
        "n": len(prefilled),
        "most": LONGEST,
    }
    raise PlatformError(Outcome.MESSAGE_FAILED, "prefilled", reason)


def _image(image):
    if image in IMAGES:
        return image
    raise PlatformError(Outcome.MESSAGE_FAILED, "image", _("A QR code comes as PNG or SVG."))


def _named(answer):
    link = _link(answer)
    if not link.code:
        raise PlatformError(Outcome.UNKNOWN, "", _("WhatsApp did not name the link: look whether it is there."))
    return link


def _link(row):
    places = ("prefilled_message", "deep_link_url", "qr_image_url")
    return Link(payload.ident(row, "code"), *(payload.words(row, place) for place in places))
