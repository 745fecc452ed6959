"""Polling a page: its feed, posts that tag it, and the comments under every post worth a look.

A comment does not move its post in the feed, so posts are remembered in the cursor for 30 days and each is asked for
its comments: new and watched ones at every turn, the others by turns. A sweep for what came to light late is a
reading with an empty cursor and a `Watch` that began some days ago.

The cursor: {"feed": mark, "tagged": mark, "posts": {id: {"own", "made", "seen", "read"}}, "pending": [ids]}, with
times in unix seconds. `pending` are the posts of this turn whose comments are still to be read.
"""

import copy
from datetime import timedelta

from platforms import graph, payload, times
from platforms.base import Outcome, Page, PlatformError, Rate
from platforms.facebook import shapes
from platforms.watermark import OVERLAP, distinct, oldest

KEPT = timedelta(days=30)
FRESH = timedelta(hours=24)
BY_TURNS = 10
# So that one reading ends in seconds, however many posts are watched.
POSTS_AT_ONCE = 50
PAGE_SIZE = 100


def fetch(wire, cursor, limit, watch):
    """Read what visitors posted and commented since `cursor`, or first since `watch.began`, with 30 days of posts."""
    turn = Turn(wire, cursor, limit, watch)
    turn.take()
    return turn.page()


class Turn:
    """One reading: collects posts until `limit` are new, and moves the cursor past those only."""

    def __init__(self, wire, cursor, limit, watch):
        self.wire, self.limit, self.watch = wire, max(limit, 1), watch
        self.cursor = {"posts": {}, "pending": [], **copy.deepcopy(cursor)}
        self.posts, self.news, self.more, self.rate, self.error = [], 0, False, Rate(), None
        self.calls = 0

    def take(self):
        """Read the feeds, unless comments are still pending from last time, then the comments."""
        if not self.cursor["pending"]:
            self._begin()
        self._read_pending()

    def page(self):
        """What was read; an error that came up is raised once there is nothing new to hand on."""
        if self.error and not self.news:
            raise self.error
        waiting = self.more or bool(self.cursor["pending"])
        return Page(distinct(self.posts), self.cursor, waiting, self.rate, reads={"call": self.calls})

    def _begin(self):
        self._read_feed("feed", KEPT)
        self._read_feed("tagged", OVERLAP)
        # Comments wait until their posts are handed on.
        if not self.more:
            self._forget_old_posts()
            self.cursor["pending"] = self._posts_to_ask()

    def _room(self):
        return self.limit - self.news

    def _stopped(self):
        return self._room() <= 0 or self.rate.wait_until

    def _read_feed(self, edge, first_look):
        if self._stopped():
            self.more = True
            return
        mark = times.moment(self.cursor.get(edge), self.watch.began)
        since = mark - (OVERLAP if edge in self.cursor else first_look)
        rows = self._rows(f"{self.wire.address}/{edge}", shapes.POST_FIELDS, since)
        self._hand_on(edge, rows, mark)

    def _rows(self, path, fields, since):
        return [row for page in self._pages(path, _params(fields, since)) for row in page][::-1]

    def _pages(self, path, params):
        for page, rate in graph.pages(self.wire, path, params):
            self.rate = self.rate.worse(rate)
            self.calls += 1
            yield page

    def _hand_on(self, edge, rows, mark):
        for row in rows:
            self._learn(row)
        posts = [shapes.visitor_post(self.wire.address, row) for row in rows if not self._is_own(row)]
        taken, reached, more = oldest(posts, mark, self._room())
        if not more:
            reached = max([reached, *(times.moment(row.get("created_time"), mark) for row in rows)])
        self.cursor[edge] = times.unix(reached)
        self._keep(taken, mark)
        self.more = self.more or more

    def _keep(self, posts, mark):
        self.posts += posts
        self.news += sum(post.at > mark for post in posts)

    def _is_own(self, row):
        return payload.ident(row, "from", "id") == self.wire.address

    def _learn(self, row):
        made = times.unix(times.moment(row.get("created_time"), self.watch.began))
        entry = {"own": self._is_own(row), "made": made, "seen": max(made, times.unix(self.watch.began)), "read": 0}
        self.cursor["posts"].setdefault(payload.ident(row, "id"), entry)

    def _forget_old_posts(self):
        kept_from = times.unix(times.now() - KEPT)
        posts = self.cursor["posts"]
        self.cursor["posts"] = {
            key: post for key, post in posts.items() if max(post["made"], post["read"]) >= kept_from
        }

    def _posts_to_ask(self):
        watched = [self._post_of(thread) for thread in self.watch.posts]
        fresh_from = times.unix(times.now() - FRESH)
        posts = self.cursor["posts"]
        fresh = [key for key, post in posts.items() if post["made"] >= fresh_from]
        others = sorted(posts.keys() - set(watched) - set(fresh), key=lambda key: (posts[key]["read"], key))
        return list(dict.fromkeys([*watched, *fresh, *others[:BY_TURNS]]))

    def _post_of(self, thread):
        """The post to read for a watched thread; a thread named by a comment lies under a post of the page's own."""
        posts, page = self.cursor["posts"], self.wire.address
        own = thread not in posts and not thread.startswith(f"{page}_")
        post = f"{page}_{thread.partition('_')[0]}" if own else thread
        began = times.unix(self.watch.began)
        posts.setdefault(post, {"own": own, "made": 0, "seen": began, "read": times.unix(times.now())})
        return post

    def _read_pending(self):
        pending = self.cursor["pending"]
        for post in pending[:POSTS_AT_ONCE]:
            if self._stopped() or not self._read_comments(post):
                return
            pending.remove(post)

    def _read_comments(self, post):
        """Read what is new under `post`; False if there is more than there was room for."""
        try:
            return self._read_comment_pages(post, self.cursor["posts"][post])
        except PlatformError as error:
            return self._pass_over(post, error)

    def _pass_over(self, post, error):
        """One post that cannot be read does not hold up the others; a limit of calls ends the reading."""
        self.calls += 1
        if error.outcome is Outcome.WAIT:
            self.error, self.rate = error, self.rate.worse(Rate(100.0, error.retry_at))
            return False
        # Deleted since, or out of the page's sight, as posts on other people's pages can be.
        if not graph.refused(error):
            if error.outcome is not Outcome.RETRY:
                raise error
            self.error = error
        self.cursor["posts"][post]["read"] = times.unix(times.now())
        return True

    def _read_comment_pages(self, post, entry):
        mark = times.moment(entry["seen"])
        rows, complete = self._comment_rows(post, mark)
        roots = {}
        comments = [shapes.comment(self.wire.address, row, post, entry["own"], roots) for row in rows]
        self._keep(comments, mark)
        entry["seen"] = max([entry["seen"], *(times.unix(comment.at) for comment in comments)])
        entry["read"] = times.unix(times.now())
        return complete

    def _comment_rows(self, post, mark):
        params = _params(shapes.COMMENT_FIELDS, mark - OVERLAP, filter="stream", order="chronological")
        params["limit"] = min(self.limit, PAGE_SIZE)
        rows = []
        for page in self._pages(f"{post}/comments", params):
            rows += page
            if _enough(rows, mark, self._room()):
                return rows, False
        return rows, True


def _params(fields, since, **others):
    return {"fields": fields, "since": max(times.unix(since), 0), "limit": PAGE_SIZE, **others}


def _enough(rows, mark, room):
    """May reading stop here? Only if the platform keeps the order asked for: else the oldest would still come."""
    made = [times.moment(row.get("created_time"), mark) for row in rows]
    return sum(time > mark for time in made) >= room and made == sorted(made)
