"""Cursor paging of the Graph API ("Paginated results"): opaque cursors, absolute next links with host and token."""

import base64
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.clock import parse_time
from sandbox.graph.errors import bad
from sandbox.timeline import Key, Timeline
from sandbox.wire import Call

MOST, USUAL = 100, 25
REAL_HOST = "https://graph.facebook.com"


@dataclass
class Asked:
    """Which part of an edge a call asked for."""

    limit: int = USUAL
    after: str = ""
    before: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, arguments: dict) -> "Asked":
        """From parameters, of a call or of a nested field; error 100 for a limit the platform refuses."""
        limit = str(arguments.get("limit") or USUAL)
        if not limit.isdigit() or not 1 <= int(limit) <= MOST:
            raise bad(f"The parameter limit must be between 1 and {MOST}.")
        parts = {name: str(arguments.get(name) or "") for name in ("after", "before", "since", "until")}
        return cls(int(limit), **parts)


def cursor(key: Key) -> str:
    """An opaque cursor that stands at a key."""
    return "QVFI" + base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_at(text: str, keys: list[Key]) -> Key:
    """The key a cursor stands at; error 100 when it is none or its object is gone."""
    try:
        raw = text.removeprefix("QVFI")
        time, identifier = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
        key = (float(time), str(identifier))
        if keys[bisect_left(keys, key)] == key:
            return key
    except (ValueError, TypeError, IndexError):
        pass
    raise bad("Invalid cursors values")


def _moment(text: str) -> float:
    try:
        return parse_time(text)
    except ValueError:
        raise bad(f"'{text}' is not a time: unix seconds or ISO 8601 are understood.") from None


def _bounds(asked: Asked, timeline: Timeline) -> tuple[int, int]:
    low = timeline.place_from(_moment(asked.since)) if asked.since else 0
    high = timeline.place_until(_moment(asked.until)) if asked.until else len(timeline)
    return low, high


def cut(asked: Asked, timeline: Timeline, newest_first: bool) -> tuple[list[Key], bool, bool]:
    """The keys of one page in reading order, whether more follow, whether more came before."""
    keys = timeline.keys
    low, high = _bounds(asked, timeline)
    first, last = low, high
    if asked.after or asked.before:
        at = key_at(asked.after or asked.before, keys)
        if bool(asked.after) == newest_first:
            last = min(high, bisect_left(keys, at))
        else:
            first = max(low, bisect_right(keys, at))
    from_top = newest_first != bool(asked.before)
    first, last = (max(first, last - asked.limit), last) if from_top else (first, min(last, first + asked.limit))
    chosen = keys[first:last]
    older, newer = first > low, last < high
    return (chosen[::-1], older, newer) if newest_first else (chosen, newer, older)


def edge(call: Call, path: str, asked: Asked, timeline: Timeline, newest_first: bool, shape: Callable) -> dict:
    """One page of an edge; `shape` turns an id into its JSON."""
    if "dead_cursors" in call.flags and (asked.after or asked.before):
        raise bad("Invalid cursors values")
    keys, follow, precede = cut(asked, timeline, newest_first)
    if not keys:
        return {"data": []}
    if "empty_page" in call.flags:
        return _empty_page(call, path, asked)
    ends = {"before": cursor(keys[0]), "after": cursor(keys[-1])}
    paging = {"cursors": ends}
    if follow:
        paging["next"] = link(call, path, asked, after=ends["after"])
    if precede:
        paging["previous"] = link(call, path, asked, before=ends["before"])
    return {"data": [shape(identifier) for _, identifier in keys], "paging": paging}


def _empty_page(call: Call, path: str, asked: Asked) -> dict:
    """A page without data before the end, whose next link leads on from the same place."""
    where = {name: value for name, value in (("after", asked.after), ("before", asked.before)) if value}
    return {"data": [], "paging": {"next": link(call, path, asked, **where)}}


def link(call: Call, path: str, asked: Asked, **where: str) -> str:
    """An absolute link to another page, with this host and the token, as the platform gives it."""
    host = REAL_HOST if "real_next" in call.flags else call.base
    kept = {name: value for name, value in call.params.items() if name not in ("after", "before", "fields", "ids")}
    if path == call.path:
        kept["fields"] = call.text("fields")
    kept |= {"access_token": call.token, "limit": str(asked.limit), **where}
    return f"{host}{path}?{urlencode({name: value for name, value in kept.items() if value})}"
