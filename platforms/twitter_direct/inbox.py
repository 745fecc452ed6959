"""Polling direct messages. X has no way to ask for what is new, and allows 15 readings in 15 minutes.

Events come newest first, one page a reading, so after an interruption newer ones are handed on before older ones. The
cursor: {"seen": newest id of the last whole round, "looked": unix seconds of its end, "newest": id up to which this
round goes, "token": X's token of its next page}.
"""

from datetime import timedelta

from platforms import payload, times, x_api
from platforms.base import Gap, Page, PlatformError
from platforms.twitter_direct import shapes
from platforms.watermark import distinct

LARGEST_PAGE = 100
# How far back X shows messages.
KEPT = timedelta(days=30)


def fetch(wire, cursor, limit, watch):
    """Read one page of messages in either direction, back to what was seen; the first time to `watch.began`."""
    seen = int(cursor["seen"]) if "seen" in cursor else times.snowflake(watch.began)
    try:
        answer, rate = _page(wire, cursor.get("token"), limit)
    except PlatformError as error:
        if error.code == "400" and "token" in cursor:
            # The token has died: the round begins anew.
            return Page([], _settled(cursor))
        raise
    ids = [int(number) for event in payload.rows(answer, "data") if (number := x_api.number(event, "id"))]
    reads = _counted(answer)
    newest = max([int(cursor.get("newest", seen)), *ids])
    posts = distinct(reversed(shapes.posts(answer, wire.address)))
    token = payload.words(answer, "meta", "next_token")
    if token and min(ids, default=newest) >= times.earlier(seen, x_api.OVERLAP):
        return Page(posts, {**_settled(cursor), "newest": str(newest), "token": token}, True, rate, reads=reads)
    done = {"seen": str(newest), "looked": times.unix(times.now())}
    return Page(posts, done, False, rate, _gap(cursor, seen, token), reads)


def _page(wire, token, limit):
    params = {**shapes.PARAMS, "max_results": min(max(limit, 1), LARGEST_PAGE)}
    if token:
        params["pagination_token"] = token
    return x_api.call(wire, "GET", "/2/dm_events", params=params)


def _counted(answer):
    reads = x_api.Reads()
    reads.add(answer, "dm_event")
    return reads.counted()


def _settled(cursor):
    return {key: cursor[key] for key in ("seen", "looked") if key in cursor}


def _gap(cursor, seen, token):
    """The list ended before what was seen last: older messages than X shows may have come meanwhile."""
    looked = max(times.snowflake_time(seen), times.moment(cursor.get("looked"), times.snowflake_time(seen)))
    reached = times.now() - KEPT
    return (Gap(looked, reached),) if not token and looked < reached else ()
