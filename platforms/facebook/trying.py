"""Trying a page before a channel reads it: is it ours to read, what is it called, and what was posted there last?"""

from platforms import graph, payload
from platforms.base import PlatformError
from platforms.facebook import shapes


def page_name(wire):
    """The name of the page `wire.address`, if the account's token may read it; blank: it is not its page. PlatformError."""
    try:
        answer, _ = graph.call(wire, "GET", wire.address, params={"fields": "id,name"})
        graph.call(wire, "GET", f"{wire.address}/feed", params={"fields": "id", "limit": 1})
    except PlatformError as error:
        if graph.refused(error):
            return ""
        raise
    return payload.words(answer, "name") or wire.address


def pages(wire):
    """{id: name} of what the token itself stands for: one page, or all pages of a system user. PlatformError."""
    own, _ = graph.call(wire, "GET", "me", params={"fields": "id,name"})
    found = {payload.ident(own, "id"): payload.words(own, "name")}
    return {number: name for number, name in found.items() if number}


def newest(wire, count=10):
    """The newest posts in the page's feed, the newest first. PlatformError."""
    params = {"fields": shapes.POST_FIELDS, "limit": count}
    answer, _ = graph.call(wire, "GET", f"{wire.address}/feed", params=params)
    posts = [shapes.visitor_post(wire.address, row) for row in payload.rows(answer, "data")]
    return sorted(posts, key=lambda post: post.at, reverse=True)[:count]
