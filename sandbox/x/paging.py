"""Paging of X API v2: newest first, since_id and until_id, start and end times, next tokens."""

import base64
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox import ids
from sandbox.wire import Call
from sandbox.x.problems import invalid

PREFIX = "7140dibdnow9c7btw"


def token_for(identifier: int) -> str:
    """A token that leads on below an id."""
    return PREFIX + base64.b32encode(str(identifier).encode()).decode().rstrip("=").lower()


def id_in(token: str, name: str) -> int:
    """The id a token was made for; 400 when it is none of ours."""
    try:
        raw = token.removeprefix(PREFIX).upper()
        return int(base64.b32decode(raw + "=" * (-len(raw) % 8)))
    except ValueError:
        raise invalid(name, token, f"The `{name}` query parameter value [{token}] is not valid") from None


def number(call: Call, name: str) -> int:
    """An id given as a parameter; 0 when absent; 400 when it is no id."""
    text = call.text(name)
    if text and not (text.isdigit() and len(text) <= 19):
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not valid")
    return int(text or 0)


def moment(call: Call, name: str) -> float | None:
    """A time given as a parameter, in unix seconds; 400 when it is none."""
    text = call.text(name)
    try:
        return datetime.fromisoformat(text).timestamp() if text else None
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid time") from None


def size(call: Call, least: int, most: int, usual: int) -> int:
    """max_results within its bounds; 400 outside of them."""
    text = call.text("max_results", str(usual))
    if not text.isdigit() or not least <= int(text) <= most:
        message = f"The `max_results` query parameter value [{text}] is not between {least} and {most}"
        raise invalid("max_results", text, message)
    return int(text)


@dataclass
class Part:
    """Some ids, newest first, and the token that leads on, if there is more."""

    found: list[int]
    next_token: str = ""

    def meta(self, call: Call) -> dict:
        """The `meta` of a timeline or search."""
        if not self.found and not self.next_token:
            return {"result_count": 0}
        ends = {"newest_id": str(self.found[0]), "oldest_id": str(self.found[-1])} if self.found else {}
        more = {"next_token": self.next_token} if self.next_token else {}
        return {**ends, "result_count": len(self.found), **more}


def bounds(call: Call, timeline: Sequence[int], token_names: tuple[str, ...]) -> tuple[int, int]:
    """Where the part asked for begins and ends in a list of ids, oldest first."""
    low, high = bisect_right(timeline, number(call, "since_id")), len(timeline)
    for name in token_names:
        if call.text(name):
            high = min(high, bisect_left(timeline, id_in(call.text(name), name)))
    if number(call, "until_id"):
        high = min(high, bisect_left(timeline, number(call, "until_id")))
    start, end = moment(call, "start_time"), moment(call, "end_time")
    if start is not None:
        low = max(low, bisect_left(timeline, ids.snowflake_floor(start)))
    if end is not None:
        high = min(high, bisect_left(timeline, ids.snowflake_floor(end)))
    return low, high


def part(
    call: Call, timeline: Sequence[int], low: int, high: int, count: int, match: Callable[[int], bool] | None = None
) -> Part:
    """Up to `count` ids between two places, newest first, that match."""
    if "empty_page" in call.flags and high > low:
        return Part([], token_for(timeline[high - 1] + 1))
    found: list[int] = []
    for place in range(high - 1, low - 1, -1):
        if match and not match(timeline[place]):
            continue
        if len(found) == count:
            return Part(found, token_for(found[-1]))
        found.append(timeline[place])
    return Part(found)
