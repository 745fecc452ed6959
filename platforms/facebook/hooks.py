"""Webhook deliveries of a page (fields `feed` and `mention`), as `Post`s per page.

A delivery does not say whose post a comment is under. So a top-level comment names the post as its parent and itself
as its thread: it joins the visitor's post if we have that, and stands alone under the page's own post, which we never
store. Edits, hidings, removals and reactions are not taken in.
"""

from platforms import payload, times
from platforms.base import Delivered, Post, PostKind
from platforms.facebook import shapes

# Events are the page's own, though deliveries do not say so.
NOT_SAID = ("event", "like", "reaction")
NUMBERS = ("photo_id", "video_id", "album_id", "share_id", "event_id")


def parse_webhook(body):
    """The posts in a raw delivery; entries about other things give none."""
    delivered = {}
    for entry in payload.rows(payload.loads(body), "entry"):
        posts = [post for change in payload.rows(entry, "changes") if (post := _post(entry, change))]
        if posts:
            delivered.setdefault(payload.ident(entry, "id"), []).extend(posts)
    return [Delivered(address, posts) for address, posts in delivered.items()]


def _post(entry, change):
    page, value = payload.ident(entry, "id"), payload.dig(change, "value")
    if change.get("field") not in ("feed", "mention") or not _is_news(value):
        return None
    made = times.moment(payload.dig(value, "created_time"), times.moment(entry.get("time"), times.now()))
    read = _comment if payload.ident(value, "comment_id") else _visitor_post
    return read(page, value, made)


def _is_news(value):
    said = payload.words(value, "verb") == "add" and payload.words(value, "item") not in NOT_SAID
    return said and payload.dig(value, "published") not in (0, False)


def _author(page, value, number):
    # Captures of older versions have sender_id and sender_name in place of `from`.
    older = {"id": payload.dig(value, "sender_id"), "name": payload.dig(value, "sender_name")}
    return shapes.author(page, payload.dig(value, "from") or older, number)


def _comment(page, value, made):
    number, above = payload.ident(value, "comment_id"), payload.ident(value, "parent_id")
    post = payload.ident(value, "post_id")
    kind, text = shapes.said(payload.words(value, "message"), _attached(value, ("photo", "video")))
    author = _author(page, value, number)
    return Post(
        external_id=number,
        at=made,
        kind=kind,
        thread=number if above in ("", post) else above,
        parent=above or post,
        author=author,
        own=author.id == page,
        text=text or "Comment without text",
    )


def _visitor_post(page, value, made):
    number = payload.ident(value, "post_id") or _numbered(page, value)
    author = _author(page, value, number)
    if not number or author.id == page:
        return None
    item = payload.words(value, "item")
    kind, text = shapes.said(payload.words(value, "message"), item if item in shapes.KINDS else _attached(value))
    if item not in ("post", "status", *shapes.KINDS):
        kind = PostKind.UNSUPPORTED
    return Post(
        external_id=number,
        at=made,
        kind=kind,
        thread=number,
        author=author,
        text=text or payload.words(value, "story") or "Post without text",
    )


def _attached(value, names=("photos",)):
    found = next((name for name in names if payload.dig(value, name)), "")
    return found.rstrip("s")


def _numbered(page, value):
    found = next((payload.ident(value, name) for name in NUMBERS if payload.ident(value, name)), "")
    return f"{page}_{found}" if found else ""
