"""What a page may write on Facebook: comments, posts, photos, likes, and changes to what is there (Pages API)."""

from collections.abc import Callable

from sandbox.facebook.wall import Comment
from sandbox.fetching import fetched
from sandbox.files import File, sniffed
from sandbox.graph.errors import GraphError, bad
from sandbox.graph.nodes import Node
from sandbox.stage import Stage
from sandbox.wire import Call

LONGEST = 8000
MINUTE = 60.0
LARGEST_PHOTO = 10 * 1024 * 1024
SUCCESS = {"success": True}


def _message(call: Call, optional: bool = False) -> str:
    message = call.text("message")
    if not message.strip() and not optional:
        raise bad("A comment or post needs a message.")
    if len(message) > LONGEST:
        raise bad(f"Param message must be at most {LONGEST} characters long.")
    return message


async def _attached(stage: Stage, call: Call, node: Node) -> list[str]:
    """The photo that a comment names: one uploaded before (attachment_id), or an address (attachment_url)."""
    if call.text("attachment_id"):
        file = stage.files.get(call.text("attachment_id"))
        if not file or file.owner != node.owner:
            raise bad("Invalid attachment_id: there is no such photo of this page.")
        return [file.id]
    if call.text("attachment_url"):
        return [_photo(stage, node.owner, await _from_address(call.text("attachment_url")), "").id]
    return []


async def _from_address(url: str) -> bytes:
    data = await fetched(url)
    if data is None:
        raise GraphError(100, "(#100) Failed to fetch the file from the url", 2018008)
    return data


def _photo(stage: Stage, page: str, data: bytes, name: str) -> File:
    if not sniffed(data).startswith("image/") or len(data) > LARGEST_PHOTO:
        raise GraphError(324, "(#324) Missing or invalid image file", 1366046)
    return stage.files.add(page, data, sniffed(data), name)


async def upload_photo(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{page}/photos: multipart `source`, or `url`; with published=false only for use in a comment or post."""
    sent = call.files.get("source") or next(iter(call.files.values()), None)
    if not sent and not call.text("url"):
        raise GraphError(324, "(#324) Requires upload file", 1366046)
    data = sent.data if sent else await _from_address(call.text("url"))
    photo = _photo(stage, node.id, data, sent.name if sent else "")
    if call.text("published", "true").lower() in ("false", "0"):
        stage.store.commit()
        return {"id": photo.id}
    words = call.text("message", call.text("caption"))
    post = stage.wall.post(node.id, (node.id, node.object.name), words, stage.clock.now(), files=[photo.id])
    stage.ledger.publish(post.at, "facebook", post.id, text=post.message)
    return {"id": photo.id, "post_id": post.id}


async def write_comment(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{object}/comments: the page comments or answers a comment, in words, with a photo, or both."""
    files = await _attached(stage, call, node)
    message, now = _message(call, optional=bool(files)), stage.clock.now()
    page = stage.world.pages.get(node.owner)
    _check_repeated(stage, node, message, now)
    comment = stage.wall.comment(node.id, (page.id, page.name), message, now, files)
    words = {"to": node.object.author, "in_reply_to": node.id, "text": message, "files": files}
    stage.ledger.publish(now, "facebook", comment.id, **words)
    await stage.before_answer()
    return {"id": comment.id}


def _check_repeated(stage: Stage, node: Node, message: str, now: float) -> None:
    """Told to, refuse the same words again within a minute, as Facebook does when it sees fit."""
    if not stage.switches.duplicates_refused or not message:
        return
    if stage.wall.said_before(node.object.id, node.owner, message, now - MINUTE):
        raise GraphError(506, "(#506) Duplicate status message")


async def write_post(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{page}/feed: the page posts."""
    message, now = _message(call), stage.clock.now()
    post = stage.wall.post(node.id, (node.id, node.object.name), message, now)
    stage.ledger.publish(now, "facebook", post.id, text=message)
    await stage.before_answer()
    return {"id": post.id}


async def change(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{post} or /{comment}: reword one's own; hide or show another's."""
    files = await _attached(stage, call, node)
    if "message" in call.params or files:
        _reword(stage, call, node, files)
    if "is_hidden" in call.params:
        if node.object.by_page and isinstance(node.object, Comment):
            raise bad("A page cannot hide its own comment.")
        stage.wall.hide(node.object, call.text("is_hidden").lower() in ("true", "1"))
    stage.store.commit()
    return SUCCESS


def _reword(stage: Stage, call: Call, node: Node, files: list[str]) -> None:
    if not node.object.by_page:
        raise GraphError(200, "(#200) Permissions error: the page is not the author of this object.", status=403)
    stage.wall.reword(node.object, _message(call, optional=bool(files)), files or None)


async def delete(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{post} or /{comment}."""
    stage.wall.remove(node.object)
    stage.store.commit()
    return SUCCESS


def like(liked: bool) -> Callable:
    """POST or DELETE /{object}/likes, each as often as one likes."""

    async def write(stage: Stage, call: Call, node: Node) -> dict:
        page = stage.world.pages.get(node.owner)
        stage.wall.react(node.object, (page.id, page.name), "LIKE" if liked else "")
        stage.store.commit()
        return SUCCESS

    return write


async def list_blocked(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{page}/blocked."""
    found = [one for one in stage.world.people if one.page == node.id and one.blocked]
    return {"data": [{"id": one.id, "name": one.name} for one in found]}


def _persons(call: Call) -> list[str]:
    for name in ("user", "psid", "asid"):
        asked = call.params.get(name)
        if isinstance(asked, list):
            return [str(one) for one in asked]
        if asked:
            return [one.strip(' "') for one in str(asked).strip("[]").split(",")]
    raise bad("One of the parameters user, psid or asid is required.")


def block(blocked: bool) -> Callable:
    """POST or DELETE /{page}/blocked: whom the page no longer wants to hear, or hears again."""

    async def write(stage: Stage, call: Call, node: Node) -> dict:
        done = {}
        for identifier in _persons(call):
            person = stage.world.psid(node.id, identifier)
            done[identifier] = person is not None
            if person:
                person.blocked = blocked
                stage.world.people.save(person)
        stage.store.commit()
        return done if blocked else SUCCESS

    return write


HANDLERS = {
    ("POST", "Page", "feed"): write_post,
    ("POST", "Page", "photos"): upload_photo,
    ("GET", "Page", "blocked"): list_blocked,
    ("POST", "Page", "blocked"): block(True),
    ("DELETE", "Page", "blocked"): block(False),
} | {
    (method, kind, name): handler
    for kind in ("Post", "Comment")
    for method, name, handler in (
        ("POST", "comments", write_comment),
        ("POST", "likes", like(True)),
        ("DELETE", "likes", like(False)),
        ("POST", "", change),
        ("DELETE", "", delete),
    )
}
