"""Tweets over HTTP: mentions, timelines, search, lookup."""

from bisect import bisect_left

from sandbox import ids
from sandbox.clock import x_time
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x import shapes
from sandbox.x.endpoint import EITHER, Endpoint
from sandbox.x.paging import Part, bounds, moment, number, part, size
from sandbox.x.problems import Problem, invalid, not_found, not_yours
from sandbox.x.publishing import delete, hide, like, publish, unlike
from sandbox.x.query import compiled
from sandbox.x.wording import escaped, of_tweet

DAY = 24 * 3600.0
WEEK = 7 * DAY
REACH = {"mentions": 800, "tweets": 3200}
LONGEST_QUERY = {"self_serve": 512, "enterprise": 4096}


def _page(stage: Stage, call: Call, user: XUser, found: Part) -> dict:
    tweets = [stage.tweets.get(str(identifier)) for identifier in found.found]
    return shapes.finished(call, {**shapes.tweets(stage, call, tweets, user), "meta": found.meta(call)})


async def timeline(stage: Stage, call: Call, user: XUser, id: str, name: str) -> dict:
    """GET /2/users/{id}/mentions and /2/users/{id}/tweets: the newest 800 and 3200 can be reached."""
    if id not in stage.world.x_users:
        return {"errors": [not_found("user", "id", id)]}
    lists = stage.tweets.mentioning if name == "mentions" else stage.tweets.by_author
    keys = lists[id][-REACH[name] :]
    low, high = bounds(call, keys, ("pagination_token",))
    return _page(stage, call, user, part(call, keys, low, high, size(call, 5, 100, 10)))


async def mentions(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/users/{id}/mentions."""
    return await timeline(stage, call, user, id, "mentions")


async def own_tweets(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/users/{id}/tweets."""
    return await timeline(stage, call, user, id, "tweets")


async def search(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/tweets/search/recent: the last seven days."""
    query = call.text("query")
    longest = LONGEST_QUERY[user.tier]
    if not 1 <= len(query) <= longest:
        raise invalid("query", query, f"The `query` query parameter must have 1 to {longest} characters")
    match = compiled(query)
    keys, tweets = stage.tweets.all, stage.tweets
    low, high = bounds(call, keys, ("next_token", "pagination_token"))
    low = max(low, bisect_left(keys, _oldest(stage, call)))
    if moment(call, "end_time") is None:
        newest = stage.clock.now() - stage.switches.search_delay
        high = min(high, bisect_left(keys, ids.snowflake_floor(newest + 0.001)))
    count = size(call, 10, 100, 10)
    return _page(stage, call, user, part(call, keys, low, high, count, lambda one: match(tweets.indexed(one))))


async def counts(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/tweets/counts/recent: how many posts of the last seven days a query finds, by day."""
    query = call.text("query")
    longest = LONGEST_QUERY[user.tier]
    if not 1 <= len(query) <= longest:
        raise invalid("query", query, f"The `query` query parameter must have 1 to {longest} characters")
    match, tweets, now = compiled(query), stage.tweets, stage.clock.now()
    days = []
    for start in (now - WEEK + DAY * n for n in range(7)):
        low, high = (bisect_left(tweets.all, ids.snowflake_floor(at)) for at in (start, start + DAY))
        found = sum(match(tweets.indexed(one)) for one in tweets.all[low:high])
        days.append({"start": x_time(start), "end": x_time(start + DAY), "post_count": found})
    return {"data": days, "meta": {"total_post_count": sum(day["post_count"] for day in days)}}


def _oldest(stage: Stage, call: Call) -> int:
    """The smallest id that search reaches; 400 when the call asks for more."""
    reach = stage.clock.now() - WEEK
    floor, since, start = ids.snowflake_floor(reach), number(call, "since_id"), moment(call, "start_time")
    if 0 < since < floor:
        message = (
            f"'since_id' must be a tweet id created after {x_time(reach)}. "
            f"Please use a 'since_id' that is larger than {floor}"
        )
        raise invalid("since_id", str(since), message)
    if start is not None and start < reach:
        raise invalid("start_time", call.text("start_time"), f"'start_time' must be on or after {x_time(reach)}")
    return floor


async def lookup(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/tweets/{id}."""
    found = stage.tweets.get(id)
    if not found:
        return {"errors": [not_found("tweet", "id", id)]}
    if stage.x.relations.protected(found.author, user.id):
        return {"errors": [not_yours("tweet", "id", id)]}
    body = shapes.tweets(stage, call, [found], user)
    return shapes.finished(call, {**body, "data": body["data"][0]})


async def several(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/tweets?ids=: what is not there, or not to be seen, comes as errors beside what is."""
    asked = [one for one in call.text("ids").split(",") if one]
    if not 1 <= len(asked) <= 100:
        raise invalid("ids", call.text("ids"), "The `ids` query parameter must have 1 to 100 values")
    found = [one for one in map(stage.tweets.get, asked) if one]
    lost = [not_found("tweet", "ids", one) for one in asked if not stage.tweets.get(one)]
    lost += [not_yours("tweet", "ids", one.id) for one in found if stage.x.relations.protected(one.author, user.id)]
    body = shapes.tweets(stage, call, found, user)
    errors = lost + body.get("errors", [])
    return shapes.finished(call, body | ({"errors": errors} if errors else {}))


async def create(stage: Stage, call: Call, user: XUser) -> dict:
    """POST /2/tweets."""
    tweet = publish(stage, call, user)
    await stage.before_answer()
    text = escaped(of_tweet(stage, tweet).text)
    return {"data": {"id": tweet.id, "text": text, "edit_history_tweet_ids": tweet.versions}}


async def remove(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """DELETE /2/tweets/{id}."""
    return {"data": {"deleted": delete(stage, user, id)}}


async def hidden(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """PUT /2/tweets/{id}/hidden."""
    if not isinstance(call.params.get("hidden"), bool):
        raise Problem(400, "Invalid Request", "The `hidden` member must be true or false.")
    return {"data": {"hidden": hide(stage, user, id, call.params["hidden"])}}


def _own(user: XUser, id: str) -> None:
    if id != user.id:
        message = f"The `id` query parameter value [{id}] must be the same as the authenticating user [{user.id}]"
        raise invalid("id", id, message)


async def give_like(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/users/{id}/likes."""
    _own(user, id)
    return {"data": {"liked": like(stage, user, call.text("tweet_id"))}}


async def take_like(stage: Stage, call: Call, user: XUser, id: str, tweet: str) -> dict:
    """DELETE /2/users/{id}/likes/{tweet_id}."""
    _own(user, id)
    return {"data": {"liked": unlike(stage, user, tweet)}}


READ = {"scopes": ("tweet.read", "users.read"), "auth": EITHER}
WRITE, HIDE, LIKE = ("tweet.write",), ("tweet.moderate.write",), ("like.write",)
LIKES = ("x.like", "x.like_day")
ENDPOINTS = [
    Endpoint("GET", "/2/users/{id}/mentions", ("x.mentions",), mentions, **READ),
    Endpoint("GET", "/2/users/{id}/tweets", ("x.timeline",), own_tweets, **READ),
    Endpoint("GET", "/2/tweets/search/recent", ("x.search",), search, **READ),
    Endpoint("GET", "/2/tweets/counts/recent", ("x.counts",), counts, **READ),
    Endpoint("GET", "/2/tweets/{id}", ("x.tweets",), lookup, **READ),
    Endpoint("GET", "/2/tweets", ("x.tweets_ids",), several, **READ),
    Endpoint("POST", "/2/tweets", ("x.post", "x.post_day.app"), create, 201, scopes=WRITE),
    Endpoint("DELETE", "/2/tweets/{id}", ("x.delete",), remove, scopes=WRITE),
    Endpoint("PUT", "/2/tweets/{id}/hidden", ("x.hide",), hidden, scopes=HIDE),
    Endpoint("POST", "/2/users/{id}/likes", LIKES, give_like, scopes=LIKE),
    Endpoint("DELETE", "/2/users/{id}/likes/{tweet}", LIKES, take_like, scopes=LIKE),
]
