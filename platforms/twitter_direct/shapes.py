"""Direct messages as X writes them, turned into `Post`s."""

from platforms import payload, x_api, x_media
from platforms.base import Post, PostKind
from platforms.payload import worded
from platforms.twitter.tweets import shown, written
from platforms.words import _
from platforms.x_included import Included

PARAMS = {
    "event_types": "MessageCreate",
    "dm_event.fields": (
        "id,text,event_type,created_at,dm_conversation_id,sender_id,attachments,entities,referenced_tweets"
    ),
    "expansions": "sender_id,participant_ids,attachments.media_keys,referenced_tweets.id",
    "user.fields": x_api.USER_FIELDS,
    "media.fields": x_media.MEDIA_FIELDS,
    "tweet.fields": "author_id",
}
NOTHING = _("Message that cannot be shown here")


def posts(answer, own):
    """The messages in an answer, in its order; who joins or leaves a group says nothing."""
    included = Included.of(answer)
    found = (_post(event, included, own) for event in payload.rows(answer, "data"))
    return [post for post in found if post]


def said(text, attached, in_group):
    """(kind, text) of a message. What was written in a group cannot be answered as if it were written to us."""
    if in_group:
        return PostKind.UNSUPPORTED, worded(_("Group message"), text)
    return (PostKind.MESSAGE, text) if text or attached else (PostKind.UNSUPPORTED, NOTHING)


def build(event, included, ends, in_group=False, details=()):
    """A message event in the present form as a `Post`; `ends` are (sender, peer, own account), as ids."""
    number = payload.ident(event, "id")
    sender, peer, own = ends
    files, others = x_media.attached(event, included)
    details = (*_shared(event, included), *others, *details)
    text = written(payload.words(event, "text"), payload.rows(event, "entities", "urls"))
    kind, text = said(text, files or details, in_group)
    return Post(
        external_id=number,
        at=x_api.when(payload.dig(event, "created_at"), number),
        kind=kind,
        private=True,
        peer=included.person(peer),
        author=included.person(sender),
        own=sender == own,
        text=text,
        media=files,
        details=details,
    )


def is_media(detail):
    """Does this detail stand for a file that could not be read?"""
    return "media_key" in detail.data


def _shared(event, included):
    rows = payload.rows(event, "referenced_tweets") + payload.rows(event, "referenced_posts")
    return [shown("share", payload.ident(row, "id"), included) for row in rows if x_api.number(row, "id")]


def _post(event, included, own):
    sender = payload.ident(event, "sender_id")
    peer, in_group = _peer(event, sender, own)
    said_one = payload.words(event, "event_type") in ("MessageCreate", "")
    if not x_api.number(event, "id") or not peer or not said_one:
        return None
    return build(event, included, (sender, peer, own), in_group)


def _peer(event, sender, own):
    """(the customer's id, is it a group): a conversation of two is named by both ids, a group by one number."""
    ends = payload.ident(event, "dm_conversation_id").split("-")
    if len(ends) == 2:
        return next((end for end in ends if end != own), ""), False
    return ("" if sender == own else sender), True
