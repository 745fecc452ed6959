"""Webhook deliveries of a page's private messages, as `Post`s per page.

What another app holds (`standby`) is read as well: the customer wrote it all the same. Edits, unsent messages and
reactions are not taken in; hand-overs, opt-ins and referrals say nothing.
"""

from platforms import payload, times
from platforms.base import Delivered, Post, PostKind, Receipt
from platforms.messenger import shapes


def parse_webhook(body):
    """The messages and receipts in a raw delivery; other events give none."""
    delivered = {}
    for entry in payload.rows(payload.loads(body), "entry"):
        page = payload.ident(entry, "id")
        events = payload.rows(entry, "messaging") + payload.rows(entry, "standby")
        posts = [post for event in events for post in _posts(page, entry, event)]
        if posts:
            delivered.setdefault(page, []).extend(posts)
    return [Delivered(address, posts) for address, posts in delivered.items()]


def _posts(page, entry, event):
    sender, recipient = (shapes.person(page, payload.dig(event, end)) for end in ("sender", "recipient"))
    peer = recipient if sender and sender.id == page else sender
    if peer is None:
        return []
    at = times.moment(event.get("timestamp"), times.moment(entry.get("time"), times.now()))
    return next(
        (read(page, event, peer, at) for kind, read in READERS.items() if isinstance(event.get(kind), dict)), []
    )


def _message(page, event, peer, at):
    message = event["message"]
    number = shapes.message_id(payload.ident(message, "mid"))
    if not number or message.get("is_deleted"):
        return []
    own = message.get("is_echo") is True
    kind, text = shapes.said(payload.words(message, "text"), _attached(message))
    post = Post(
        external_id=number,
        at=at,
        kind=kind,
        private=True,
        peer=peer,
        author=shapes.person(page, {"id": page}) if own else peer,
        own=own,
        text=text,
        mark=payload.words(message, "metadata"),
    )
    return [post]


def _attached(message):
    if message.get("sticker_id"):
        return "sticker"
    found = payload.rows(message, "attachments")
    return (payload.words(found[0], "type") or "file") if found else ""


def _postback(_page, event, peer, at):
    """A pressed button: its title is what the customer said."""
    postback = event["postback"]
    title = payload.words(postback, "title")
    # Captures of older versions carry no id.
    number = shapes.message_id(payload.ident(postback, "mid")) or f"postback-{peer.id}-{int(at.timestamp() * 1000)}"
    kind = PostKind.MESSAGE if title else PostKind.UNSUPPORTED
    return [Post(number, at, kind, private=True, peer=peer, author=peer, text=title or "Pressed a button")]


def _delivery(_page, event, peer, at):
    mids = payload.dig(event, "delivery", "mids")
    numbers = [shapes.message_id(mid) for mid in mids if isinstance(mid, str)] if isinstance(mids, list) else []
    until = times.moment(payload.dig(event, "delivery", "watermark"), at)
    if not numbers:
        return [_receipt(Receipt.DELIVERED, peer, until, up_to=until)]
    return [_receipt(Receipt.DELIVERED, peer, until, number) for number in numbers]


def _read(_page, event, peer, at):
    until = times.moment(payload.dig(event, "read", "watermark"), at)
    return [_receipt(Receipt.READ, peer, until, up_to=until)]


def _receipt(receipt, peer, at, number="", up_to=None):
    return Post(number, at, PostKind.RECEIPT, private=True, peer=peer, receipt=receipt, up_to=up_to)


READERS = {"message": _message, "postback": _postback, "delivery": _delivery, "read": _read}
