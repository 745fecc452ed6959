"""Tweets over HTTP: mentions, timelines, search, lookup."""

from bisect import bisect_left

from sandbox import ids
from sandbox.clock import x_time
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x import shapes
from sandbox.x.endpoint import Endpoint
from sandbox.x.paging import Part, bounds, moment, number, part, size
from sandbox.x.problems import Problem, invalid, not_found
from sandbox.x.publishing import delete, hide, publish
from sandbox.x.query import compiled

WEEK = 7 * 24 * 3600.0
REACH = {"mentions": 800, "tweets": 3200}
LONGEST_QUERY = {"self_serve": 512, "enterprise": 4096}


def _page(stage: Stage, call: Call, found: Part) -> dict:
    tweets = [stage.tweets.get(str(identifier)) for identifier in found.found]
    body = {"data": [shapes.tweet(stage, call, one) for one in tweets]} if tweets else {}
    includes = shapes.included(stage, call, tweets)
    body |= {"includes": includes} if includes else {}
    return shapes.finished(call, {**body, "meta": found.meta(call)})


async def timeline(stage: Stage, call: Call, user: XUser, id: str, name: str) -> dict:
    """GET /2/users/{id}/mentions and /2/users/{id}/tweets: the newest 800 and 3200 can be reached."""
    if id not in stage.world.x_users:
        return {"errors": [not_found("user", "id", id)]}
    lists = stage.tweets.mentioning if name == "mentions" else stage.tweets.by_author
    keys = lists[id][-REACH[name] :]
    low, high = bounds(call, keys, ("pagination_token",))
    return _page(stage, call, part(call, keys, low, high, size(call, 5, 100, 10)))


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
    return _page(stage, call, part(call, keys, low, high, count, lambda one: match(tweets.indexed(one))))


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
    includes = shapes.included(stage, call, [found])
    body = {"data": shapes.tweet(stage, call, found)} | ({"includes": includes} if includes else {})
    return shapes.finished(call, body)


async def several(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/tweets?ids=: what is not there comes as errors beside what is."""
    asked = [one for one in call.text("ids").split(",") if one]
    if not 1 <= len(asked) <= 100:
        raise invalid("ids", call.text("ids"), "The `ids` query parameter must have 1 to 100 values")
    found = [one for one in map(stage.tweets.get, asked) if one]
    lost = [not_found("tweet", "ids", one) for one in asked if not stage.tweets.get(one)]
    includes = shapes.included(stage, call, found)
    body = {"data": [shapes.tweet(stage, call, one) for one in found]} if found else {}
    body |= ({"includes": includes} if includes else {}) | ({"errors": lost} if lost else {})
    return shapes.finished(call, body)


async def create(stage: Stage, call: Call, user: XUser) -> dict:
    """POST /2/tweets."""
    tweet = publish(stage, call, user)
    await stage.before_answer()
    return {"data": {"id": tweet.id, "text": tweet.text, "edit_history_tweet_ids": [tweet.id]}}


async def remove(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """DELETE /2/tweets/{id}."""
    return {"data": {"deleted": delete(stage, user, id)}}


async def hidden(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """PUT /2/tweets/{id}/hidden."""
    if not isinstance(call.params.get("hidden"), bool):
        raise Problem(400, "Invalid Request", "The `hidden` member must be true or false.")
    return {"data": {"hidden": hide(stage, user, id, call.params["hidden"])}}


ENDPOINTS = [
    Endpoint("GET", "/2/users/{id}/mentions", ("x.mentions",), mentions),
    Endpoint("GET", "/2/users/{id}/tweets", ("x.timeline",), own_tweets),
    Endpoint("GET", "/2/tweets/search/recent", ("x.search",), search),
    Endpoint("GET", "/2/tweets/{id}", ("x.tweets",), lookup),
    Endpoint("GET", "/2/tweets", ("x.tweets",), several),
    Endpoint("POST", "/2/tweets", ("x.post",), create, 201),
    Endpoint("DELETE", "/2/tweets/{id}", ("x.delete",), remove),
    Endpoint("PUT", "/2/tweets/{id}/hidden", ("x.hide",), hidden),
]
