"""Webhook values of the fields `feed` and `mention` ("Page webhook reference" in Meta's docs)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.facebook.wall import Comment, Post


def _common(one: Post | Comment, verb: str) -> dict:
    value = {"verb": verb, "from": {"id": one.author, "name": one.author_name}}
    if verb != "remove":
        value |= {"created_time": int(one.at), "message": one.message}
    return value


def post(one: Post, verb: str) -> tuple[str, dict]:
    """Field and value for a change of a post."""
    if one.tagged:
        told = {
            "item": "post",
            "verb": verb,
            "post_id": one.id,
            "sender_id": one.author,
            "sender_name": one.author_name,
        }
        return "mention", told
    item = {"item": "status" if one.by_page else "post", "post_id": one.id}
    published = {"published": 1} if verb == "add" else {}
    return "feed", {**item, **_common(one, verb), **published}


def comment(one: Comment, verb: str) -> tuple[str, dict]:
    """Field and value for a change of a comment; at the top level the parent is the post."""
    place = {"comment_id": one.id, "post_id": one.post, "parent_id": one.parent or one.post}
    return "feed", {"item": "comment", **place, **_common(one, verb)}
