"""Webhook deliveries of a page's private messages, as posts, receipts, changes and notices per page.

What another app holds (`standby`) is read as well: the customer wrote it all the same, and its messages say so.
Source: Messenger Platform, "Webhook events".
"""

from dataclasses import replace

from platforms import payload, times
from platforms.base import Delivered, Detail, Notice, Post, PostKind, Receipt
from platforms.messenger import attached, shapes

# Reactions that a delivery names without showing them.
EMOJI = {"smile": "😆", "wow": "😮", "love": "❤️", "sad": "😢", "angry": "😡", "like": "👍", "dislike": "👎"}
LONGEST_REACTION = 16
STANDBY = Detail("standby")
# Events that are no message, and what they are about.
NOTICES = {
    "account_linking": "person",
    "app_roles": "app",
    "checkout_update": "person",
    "game_play": "person",
    "in_thread_lead_form_submit": "person",
    "message_context": "person",
    "messaging_customer_information": "person",
    "messaging_feedback": "person",
    "optin": "person",
    "pass_thread_control": "thread",
    "payment": "person",
    "policy-enforcement": "page",
    "policy_enforcement": "page",
    "pre_checkout": "person",
    "referral": "person",
    "request_thread_control": "thread",
    "response_feedback": "person",
    "take_thread_control": "thread",
}
FRAME = ("sender", "recipient", "timestamp")


def parse_webhook(body):
    """What a raw delivery says, per page; nothing of it is passed over, and no shape of it raises."""
    delivered = {}
    for entry in payload.rows(payload.loads(body), "entry"):
        page = payload.ident(entry, "id")
        part = delivered.setdefault(page, Delivered(page))
        for event in payload.rows(entry, "messaging"):
            _read(part, entry, event)
        for event in payload.rows(entry, "standby"):
            _read(part, entry, event, (STANDBY,))
    return [part for part in delivered.values() if part.posts or part.notices]


def _read(part, entry, event, further=()):
    at = times.moment(event.get("timestamp"), times.moment(entry.get("time")))
    posts = _posts(part.address, event, at)
    said = (PostKind.MESSAGE, PostKind.UNSUPPORTED)
    part.posts.extend(replace(post, details=(*post.details, *further)) if post.kind in said else post for post in posts)
    if not posts:
        part.notices.append(_notice(part.address, event, at or times.moment(0)))


def _posts(page, event, at):
    peer = _peer(page, event)
    found = next((read for kind, read in READERS.items() if isinstance(event.get(kind), dict)), None)
    return found(page, event, peer, at or times.UNDATED) if found and peer else []


def _peer(page, event):
    sender, recipient = (shapes.person(page, payload.dig(event, end)) for end in ("sender", "recipient"))
    return recipient if sender and sender.id == page else sender


def _message(page, event, peer, at):
    message = event["message"]
    number = shapes.message_id(payload.ident(message, "mid"))
    if not number:
        return []
    if message.get("is_deleted") is True:
        return [Post(number, at, PostKind.DELETION, private=True, peer=peer)]
    own, text = message.get("is_echo") is True, payload.words(message, "text")
    media, details = attached.told(message, number)
    kind, details = attached.shown(text, media, (*details, *_details(event, message, text)))
    post = Post(
        external_id=number,
        at=at,
        kind=kind,
        private=True,
        peer=peer,
        author=shapes.person(page, {"id": page}) if own else peer,
        own=own,
        parent=shapes.message_id(payload.ident(message, "reply_to", "mid")),
        text=text,
        mark=payload.words(message, "metadata"),
        media=media,
        details=details,
    )
    return [post]


def _details(event, message, text):
    """What a message says beside words and files: the button pressed, where the customer came from, what he quotes."""
    choice, story = payload.dig(message, "quick_reply"), payload.dig(message, "reply_to", "story")
    details = [Detail("choice", text, choice)] if isinstance(choice, dict) else []
    details += shapes.referral(payload.dig(message, "referral"))
    details += shapes.referral(payload.dig(event, "prior_message"))
    return [*details, Detail("quoted", data=story)] if isinstance(story, dict) else details


def _postback(_page, event, peer, at):
    """A pressed button: its title is what the customer said."""
    postback = event["postback"]
    title = payload.words(postback, "title")
    # Captures of older versions carry no id.
    number = shapes.message_id(payload.ident(postback, "mid")) or f"postback-{peer.id}-{int(at.timestamp() * 1000)}"
    given = payload.ident(postback, "payload")
    pressed = Detail("postback", title or given, {"payload": given} if given else {})
    details = (pressed, *shapes.referral(payload.dig(postback, "referral")))
    return [Post(number, at, private=True, peer=peer, author=peer, text=title, details=details)]


def _edit(page, event, peer, at):
    edit = event["message_edit"]
    number, text = shapes.message_id(payload.ident(edit, "mid")), payload.dig(edit, "text")
    if not number or not isinstance(text, str):
        return []
    version = payload.ident(edit, "num_edit")
    return [Post(number, at, PostKind.EDIT, private=True, peer=peer, text=text, edited_at=at, version=version)]


def _reaction(page, event, peer, at):
    reaction = event["reaction"]
    number, action = shapes.message_id(payload.ident(reaction, "mid")), payload.words(reaction, "action")
    name = payload.words(reaction, "reaction")
    given = payload.words(reaction, "emoji") or EMOJI.get(name, name)
    given = "" if action == "unreact" else given[:LONGEST_REACTION]
    if not number or (action != "unreact" and not given):
        return []
    author = shapes.person(page, payload.dig(event, "sender")) or peer
    own = author.id == page
    return [Post(number, at, PostKind.REACTION, private=True, peer=peer, author=author, own=own, reaction=given)]


def _delivery(_page, event, peer, at):
    mids = payload.dig(event, "delivery", "mids")
    numbers = [shapes.message_id(mid) for mid in mids if isinstance(mid, str)] if isinstance(mids, list) else []
    until = times.moment(payload.dig(event, "delivery", "watermark"), at)
    if not numbers:
        return [_receipt(Receipt.DELIVERED, peer, until, up_to=until)]
    return [_receipt(Receipt.DELIVERED, peer, until, number) for number in numbers]


def _seen(_page, event, peer, at):
    until = times.moment(payload.dig(event, "read", "watermark"), at)
    return [_receipt(Receipt.READ, peer, until, up_to=until)]


def _receipt(receipt, peer, at, number="", up_to=None):
    return Post(number, at, PostKind.RECEIPT, private=True, peer=peer, receipt=receipt, up_to=up_to)


def _notice(page, event, at):
    """An event that is no message, or one that we do not know."""
    name = next((name for name in NOTICES if name in event), "")
    if not name:
        kind = next((name for name in event if name not in FRAME), "messaging")
        return Notice(kind, at, "unsupported", data=event)
    peer, subject = _peer(page, event), NOTICES[name]
    about = page if subject in ("page", "app") or peer is None else peer.id
    value = event[name]
    return Notice(name, at, subject, about, value if isinstance(value, dict) else {"value": value})


READERS = {
    "message": _message,
    "postback": _postback,
    "message_edit": _edit,
    "reaction": _reaction,
    "delivery": _delivery,
    "read": _seen,
}
