"""Posts and comments of a page as Graph shows them when asked, turned into `Post`s."""

from platforms import payload, times
from platforms.base import Detail, Person, Post
from platforms.facebook import attached

HANGING = "media_type,type,title,description,url,unshimmed_url,media,target"
ATTACHMENTS = f"attachments{{{HANGING},subattachments{{{HANGING}}}}}"
POST_FIELDS = f"id,message,story,created_time,from{{id,name}},permalink_url,is_hidden,message_tags,{ATTACHMENTS}"
COMMENT_FIELDS = (
    "id,message,created_time,from{id,name},parent{id},permalink_url,is_hidden,message_tags,attachment,can_comment"
)


def person(page, user):
    """The author {id, name} as a page-scoped person; None where the platform does not name him."""
    number = payload.ident(user, "id")
    if not number:
        return None
    picture = payload.words(user, "picture", "data", "url") or payload.words(user, "picture", "url")
    return Person("page_scoped", number, name=payload.words(user, "name"), scope=page, picture=picture)


def author(page, user, number):
    """Who wrote the post or comment `number`. Graph leaves him out where the page may not know him."""
    return person(page, user) or Person("unnamed", number, scope=page)


def visitor_post(page, row):
    """A post in the page's feed."""
    number = payload.ident(row, "id")
    writer = author(page, payload.dig(row, "from"), number)
    return Post(
        external_id=number,
        at=times.moment(payload.dig(row, "created_time"), times.now()),
        thread=number,
        author=writer,
        own=writer.id == page,
        permalink=payload.words(row, "permalink_url"),
        hidden=payload.dig(row, "is_hidden") is True,
        **contents(row, "post"),
    )


def comment(page, row, post, under_own, roots):
    """A comment under `post`. `roots` has the top-level comment of every comment seen before, and learns this one."""
    number = payload.ident(row, "id")
    above = payload.ident(row, "parent", "id")
    above = "" if above == post else above
    roots[number] = roots.get(above, above) or number
    writer = author(page, payload.dig(row, "from"), number)
    return Post(
        external_id=number,
        at=times.moment(payload.dig(row, "created_time"), times.now()),
        thread=roots[number] if under_own else post,
        parent=above if under_own else above or post,
        author=writer,
        own=writer.id == page,
        permalink=payload.words(row, "permalink_url"),
        can_reply=payload.dig(row, "can_comment") is not False,
        hidden=payload.dig(row, "is_hidden") is True,
        **contents(row, "comment"),
    )


def contents(row, name):
    """What was said, as the fields `kind`, `text`, `media`, `details` of a `Post`; `name` is what it is if it is empty."""
    text = payload.words(row, "message")
    media, details = attached.polled(row)
    # The platform's own sentence about it: "Ann was at ACME Bread."
    story = payload.words(row, "story")
    details = (*details, Detail("system", story)) if story and not text else details
    kind, details = attached.shown(text, media, details, name)
    return {"kind": kind, "text": text, "media": media, "details": details}
