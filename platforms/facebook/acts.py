"""Liking, hiding, rewording and deleting what is there on a page.

Sources: Graph API reference, /comment (updating, deleting) and /object/likes.
"""

from platforms import graph, payload
from platforms.base import Act, Outcome, PlatformError
from platforms.graph_objects import gone
from platforms.words import _

# How it is done, and the field that tells whether it is: (method, edge, body, field, value).
WAYS = {
    Act.LIKE: ("POST", "/likes", {}, "user_likes", True),
    Act.UNLIKE: ("DELETE", "/likes", None, "user_likes", False),
    Act.HIDE: ("POST", "", {"is_hidden": True}, "is_hidden", True),
    Act.UNHIDE: ("POST", "", {"is_hidden": False}, "is_hidden", False),
    Act.DELETE: ("DELETE", "", None, "", None),
}


def do(wire, doing):
    """Do it to `doing.target`. What is done already is done; a result that stays open is RETRY, for all may be repeated."""
    try:
        _do(wire, doing)
    except PlatformError as error:
        problem = _judged(wire, doing, error)
    else:
        return
    if problem:
        raise problem


def _do(wire, doing):
    if doing.act is Act.EDIT:
        graph.call(wire, "POST", doing.target, body={"message": doing.text})
        return
    if doing.act not in WAYS:
        raise PlatformError(Outcome.MESSAGE_FAILED, "act", _("Facebook does not offer this for a public message."))
    method, edge, body, *_more = WAYS[doing.act]
    graph.call(wire, method, f"{doing.target}{edge}", body=body)


def _judged(wire, doing, error):
    """The error that remains, None if what was wanted is so already."""
    if doing.act is Act.DELETE and gone(error):
        return None
    if error.outcome is Outcome.UNKNOWN:
        return PlatformError(Outcome.RETRY, error.code, error.reason)
    refused = error.outcome is Outcome.MESSAGE_FAILED and not gone(error)
    return None if refused and _is_so(wire, doing) else error


def _is_so(wire, doing):
    *_, field, value = WAYS.get(doing.act, ("", None))
    if not field:
        return False
    try:
        answer, _ = graph.call(wire, "GET", doing.target, params={"fields": f"id,{field}"})
    except PlatformError:
        return False
    return payload.dig(answer, field) is value
