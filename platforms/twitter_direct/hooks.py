"""Deliveries of the X Activity API about direct messages (`dm.received`, `dm.sent`), as `Post`s."""

from platforms import payload, times, x_api
from platforms.base import Delivered, Person, Post
from platforms.twitter_direct.shapes import said


def parse_webhook(body):
    """The messages in a raw delivery; other events give none."""
    event = payload.dig(payload.loads(body), "data")
    own, users = payload.ident(event, "filter", "user_id"), payload.dig(event, "payload", "users")
    rows = payload.rows(event, "payload", "direct_message_events")
    posts = [post for row in rows if (post := _post(row, users, own))]
    return [Delivered(own, posts)] if posts else []


def _post(row, users, own):
    number, sender = payload.ident(row, "id"), payload.ident(row, "message_create", "sender_id")
    recipient = payload.ident(row, "message_create", "target", "recipient_id")
    if not (number.isdigit() and sender and recipient):
        return None
    data = payload.dig(row, "message_create", "message_data")
    kind, text = said(x_api.plain(payload.words(data, "text")), payload.dig(data, "attachment"), in_group=False)
    return Post(
        external_id=number,
        at=times.moment(row.get("created_timestamp")) or times.snowflake_time(number),
        kind=kind,
        private=True,
        peer=_person(users, recipient if sender == own else sender),
        author=_person(users, sender),
        own=sender == own,
        text=text,
    )


def _person(users, number):
    user = payload.dig(users, number, "data") or payload.dig(users, number)
    return x_api.person({**user, "id": number}) if isinstance(user, dict) else Person("x_id", number)
