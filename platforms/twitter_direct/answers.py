"""Answering by direct message, finding a message whose answer got lost, and deleting our copy of one."""

from platforms import payload, times, x_api, x_upload
from platforms.base import Act, Found, Outcome, PlatformError, Search, Sent
from platforms.text import normal
from platforms.twitter_direct import shapes
from platforms.watermark import first_try
from platforms.words import _
from platforms.x_acts import act

FILES = 1


def send(wire, outgoing):
    """Send to the customer with the X id `outgoing.to`: text, one file, or both."""
    x_upload.check(outgoing.media, FILES)
    files = [{"media_id": x_upload.upload(wire, file, "dm")} for file in outgoing.media]
    body = {
        **({"text": outgoing.text} if outgoing.text or not files else {}),
        **({"attachments": files} if files else {}),
    }
    answer, _ = x_api.call(wire, "POST", f"/2/dm_conversations/with/{outgoing.to}/messages", body=body)
    return Sent(x_api.answered(answer, "data", "dm_event_id"), times.now())


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


def do(wire, doing):
    """Delete our own copy of a message ("Delete DM event"); the customer keeps his."""
    if doing.act is not Act.DELETE:
        raise PlatformError(Outcome.MESSAGE_FAILED, "", _("X has no such thing for a direct message."))
    act(wire, "DELETE", f"/2/dm_events/{doing.target}", gone_is_done=True)


def _with_customer(wire, customer, token):
    params = {**shapes.PARAMS, "max_results": 100, **({"pagination_token": token} if token else {})}
    answer, _ = x_api.call(wire, "GET", f"/2/dm_conversations/with/{customer}/dm_events", params=params)
    return answer


def _is_it(post, outgoing, known, since):
    files = len(post.media) + sum(map(shapes.is_media, post.details))
    same = files == len(outgoing.media) and normal(post.text) == normal(outgoing.text)
    return post.own and post.external_id not in known and post.at >= since and same
