"""Asking Graph for objects by id, many at a time, where some may be gone.

Source: Graph API, "Overview" (reading several objects with `ids`, at most 50).
"""

from itertools import batched

from platforms import graph, payload
from platforms.base import Outcome, PlatformError

AT_ONCE = 50
# 100 with subcode 33, and 803: there is no such object, or none that this token may see (Graph API "Handling errors").
GONE = ("100/33", "803")


def several(wire, ids, fields):
    """Yield (id, row) for each object that is there and (id, None) for each that is gone.

    About an object that is refused for another reason nothing is said. PlatformError: nothing can be asked at all.
    """
    for some in batched(dict.fromkeys(ids), AT_ONCE, strict=False):
        yield from _together(wire, some, fields)


def gone(error):
    """Does the error say that the object does not exist, at least not for us?"""
    return error.code in GONE


def _together(wire, ids, fields):
    try:
        answer, _ = graph.call(wire, "GET", "", params={"ids": ",".join(ids), "fields": fields})
    except PlatformError as error:
        if not _about_one(error):
            raise
        # One bad id spoils the answer for all of them.
        yield from (found for number in ids for found in _single(wire, number, fields))
        return
    for number in ids:
        row = payload.dig(answer, number)
        yield number, row if isinstance(row, dict) else None


def _single(wire, number, fields):
    try:
        row, _ = graph.call(wire, "GET", number, params={"fields": fields})
    except PlatformError as error:
        if not _about_one(error):
            raise
        return [(number, None)] if gone(error) else []
    return [(number, row)]


def _about_one(error):
    return error.outcome is Outcome.MESSAGE_FAILED or graph.refused(error)
