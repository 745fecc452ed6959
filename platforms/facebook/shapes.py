"""Posts and comments of a page as Graph writes them, turned into `Post`s."""

from platforms import payload, times
from platforms.base import Person, Post, PostKind
from platforms.payload import worded

POST_FIELDS = "id,message,story,created_time,from{id,name},permalink_url,attachments{media_type}"
COMMENT_FIELDS = "id,message,created_time,from{id,name},parent{id},permalink_url,attachment,can_comment"
# `media_type` and `type` of attachments, and `item` of webhooks.
KINDS = {
    "album": "Album",
    "animated_image_share": "GIF",
    "animated_image_video": "GIF",
    "event": "Event",
    "link": "Link",
    "photo": "Photo",
    "share": "Link",
    "sticker": "Sticker",
    "video": "Video",
    "video_inline": "Video",
}


def person(page, user):
    """The author {id, name} as a page-scoped person; None where the platform does not name him."""
    number = payload.ident(user, "id")
    return Person("page_scoped", number, name=payload.words(user, "name"), scope=page) if number else None


def author(page, user, number):
    """Who wrote the post or comment `number`. Graph leaves him out where the page may not know him."""
    return person(page, user) or Person("unnamed", number, scope=page)


def visitor_post(page, row):
    """A post in the page's feed."""
    attached = payload.rows(row, "attachments", "data")
    kind, text = said(payload.words(row, "message"), payload.words(attached[0], "media_type") if attached else "")
    return Post(
        external_id=payload.ident(row, "id"),
        at=times.moment(payload.dig(row, "created_time"), times.now()),
        kind=kind,
        thread=payload.ident(row, "id"),
        author=author(page, payload.dig(row, "from"), payload.ident(row, "id")),
        text=text or payload.words(row, "story") or "Post without text",
        permalink=payload.words(row, "permalink_url"),
    )


def comment(page, row, post, under_own, roots):
    """A comment under `post`. `roots` has the top-level comment of every comment seen before, and learns this one."""
    number = payload.ident(row, "id")
    above = payload.ident(row, "parent", "id")
    above = "" if above == post else above
    roots[number] = roots.get(above, above) or number
    kind, text = said(payload.words(row, "message"), payload.words(row, "attachment", "type"))
    writer = author(page, payload.dig(row, "from"), number)
    return Post(
        external_id=number,
        at=times.moment(payload.dig(row, "created_time"), times.now()),
        kind=kind,
        thread=roots[number] if under_own else post,
        parent=above if under_own else above or post,
        author=writer,
        own=writer.id == page,
        text=text or "Comment without text",
        permalink=payload.words(row, "permalink_url"),
        can_reply=payload.dig(row, "can_comment") is not False,
    )


def said(message, attached):
    """(kind, text) of a message with the named attachment, which cannot be shown yet; links are shown as text."""
    if not attached or (message and KINDS.get(attached) == "Link"):
        return (PostKind.MESSAGE if message else PostKind.UNSUPPORTED), message
    name = KINDS.get(attached) or attached.replace("_", " ").capitalize()
    return PostKind.UNSUPPORTED, worded(name, message)
