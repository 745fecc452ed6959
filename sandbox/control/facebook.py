"""Control calls by which people act on a Facebook page: post, comment, review, react, change, delete."""

from sandbox.control.attached import FILES, made_ids
from sandbox.control.making import author_of, page_of
from sandbox.control.requests import Action, Refused
from sandbox.control.schemas import AT, AUTHOR, ID, TEXT, thing
from sandbox.facebook.wall import Comment, Post
from sandbox.stage import Stage

REACTIONS = ["LIKE", "LOVE", "CARE", "HAHA", "WOW", "SAD", "ANGRY", ""]
POST = thing(
    "page author",
    page=ID,
    author=AUTHOR,
    message=TEXT,
    at=AT,
    tagged={"type": "boolean"},
    files=FILES,
    link=thing("url", url=ID, title=TEXT),
)
COMMENT = thing("object author", object=ID, author=AUTHOR, message=TEXT, at=AT, files=FILES)
RATING = thing(
    "page author",
    page=ID,
    author=AUTHOR,
    message=TEXT,
    at=AT,
    rating={"type": "integer", "minimum": 1, "maximum": 5},
    recommendation_type={"enum": ["POSITIVE", "NEGATIVE"]},
)
REACTION = thing("object author reaction", object=ID, author=AUTHOR, reaction={"enum": REACTIONS})
EDIT = thing("object message", object=ID, message=TEXT, files=FILES)
OBJECT = thing("object", object=ID)
HIDING = thing("object hidden", object=ID, hidden={"type": "boolean"})
CHANGE = thing("page field value", page=ID, field=ID, value={"type": "object"})


def object_of(stage: Stage, identifier: str) -> Post | Comment:
    """The post, review or comment, or a refusal."""
    found = stage.wall.comments.get(identifier) or stage.wall.story(identifier)
    if not found:
        raise Refused(f"There is no post or comment {identifier}.")
    return found


def _said(body: dict) -> str:
    message = body.get("message", "")
    if not (message or body.get("files") or body.get("link")):
        raise Refused("message: something must be said, by words, files or a link.")
    return message


async def post(stage: Stage, body: dict) -> dict:
    """A visitor, or the page itself, posts."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    more = {"tagged": body.get("tagged", False), "link": body.get("link", {})}
    author, message = author_of(stage, page, body["author"]), _said(body)
    made = stage.wall.post(page.id, author, message, at, files=made_ids(stage, page.id, body.get("files", [])), **more)
    return {"id": made.id, "from": made.author, "sent_at": at}


async def rating(stage: Stage, body: dict) -> dict:
    """A person reviews the page: stars, or recommends it or not."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    value = {name: body[name] for name in ("rating", "recommendation_type") if name in body}
    if not value:
        raise Refused("A review has a `rating` or a `recommendation_type`.")
    made = stage.wall.post(page.id, author_of(stage, page, body["author"]), body.get("message", ""), at, rating=value)
    return {"id": made.id, "story": made.story, "from": made.author, "sent_at": at}


async def comment(stage: Stage, body: dict) -> dict:
    """Someone comments on a post or review or answers a comment."""
    above = object_of(stage, body["object"])
    at = body.get("at", stage.clock.now())
    author = author_of(stage, page_of(stage, above.page), body["author"])
    message, files = _said(body), made_ids(stage, above.page, body.get("files", []))
    made = stage.wall.comment(above.id, author, message, at, files)
    return {"id": made.id, "from": made.author, "sent_at": at}


async def reaction(stage: Stage, body: dict) -> dict:
    """Someone reacts; an empty reaction takes it back."""
    one = object_of(stage, body["object"])
    author = author_of(stage, page_of(stage, one.page), body["author"])
    stage.wall.react(one, author, body["reaction"])
    return {"ok": True, "from": author[0], "sent_at": stage.clock.now()}


async def edit(stage: Stage, body: dict) -> dict:
    """The author changes what they wrote."""
    one = object_of(stage, body["object"])
    files = made_ids(stage, one.page, body["files"]) if "files" in body else None
    stage.wall.reword(one, body["message"], files)
    return {"ok": True, "sent_at": stage.clock.now()}


async def delete(stage: Stage, body: dict) -> dict:
    """The author deletes it, with everything below it."""
    stage.wall.remove(object_of(stage, body["object"]))
    return {"ok": True, "sent_at": stage.clock.now()}


async def hide(stage: Stage, body: dict) -> dict:
    """The page's staff hide it on Facebook itself, or show it again."""
    stage.wall.hide(object_of(stage, body["object"]), body["hidden"])
    return {"ok": True, "sent_at": stage.clock.now()}


async def change(stage: Stage, body: dict) -> dict:
    """Any other change of a page's field, told by webhook word for word."""
    stage.wall.tell(page_of(stage, body["page"]).id, body["field"], body["value"])
    return {"ok": True, "sent_at": stage.clock.now()}


ACTIONS = [
    Action("POST", "/control/facebook/posts", "A post on a page", post, POST),
    Action("POST", "/control/facebook/comments", "A comment or an answer", comment, COMMENT),
    Action("POST", "/control/facebook/ratings", "A review of a page", rating, RATING),
    Action("POST", "/control/facebook/reactions", "A reaction to a post or comment", reaction, REACTION),
    Action("POST", "/control/facebook/edits", "Other words in a post or comment", edit, EDIT),
    Action("POST", "/control/facebook/deletions", "A post or comment disappears", delete, OBJECT),
    Action("POST", "/control/facebook/hidings", "A post or comment is hidden or shown", hide, HIDING),
    Action("POST", "/control/facebook/changes", "Any change of a page's field", change, CHANGE),
]
