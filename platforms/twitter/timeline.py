"""Polling X: mentions of each watched handle, and one recent search for each query made of the keywords.

Every list has its own place in the cursor: {"ids": {handle: id}, "feeds": {list: state of `slices`}, "looked": id of
the moment up to which all lists were read}. A list that is new because the channel was changed begins at `looked`.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

from platforms import payload, times, x_api
from platforms.base import Gap, Outcome, Page, PlatformError, Rate
from platforms.twitter import tweets
from platforms.twitter.search import queries
from platforms.twitter.slices import Feed
from platforms.watermark import distinct

# Recent search reaches back seven days; a minute less, because an id that is too old is an error.
SEARCHED = timedelta(days=7) - timedelta(minutes=1)
# If X finds an id too old all the same (its clock decides), reading begins anew this far back.
ANEW = timedelta(days=7) - timedelta(hours=1)
# So many mentions are in the list; older ones fall off its end.
MENTIONED = 800
# New tweets take up to half a minute to be found.
SETTLED = timedelta(seconds=30) + x_api.OVERLAP
LARGEST_PAGE = 100
ANSWERS = "@"  # the list of mentions of the account itself, where its handle is not among those watched
SMALLEST_PAGES = {"mentions": 5, "search": 10}


def fetch(wire, cursor, limit, watch):
    """Read the next tweets of each list since `cursor`, at most `limit` of each; the first time since `watch.began`.

    A list that fails does not hold up the others; its error is raised once they bring nothing new.
    """
    look = Look(wire, cursor, limit, watch)
    look.take()
    return look.page()


def lookup(wire, handle, reads=None):
    """The account behind a handle as a `Person`, None if X has no such account; the call is counted on `reads`."""
    try:
        answer, _rate = x_api.call(
            wire, "GET", f"/2/users/by/username/{handle}", params={"user.fields": x_api.USER_FIELDS}
        )
    except PlatformError as error:
        if error.code in ("400", "404"):
            return None
        raise
    if reads:
        reads.add({"data": [payload.dig(answer, "data")]}, "user")
    user = payload.dig(answer, "data")
    return x_api.person(user) if payload.ident(user, "id") else None


class Look:
    """One reading of all lists; a list moves its place in the cursor only past what it handed on."""

    def __init__(self, wire, cursor, limit, watch):
        self.wire, self.limit, self.watch = wire, limit, watch
        self.old, self.began = cursor, times.now()
        self.cursor = {"ids": {}, "feeds": {}, **({"looked": cursor["looked"]} if "looked" in cursor else {})}
        self.posts, self.gaps, self.rate, self.error, self.reads = [], [], Rate(), None, x_api.Reads()
        self.together = Counter()

    def take(self):
        """Read on in each list. Lists not reached keep their place."""
        lists = [*self._mentions(), *self._searches()]
        known = self.old.get("feeds", {})
        self.cursor["feeds"] = {key: known[key] for key, *_ in lists if key in known}
        # Mentions of all handles are counted together, and so are all searches.
        self.together = Counter(key.startswith("@") for key, *_ in lists)
        for each in lists:
            if not self._try(*each):
                break

    def page(self):
        """What was read."""
        feeds = self.cursor["feeds"]
        if self.error and feeds == self.old.get("feeds", {}):
            raise self.error
        unfinished = any("bounds" in state for state in feeds.values())
        if not self.error and not unfinished:
            self.cursor["looked"] = str(times.snowflake(self.began - SETTLED))
        # What another list has as well is not of that list only.
        posts, gaps = distinct(sorted(self.posts, key=lambda post: not post.joins_only)), tuple(self.gaps)
        return Page(posts, self.cursor, unfinished, self.rate, gaps, self.reads.counted())

    def _try(self, *each):
        """Read one list; False if the others need not be tried."""
        try:
            self._read(*each)
        except PlatformError as error:
            self.error = error
            if error.outcome is Outcome.ACCOUNT_SUSPENDED:
                raise
            if error.outcome is Outcome.WAIT:
                self.rate = self.rate.worse(Rate(100.0, error.retry_at))
        return self.error is None or self.error.outcome is not Outcome.WAIT

    def _mentions(self):
        for handle in dict.fromkeys(name.lower().lstrip("@") for name in self.watch.handles):
            number = self._id_of(handle)
            if number:
                yield f"@{handle}", f"/2/users/{number}/mentions", tweets.PARAMS, 0
        own = self.wire.address
        if own not in self.cursor["ids"].values():
            # Whom we answered answers us, which no other list need have.
            yield ANSWERS, f"/2/users/{own}/mentions", tweets.PARAMS, 0

    def _id_of(self, handle):
        number = self.old.get("ids", {}).get(handle)
        if number is None:
            found = lookup(self.wire, handle, self.reads)
            # A handle that X does not know is remembered too: asking costs, and the console checks handles.
            number = found.id if found else ""
        self.cursor["ids"][handle] = number
        return number

    def _searches(self):
        floor = times.snowflake(times.now() - SEARCHED)
        for query in queries(self.watch.keywords, self.wire.address):
            yield query, "/2/tweets/search/recent", {**tweets.PARAMS, "query": query}, floor

    def _read(self, key, path, params, floor):
        state = self.cursor["feeds"].get(key, {})
        start = max(floor, self._settled(state) if "seen" in state else self._start())
        reading, self.cursor["feeds"][key] = self._step(path, params, (start, floor), state)
        self.rate = self.rate.worse(replace(reading.rate, calls=self.together[key.startswith("@")]))
        self._keep(reading, of_search=not key.startswith("@"), joins_only=key == ANSWERS)
        if key.startswith("@") and reading.read >= MENTIONED:
            self._note_lost_mentions(key, state, start, reading)

    def _step(self, path, params, limits, state):
        """One step from `limits` on (the id from which to read, the oldest one there is), with the gap before them."""
        start, floor = limits
        feed = partial(Feed, self.wire, path, params, self._size(path), reads=self.reads)
        try:
            found = feed(start).step(state)
        except PlatformError as error:
            if error.code != "400" or "since_id" not in error.reason:
                raise
            found = None
        floor = floor if found else times.snowflake(times.now() - ANEW)
        self._note_gap(state, floor)
        kept = {name: value for name, value in state.items() if name != "seen" or int(value) > floor}
        return found or feed(max(start, floor), by_time=True).step(kept)

    def _settled(self, state):
        """Up to here nothing late can come any more, so that a quiet list is not read again for its overlap."""
        return min(int(state["seen"]), int(self.old.get("looked", 0)))

    def _start(self):
        looked = self.old.get("looked")
        return int(looked) if looked else times.snowflake(self.watch.began - x_api.OVERLAP)

    def _note_gap(self, state, floor):
        """What lies before the floor is out of reach, which is no gap if nothing new was there when last looked at."""
        read_up_to = max(int(state.get("seen", 0)), self._start())
        if read_up_to < floor and "bounds" not in state:
            self.gaps.append(Gap(times.snowflake_time(read_up_to), times.snowflake_time(floor)))

    def _note_lost_mentions(self, key, state, start, reading):
        ids = [int(payload.ident(tweet, "id")) for tweet in reading.tweets]
        ids += map(int, self.cursor["feeds"][key].get("bounds", [])[-1:])
        read_up_to = max(int(state.get("seen", 0)), start)
        if ids:
            self.gaps.append(Gap(times.snowflake_time(read_up_to), times.snowflake_time(min(ids))))

    def _size(self, path):
        smallest = SMALLEST_PAGES["mentions" if path.endswith("/mentions") else "search"]
        return min(max(self.limit, smallest), LARGEST_PAGE)

    def _keep(self, reading, of_search, joins_only):
        """Hand on what is said; of our own posts only those in lists of mentions, where our staff may have answered."""
        own = self.wire.address
        names = {handle for handle, number in self.cursor["ids"].items() if number == own}
        posts = [
            tweets.post(tweet, reading.included, own, names)
            for tweet in reversed(reading.tweets)
            if not tweets.referenced(tweet, "retweeted")
        ]
        kept = [post for post in posts if not (post.own and of_search)]
        self.posts += [replace(post, joins_only=True) for post in kept] if joins_only else kept
