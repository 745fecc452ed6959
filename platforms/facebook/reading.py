"""Looking again at posts and comments: has one been edited, hidden or deleted since? And where its files are now.

Edits, hidings and deletions never show when a page is polled, and a webhook may have been missed.
Sources: Graph API reference, /page-post, /comment, /photo and /video.
"""

from platforms import graph, payload, times
from platforms.base import MediaKind, PlatformError, Post, PostKind
from platforms.facebook import shapes
from platforms.facebook.answers import is_post
from platforms.graph_media import located
from platforms.graph_objects import several


def reread(wire, ids):
    """How these posts and comments stand now: EDIT and HIDING for each that is there, DELETION for one that is gone.

    Reviews are left out: Graph does not show them by id.
    """
    at = times.now()
    asked = [number for number in dict.fromkeys(ids) if "_" in number]
    posts = [number for number in asked if is_post(wire, number)]
    found = dict(several(wire, posts, shapes.POST_FIELDS))
    found |= dict(several(wire, [number for number in asked if number not in posts], shapes.COMMENT_FIELDS))
    # A post on somebody else's page that tags this one has an id like a comment's, and other fields.
    found |= dict(several(wire, [number for number in asked if number not in found], shapes.POST_FIELDS))
    return [post for number, row in found.items() for post in _standing(number, row, at)]


def locate(wire, media):
    """(address, headers) for fetching a file of a post or comment; one whose address has ended is asked for anew."""
    return located(media, lambda: _address(wire, media))


def _standing(number, row, at):
    if row is None:
        return [Post(number, at, PostKind.DELETION)]
    edit = Post(number, at, edited_at=at, **{**shapes.contents(row, "comment"), "kind": PostKind.EDIT})
    hidden = payload.dig(row, "is_hidden")
    return [edit, Post(number, at, PostKind.HIDING, hidden=hidden)] if isinstance(hidden, bool) else [edit]


def _address(wire, media):
    field = "source" if media.kind is MediaKind.VIDEO else "images"
    try:
        answer, _ = graph.call(wire, "GET", media.id, params={"fields": f"id,{field}"})
    except PlatformError as error:
        if graph.refused(error):
            return ""
        raise
    # The largest copy comes first.
    copies = [payload.words(copy, "source") for copy in payload.rows(answer, "images")]
    return payload.words(answer, "source") or next(iter(copies), "")
