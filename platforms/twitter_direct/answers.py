"""Answering by direct message, and finding a message whose answer got lost."""

from platforms import payload, times, x_api
from platforms.base import Found, Outcome, PlatformError, Search, Sent
from platforms.text import normal
from platforms.twitter_direct import shapes
from platforms.watermark import first_try


def send(wire, outgoing):
    """Send to the customer with the X id `outgoing.to`."""
    path = f"/2/dm_conversations/with/{outgoing.to}/messages"
    answer, _ = x_api.call(wire, "POST", path, body={"text": outgoing.text})
    number = payload.ident(answer, "data", "dm_event_id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", "X did not name the message it took.")
    return Sent(number, times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """Look among the messages with this customer, back to the first try."""
    since, token = first_try(outgoing), None
    while True:
        answer = _with_customer(wire, outgoing.to, token)
        posts = shapes.posts(answer, wire.address)
        found = next((post for post in posts if _is_it(post, outgoing, known, since)), None)
        if found:
            return Search(Found.YES, Sent(found.external_id, found.at))
        token = payload.words(answer, "meta", "next_token")
        if not token or any(post.at < since for post in posts):
            return Search(Found.NO)


def _with_customer(wire, customer, token):
    params = {**shapes.PARAMS, "max_results": 100, **({"pagination_token": token} if token else {})}
    answer, _ = x_api.call(wire, "GET", f"/2/dm_conversations/with/{customer}/dm_events", params=params)
    return answer


def _is_it(post, outgoing, known, since):
    return (
        post.own and post.external_id not in known and post.at >= since and normal(post.text) == normal(outgoing.text)
    )
