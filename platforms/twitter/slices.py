"""Reading one of X's lists without loss and oldest first, although X gives the newest first.

A reading walks from the newest tweet back to the last one seen, page by page, and notes the id at which each page
ended. The oldest page is handed on at once, the others one by one in later readings, each read anew between its two
ids. Ids are kept rather than X's page tokens, because they stay right while newer tweets arrive.

The state: {"seen": newest id handed on, "newest": id up to which this walk goes, "bounds": [ids, newest first],
"walking": not yet at the end, "read": how many tweets this walk met}. All ids are text.
"""

from dataclasses import dataclass, field

from platforms import payload, times, x_api
from platforms.base import Rate
from platforms.x_included import Included

# A walk that is longer is continued in the next reading.
PAGES_AT_ONCE = 20


@dataclass
class Reading:
    """What one step brought: the tweets, what was included with them, what is left of the budget.

    `read` is set when a walk reached the end of the list: how many tweets it had on it.
    """

    tweets: list = field(default_factory=list)
    included: Included = field(default_factory=Included)
    rate: Rate = field(default_factory=Rate)
    read: int = 0

    def add(self, answer, rate):
        """Take in one page."""
        self.tweets += [tweet for tweet in payload.rows(answer, "data") if x_api.number(tweet, "id")]
        self.included.add(answer)
        self.rate = self.rate.worse(rate)


class Feed:
    """One list of X: `path` and `params` ask for it, `size` tweets at a time; `start` is the id from which to read.

    What is read is counted on `reads`. `by_time`: the start is named by its time, because X finds the id too old.
    """

    def __init__(self, wire, path, params, size, start, reads, by_time=False):
        self.wire, self.path, self.params, self.start = wire, path, {**params, "max_results": size}, start
        self.reads, self.by_time = reads, by_time

    def step(self, state):
        """One reading from `state` on: (Reading, new state)."""
        state = dict(state)
        bounds = state["bounds"] = list(state.get("bounds", []))
        if bounds and not state.get("walking"):
            return self._slice(bounds), _settled(state)
        return self._walk(state), _settled(state)

    def _slice(self, bounds):
        """The oldest page not yet handed on: what lies between the last two bounds."""
        lower = int(bounds.pop()) - 1
        return self._all_between(lower, int(bounds[-1]))

    def _all_between(self, lower, upper):
        reading, token, before = Reading(), None, ""
        while token != before:
            before, token = token, self._page(reading, lower, upper, token)
            if not token:
                break
        return reading

    def _walk(self, state):
        since = self._since(state)
        for _turn in range(PAGES_AT_ONCE):
            reading = Reading()
            token = self._page_with_tweets(reading, since, state)
            _note(state, reading.tweets)
            state |= {"walking": bool(token), "read": state.get("read", 0) + len(reading.tweets)}
            if not token or reading.rate.wait_until:
                break
        if token:
            return Reading(rate=reading.rate)
        reading.read = state.pop("read")
        if reading.tweets:
            state["bounds"].pop()
        return reading

    def _since(self, state):
        seen = _number(state.get("seen"))
        return max(times.earlier(seen, x_api.OVERLAP) if seen else 0, self.start)

    def _page_with_tweets(self, reading, since, state):
        """The next page back that has anything on it: X may send an empty one before the end."""
        upper, token, before = _number(next(reversed(state["bounds"]), None)), None, ""
        while token != before:
            before, token = token, self._page(reading, since, upper, token)
            if reading.tweets or not token:
                break
        return token

    def _page(self, reading, since, until, token):
        params = {**self.params, **self._beginning(since)}
        if until:
            params["until_id"] = str(until)
        if token:
            params["pagination_token"] = token
        answer, rate = x_api.call(self.wire, "GET", self.path, params=params)
        self.reads.add(answer, "post")
        reading.add(answer, rate)
        return payload.words(answer, "meta", "next_token")

    def _beginning(self, since):
        if self.by_time and since <= self.start:
            return {"start_time": times.snowflake_time(self.start).strftime("%Y-%m-%dT%H:%M:%SZ")}
        return {"since_id": str(since)}


def _note(state, tweets):
    ids = [int(payload.ident(tweet, "id")) for tweet in tweets]
    if not ids:
        return
    if not state["bounds"]:
        state["newest"] = str(max(ids))
        state["bounds"] = [str(max(ids) + 1)]
    state["bounds"].append(str(min(ids)))


def _settled(state):
    """With everything up to `newest` handed on, that is what was seen."""
    if not state.get("walking") and len(state["bounds"]) <= 1:
        newest = max(_number(state.get("seen")), _number(state.pop("newest", None)))
        return {"seen": str(newest)} if newest else {}
    return state


def _number(value):
    return int(value) if value else 0
