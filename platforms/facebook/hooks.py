"""Webhook deliveries about a page (fields `feed`, `mention`, `ratings`), as posts and changes per page; the rest as notices.

A delivery does not say whose post a comment is under. So a top-level comment names the post as its parent and itself
as its thread: it joins the visitor's post or the review if we have that, and stands alone under the page's own post,
which we never store. A review is a thread named by its story.
"""

from dataclasses import replace

from platforms import payload, times
from platforms.base import Delivered, Person, Post, PostKind
from platforms.facebook import attached, news, notices

# What the emoji of a reaction is (Graph API reference, /object/reactions).
EMOJI = {
    "like": "👍",
    "love": "❤️",
    "care": "🤗",
    "haha": "😆",
    "wow": "😮",
    "sad": "😢",
    "angry": "😡",
    "thankful": "🌸",
    "pride": "🏳️‍🌈",
}
LONGEST_REACTION = 16
GIVEN, REMOVED = ("add", "edit", "edited", "update"), ("remove", "delete")


def parse_webhook(body):
    """What a raw delivery says, per page; nothing of it is passed over, and no shape of it raises."""
    delivery, delivered = payload.loads(body), {}
    about = payload.words(delivery, "object")
    for entry in payload.rows(delivery, "entry"):
        address = payload.ident(entry, "id")
        _read(about, entry, delivered.setdefault(address, Delivered(address)))
    return [part for part in delivered.values() if part.posts or part.notices]


def _read(about, entry, part):
    told = times.moment(entry.get("time"))
    for change in payload.rows(entry, "changes"):
        wall = news.of(part.address, change, told) if about in notices.PAGE else None
        post = _post(wall) if wall else None
        if post:
            part.posts.append(post)
        else:
            part.notices.append(notices.of_change(about, entry, change, wall))
    if not any(isinstance(entry.get(name), list) for name in ("changes", "messaging", "standby")):
        part.notices.append(notices.of_entry(about, entry))


def _post(wall):
    """The post or change, None where it is about neither or says nothing."""
    if not wall.target:
        return None
    if wall.item in ("like", "reaction"):
        return _reaction(wall)
    read = VERBS.get(wall.verb)
    return read(wall) if read else None


def _added(wall):
    post = _said(wall)
    news_of_others = wall.comment or not (post.own or wall.item == "event")
    published = payload.dig(wall.value, "published") not in (0, False)
    return post if news_of_others and published else None


def _edited(wall):
    """What stands there now, if the delivery has it: an empty one would wipe out what we have."""
    post = _said(wall)
    if not isinstance(wall.value.get("message"), str) and not post.media:
        return None
    return replace(post, kind=PostKind.EDIT, at=wall.changed_at, edited_at=wall.changed_at)


def _removed(wall):
    return Post(wall.target, wall.changed_at, PostKind.DELETION)


def _hidden(wall):
    return Post(wall.target, wall.changed_at, PostKind.HIDING, hidden=True)


def _shown_again(wall):
    return Post(wall.target, wall.changed_at, PostKind.HIDING, hidden=False)


def _reaction(wall):
    name = "like" if wall.item == "like" else payload.words(wall.value, "reaction_type").lower()
    given = EMOJI.get(name, name[:LONGEST_REACTION]) if wall.verb in GIVEN else ""
    if not given and wall.verb not in REMOVED:
        return None
    who = wall.author
    own = who is not None and who.id == wall.page
    return Post(wall.target, wall.reacted_at, PostKind.REACTION, author=who, own=own, reaction=given)


def _said(wall):
    """A post or comment with what was said in it."""
    value, number = wall.value, wall.target
    text = payload.words(value, "message")
    media, details = attached.told(value)
    kind, details = attached.shown(text, media, (*details, *news.details(wall)), wall.item)
    if wall.item not in attached.ITEMS:
        kind = PostKind.UNSUPPORTED
    writer = wall.author or Person("unnamed", number, scope=wall.page)
    return Post(
        external_id=number,
        at=wall.said_at,
        kind=kind,
        author=writer,
        own=writer.id == wall.page,
        text=text,
        permalink=payload.words(value, "permalink_url"),
        hidden=payload.dig(value, "is_hidden") is True,
        media=media,
        details=details,
        **_place(wall),
    )


def _place(wall):
    """Which thread, and what it answers."""
    if not wall.comment:
        return {"thread": wall.target}
    post, above = payload.ident(wall.value, "post_id"), payload.ident(wall.value, "parent_id")
    if wall.field == "ratings":
        return {"thread": post or wall.comment, "parent": above or post}
    return {"thread": wall.comment if above in ("", post) else above, "parent": above or post}


VERBS = {
    "add": _added,
    "edit": _edited,
    "edited": _edited,
    "update": _edited,
    "remove": _removed,
    "delete": _removed,
    "hide": _hidden,
    # The platform itself takes a film out of sight, or its sound, over rights in it.
    "block": _hidden,
    "mute": _hidden,
    "unhide": _shown_again,
    "unblock": _shown_again,
    "unmute": _shown_again,
}
