"""Webhook values of the fields `feed`, `mention` and `ratings` ("Page webhook reference" in Meta's docs)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.facebook.wall import Comment, Post
    from sandbox.files import File

type Files = list[tuple[File, str]]


def _common(one: Post | Comment, verb: str) -> dict:
    value = {"verb": verb, "from": {"id": one.author, "name": one.author_name}}
    if verb != "remove":
        value |= {"created_time": int(one.at), "message": one.message}
    return value


def post(one: Post, verb: str, files: Files) -> tuple[str, dict]:
    """Field and value for a change of a post."""
    if one.rating:
        return "ratings", _rating(one, verb)
    if one.tagged:
        told = {
            "item": "post",
            "verb": verb,
            "post_id": one.id,
            "sender_id": one.author,
            "sender_name": one.author_name,
        }
        return "mention", told
    published = {"published": 1} if verb == "add" else {}
    return "feed", {**_item(one, files if verb != "remove" else []), **_common(one, verb), **published}


def _item(one: Post, files: Files) -> dict:
    """What sort of post it is: several photos are a status with `photos`, a single one an item of its own."""
    usual = {"item": "status" if one.by_page else "post", "post_id": one.id}
    if one.link:
        return {**usual, "item": "share", "share_id": one.story, "link": one.link.get("url", "")}
    if len(files) > 1:
        return {**usual, "item": "status", "photos": [address for _, address in files]}
    for file, address in files:
        item = "video" if file.kind == "video" else "photo"
        return {**usual, "item": item, f"{item}_id": file.id, "link": address}
    return usual


def _rating(one: Post, verb: str) -> dict:
    told = {"item": "rating", "verb": verb, "open_graph_story_id": one.story, "reviewer_id": one.author}
    if verb == "remove":
        return told
    told |= {"reviewer_name": one.author_name, "created_time": int(one.at), "review_text": one.message}
    return told | {name: value for name, value in one.rating.items() if value}


def comment(one: Comment, above: Post, verb: str, files: Files) -> tuple[str, dict]:
    """Field and value for a change of a comment; at the top level the parent is the post."""
    place = {"comment_id": one.id, "post_id": one.post, "parent_id": one.parent or one.post}
    story = {"open_graph_story_id": above.story} if above.rating else {}
    shown = {} if verb == "remove" else {_sort(file): address for file, address in files}
    return "ratings" if story else "feed", {"item": "comment", **place, **_common(one, verb), **shown, **story}


def _sort(file: File) -> str:
    return "video" if file.kind == "video" else "photo"


def reaction(
    one: Post | Comment, above: Post, who: tuple[str, str], what: tuple[str, str], at: float
) -> tuple[str, dict]:
    """Field and value for a reaction (verb, kind) of someone (id, name) to a post or comment."""
    about = {"post_id": above.id, "parent_id": above.id}
    if one is not above:
        about |= {"comment_id": one.id, "parent_id": one.parent or above.id}
    told = {"item": "reaction", "verb": what[0], "reaction_type": what[1].lower(), **about}
    told |= {"from": {"id": who[0], "name": who[1]}, "created_time": int(at)}
    return ("ratings", told | {"open_graph_story_id": above.story}) if above.rating else ("feed", told)
