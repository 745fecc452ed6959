"""Facebook pages over HTTP: profile, feed, comments, likes, subscriptions (Pages API)."""

from collections.abc import Callable
from typing import Any

from sandbox.facebook import writing
from sandbox.facebook.shapes import (
    COMMENT_DEFAULT,
    PAGE_DEFAULT,
    POST_DEFAULT,
    RATING_DEFAULT,
    comment_values,
    page_values,
    photo_values,
    post_values,
    rating_values,
)
from sandbox.facebook.wall import Comment, Post
from sandbox.graph.errors import bad
from sandbox.graph.fields import Field, pick, wanted_fields
from sandbox.graph.nodes import Node
from sandbox.graph.paging import Asked, edge
from sandbox.stage import Stage
from sandbox.timeline import Timeline
from sandbox.webhooks.subscriptions import PAGE
from sandbox.wire import Call


def show_post(stage: Stage, call: Call, identifier: str, wanted: list[Field]) -> dict:
    """A post with the wanted fields."""
    post = stage.wall.posts.get(identifier)
    return pick(post_values(stage, post, _lists(stage, call, post)), wanted, "Post")


def show_comment(stage: Stage, call: Call, identifier: str, wanted: list[Field]) -> dict:
    """A comment with the wanted fields."""
    comment = stage.wall.comments.get(identifier)
    return pick(comment_values(stage, comment, _lists(stage, call, comment)), wanted, "Comment")


def _lists(stage: Stage, call: Call, one: Post | Comment) -> Callable[[str], Callable[[Field], dict]]:
    version = call.path.split("/")[1]

    def reader(name: str) -> Callable[[Field], dict]:
        def read(asked: Field) -> dict:
            path = f"/{version}/{one.id}/{name}"
            if name == "likes":
                return _likes(one)
            if name == "reactions":
                return _reactions(stage, one)
            wanted = asked.fields or wanted_fields("", COMMENT_DEFAULT)
            return _comments(stage, call, path, one, asked.arguments, wanted)

        return read

    return reader


def _likes(one: Post | Comment) -> dict:
    fans = [fan for fan, kind in one.reactions.items() if kind == "LIKE"]
    summary = {"total_count": len(fans), "can_like": True, "has_liked": one.page in fans}
    return {"data": [{"id": fan} for fan in fans], "summary": summary}


def _reactions(stage: Stage, one: Post | Comment) -> dict:
    return {"data": [{"id": fan, "name": _name(stage, one, fan), "type": kind} for fan, kind in one.reactions.items()]}


def _name(stage: Stage, one: Post | Comment, fan: str) -> str:
    person = stage.world.psid(one.page, fan)
    return person.name if person else stage.world.pages.get(one.page).name


def _comments(stage: Stage, call: Call, path: str, one: Post | Comment, asked: dict, wanted: list[Field]) -> dict:
    wall = stage.wall
    if isinstance(one, Comment):
        timeline = wall.replies[one.id]
    else:
        timeline = wall.stream[one.id] if asked.get("filter") == "stream" else wall.top[one.id]
    newest_first = asked.get("order") in ("reverse_chronological", "reverse_chronological()")
    page = edge(
        call, path, Asked.of(asked), timeline, newest_first, lambda item: show_comment(stage, call, item, wanted)
    )
    if str(asked.get("summary", "")).lower() in ("1", "true"):
        order = "reverse_chronological" if newest_first else "chronological"
        page["summary"] = {"order": order, "total_count": len(timeline), "can_comment": True}
    return page


async def page_profile(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{page}."""
    return pick(page_values(stage, call, node.id), wanted_fields(call.text("fields"), PAGE_DEFAULT), "Page")


def _posts(timelines: Callable[[Stage], dict[str, Timeline]]) -> Callable:
    async def read(stage: Stage, call: Call, node: Node) -> dict:
        wanted = wanted_fields(call.text("fields"), POST_DEFAULT)
        timeline = timelines(stage)[node.id]
        return edge(
            call, call.path, Asked.of(call.params), timeline, True, lambda one: show_post(stage, call, one, wanted)
        )

    return read


async def get_post(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{post}."""
    return show_post(stage, call, node.id, wanted_fields(call.text("fields"), POST_DEFAULT))


async def get_comment(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{comment}."""
    return show_comment(stage, call, node.id, wanted_fields(call.text("fields"), COMMENT_DEFAULT))


async def list_comments(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{object}/comments."""
    wanted = wanted_fields(call.text("fields"), COMMENT_DEFAULT)
    return _comments(stage, call, call.path, node.object, call.params, wanted)


async def list_likes(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{object}/likes."""
    return _likes(node.object)


async def list_reactions(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{object}/reactions."""
    return _reactions(stage, node.object)


async def list_ratings(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{page}/ratings."""
    wanted = wanted_fields(call.text("fields"), RATING_DEFAULT)

    def shape(identifier: str) -> dict:
        return pick(rating_values(stage.wall.posts.get(identifier)), wanted, "Recommendation")

    return edge(call, call.path, Asked.of(call.params), stage.wall.ratings[node.id], True, shape)


async def show_photo(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{photo}."""
    return pick(photo_values(stage, node.object), wanted_fields(call.text("fields"), "created_time,id"), "Photo")


async def list_apps(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{page}/subscribed_apps."""
    apps = stage.subscriptions.apps_on(PAGE, node.id)
    return {"data": [{"id": app, "name": f"App {app}", "subscribed_fields": fields} for app, fields in apps]}


async def install_app(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{page}/subscribed_apps."""
    asked = call.params.get("subscribed_fields")
    fields = asked if isinstance(asked, list) else [one for one in call.text("subscribed_fields").split(",") if one]
    if not fields:
        raise bad("The parameter subscribed_fields is required.")
    stage.subscriptions.install(node.app, node.id, fields)
    return {"success": True}


async def uninstall_app(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{page}/subscribed_apps."""
    stage.subscriptions.uninstall(node.app, node.id)
    return {"success": True}


HANDLERS: dict[tuple[str, str, str], Any] = writing.HANDLERS | {
    ("GET", "Page", ""): page_profile,
    ("GET", "Page", "feed"): _posts(lambda stage: stage.wall.feed),
    ("GET", "Page", "visitor_posts"): _posts(lambda stage: stage.wall.visitors),
    ("GET", "Page", "tagged"): _posts(lambda stage: stage.wall.tagged),
    ("GET", "Page", "ratings"): list_ratings,
    ("GET", "Page", "subscribed_apps"): list_apps,
    ("POST", "Page", "subscribed_apps"): install_app,
    ("DELETE", "Page", "subscribed_apps"): uninstall_app,
    ("GET", "Post", ""): get_post,
    ("GET", "Comment", ""): get_comment,
    ("GET", "Photo", ""): show_photo,
}
HANDLERS |= {
    ("GET", kind, name): handler
    for kind in ("Post", "Comment")
    for name, handler in (("comments", list_comments), ("likes", list_likes), ("reactions", list_reactions))
}
