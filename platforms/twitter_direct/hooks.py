"""Deliveries about direct messages, of the X Activity API and of the deprecated Account Activity API, per account.

Messages come in the form of the older API 1.1 (`message_create`), under `direct_message_events`. Encrypted chats
(`chat.received`, `chat.sent`) cannot be read here: that somebody wrote is told.
"""

from platforms import payload, x_api, x_older
from platforms.base import Delivered, Detail, Notice, Post, PostKind
from platforms.twitter_direct import shapes
from platforms.words import _
from platforms.x_events import PRIVATE, address, events, happened, notice
from platforms.x_included import Included

ENCRYPTED = ("chat.received", "chat.sent")
ENCRYPTED_TEXT = _("Encrypted message, which X shows in its own app only")
# Who reads and who types, in the older form; and in the present one.
OLDER_SIGNS = ("direct_message_mark_read_events", "direct_message_indicate_typing_events")
SIGNS = ("dm.read", "dm.indicate_typing", "chat.conversation_join")
OLDER = "direct_message_"
MESSAGES = "direct_message_events"


def parse_webhook(body):
    """The messages and notices in a raw delivery; what is about posts and the account gives none here."""
    delivery = payload.loads(body)
    if "for_user_id" in delivery:
        return _older(delivery)
    found = [_delivered(event) for event in events(delivery)]
    return [part for part in found if part]


def _delivered(event):
    kind, own = payload.words(event, "event_type"), address(event)
    if not kind.startswith(PRIVATE):
        return None
    posts = [_encrypted(kind, event, own)] if kind in ENCRYPTED else _messages(payload.dig(event, "payload"), own)
    posts = [post for post in posts if post]
    if posts:
        return Delivered(own, posts)
    subject = "thread" if kind in SIGNS else "unsupported"
    return Delivered(own, notices=[notice(kind, event, subject, payload.ident(event, "payload", "sender_id"))])


def _older(delivery):
    part = Delivered(
        payload.ident(delivery, "for_user_id"), _messages(delivery, payload.ident(delivery, "for_user_id"))
    )
    for name in delivery:
        if name.startswith(OLDER) and (name != MESSAGES or not part.posts):
            subject = "thread" if name in OLDER_SIGNS else "unsupported"
            part.notices.extend(_sign(name, row, subject) for row in payload.rows(delivery, name))
    return [part] if part.posts or part.notices else []


def _sign(name, row, subject):
    at = x_api.when(payload.dig(row, "created_timestamp"))
    return Notice(name, at, subject, payload.ident(row, "sender_id"), row)


def _messages(delivery, own):
    """The messages under `direct_message_events`, with the people under `users`."""
    users = payload.dig(delivery, "users")
    people = [x_older.user(user) for user in users.values()] if isinstance(users, dict) else []
    known = {one["id"]: x_api.person(one) for one in people if one["id"]}
    found = [_message(row, known, own) for row in payload.rows(delivery, MESSAGES)]
    return [post for post in found if post]


def _message(row, known, own):
    sender = payload.ident(row, "message_create", "sender_id")
    recipient = payload.ident(row, "message_create", "target", "recipient_id")
    if not (x_api.number(row, "id") and sender and recipient):
        return None
    data = payload.dig(row, "message_create", "message_data")
    file = payload.dig(data, "attachment", "media")
    files = [x_older.media(file)] if isinstance(file, dict) else []
    present = {
        "id": payload.ident(row, "id"),
        "created_at": payload.dig(row, "created_timestamp"),
        "text": payload.words(data, "text"),
        "entities": {"urls": payload.rows(data, "entities", "urls") + _short(file)},
        "attachments": {"media_keys": [one["media_key"] for one in files]},
        "referenced_tweets": [{"id": x_older.shared(payload.rows(data, "entities", "urls"))}],
    }
    included = Included(users=known, media={one["media_key"]: one for one in files})
    peer = recipient if sender == own else sender
    return shapes.build(present, included, (sender, peer, own), details=_choice(data))


def _short(file):
    return (
        [{"url": payload.words(file, "url"), "media_key": x_older.identifier(file)}] if isinstance(file, dict) else []
    )


def _choice(data):
    """What somebody chose of the answers offered to him."""
    chosen = payload.dig(data, "quick_reply_response")
    return (Detail("choice", payload.words(chosen, "metadata"), chosen),) if isinstance(chosen, dict) else ()


def _encrypted(kind, event, own):
    inner = payload.dig(event, "payload")
    number, sender = payload.ident(inner, "id"), payload.ident(inner, "sender_id")
    ends = payload.ident(inner, "conversation_id").replace("-", ":").split(":")
    others = [end for end in ends if len(ends) == 2 and end != own and x_api.number(end)]
    peer = next(iter(others), "" if sender == own else sender)
    if not (number and sender and peer):
        return None
    people = Included.of(event)
    return Post(
        external_id=number,
        at=happened(event),
        kind=PostKind.UNSUPPORTED,
        private=True,
        peer=people.person(peer),
        author=people.person(sender),
        own=sender == own,
        text=ENCRYPTED_TEXT,
        details=(Detail("unsupported", kind),),
    )
