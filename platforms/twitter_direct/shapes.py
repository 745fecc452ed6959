"""Direct messages as X writes them, turned into `Post`s."""

from platforms import payload, times, x_api
from platforms.base import Person, Post, PostKind
from platforms.payload import worded

PARAMS = {
    "event_types": "MessageCreate",
    "dm_event.fields": "id,text,event_type,created_at,dm_conversation_id,sender_id,attachments,entities",
    "expansions": "sender_id,participant_ids",
    "user.fields": x_api.USER_FIELDS,
}


def posts(answer, own):
    """The messages in an answer, in its order; who joins or leaves a group says nothing."""
    users = x_api.people(answer)
    found = (_post(event, users, own) for event in payload.rows(answer, "data"))
    return [post for post in found if post]


def said(text, attached, in_group):
    """(kind, text) of a message. What was written in a group cannot be answered as if it were written to us."""
    label = "Group message" if in_group else "Attachment" if attached else ""
    if label:
        return PostKind.UNSUPPORTED, worded(label, text)
    return (PostKind.MESSAGE, text) if text else (PostKind.UNSUPPORTED, "Message that cannot be shown here")


def _post(event, users, own):
    number, sender = payload.ident(event, "id"), payload.ident(event, "sender_id")
    peer, in_group = _peer(event, sender, own)
    if not number.isdigit() or not peer or payload.words(event, "event_type") not in ("MessageCreate", ""):
        return None
    text = x_api.plain(payload.words(event, "text"))
    kind, text = said(text, payload.dig(event, "attachments"), in_group)
    return Post(
        external_id=number,
        at=times.moment(payload.dig(event, "created_at")) or times.snowflake_time(number),
        kind=kind,
        private=True,
        peer=users.get(peer) or Person("x_id", peer),
        author=users.get(sender) or Person("x_id", sender),
        own=sender == own,
        text=text,
    )


def _peer(event, sender, own):
    """(the customer's id, is it a group): a conversation of two is named by both ids, a group by one number."""
    ends = payload.ident(event, "dm_conversation_id").split("-")
    if len(ends) == 2:
        return next((end for end in ends if end != own), ""), False
    return ("" if sender == own else sender), True
