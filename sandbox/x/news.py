"""What the X Activity API tells: posts, likes, direct messages, withdrawn consent ("X Activity API event payloads")."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sandbox.clock import x_time
from sandbox.x import shapes
from sandbox.x.direct import SAID, DirectMessage
from sandbox.x.media import XMedia
from sandbox.x.tweets import Tweet
from sandbox.x.wording import escaped, of_message

if TYPE_CHECKING:
    from sandbox.stage import Stage

UNSAID = ("source",)
SIZES = {"thumb": ("crop", 150), "small": ("fit", 680), "medium": ("fit", 1200), "large": ("fit", 2048)}


def counted(value: object) -> object:
    """The same JSON with every number of an object a second time as text, as these events have it."""
    if isinstance(value, list):
        return [counted(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, inside in value.items():
        made[name] = counted(inside)
        if isinstance(inside, int) and not isinstance(inside, bool):
            made[f"{name}_str"] = str(inside)
    return made


def _told(values: dict) -> dict:
    return counted({name: value for name, value in values.items() if value is not None and name not in UNSAID})


class News:
    """Makes an event for everybody who subscribed to it."""

    def __init__(self, stage: Stage):
        """Nothing happens before something happens."""
        self._stage = stage

    def _tell(self, event_type: str, user: str, payload: dict, includes: dict | None, way: str = "") -> None:
        hooks = self._stage.x.hooks
        for one in hooks.hearing(event_type, user):
            if way and one.filter.get("direction", way) != way:
                continue
            data = {"event_uuid": _uuid(), "filter": one.filter, "event_type": event_type}
            data |= {"tag": one.tag} if one.tag else {}
            data |= {"payload": payload} | ({} if includes is None else {"includes": includes})
            hooks.post(one.webhook, "x_dm" if event_type.startswith("dm.") else "x", event_type, data)

    def tweeted(self, tweet: Tweet) -> None:
        """Somebody tweeted, or edited: told to them, to those mentioned, answered and quoted."""
        get = self._stage.tweets.get
        answered, quoted = get(tweet.in_reply_to), get(tweet.quoted)
        told = [("post.create", tweet.author)]
        told += [("post.mention.create", user) for user in tweet.mentions if user != tweet.author]
        told += [
            (event_type, other.author)
            for event_type, other in (("post.reply.create", answered), ("post.quote.create", quoted))
            if other and other.author != tweet.author
        ]
        heard = [(kind, user) for kind, user in told if any(self._stage.x.hooks.hearing(kind, user))]
        if heard:
            payload, includes = self._post(tweet), self._around(tweet)
            for event_type, user in heard:
                self._tell(event_type, user, payload, includes)

    def _post(self, tweet: Tweet) -> dict:
        values = shapes.tweet_values(self._stage, tweet)
        more = {"paid_partnership": False, "display_text_range": [0, len(values["text"])]}
        if tweet.in_reply_to:
            more |= {"in_reply_to_tweet_id": tweet.in_reply_to, "edit_controls": None}
        return _told(values | more)

    def _around(self, tweet: Tweet) -> dict:
        others = [one for row in shapes.references(tweet) if (one := self._stage.tweets.get(row["id"]))]
        people = dict.fromkeys([tweet.author, *tweet.mentions, *(one.author for one in others)])
        media = [one for one in map(self._stage.x.media.get, tweet.media) if one]
        parts = {
            "users": [self._user(one) for one in people],
            "tweets": [self._post(one) for one in (tweet, *others)],
            "media": [_told(self._stage.x.media.shape(one)) for one in media],
        }
        return {name: rows for name, rows in parts.items() if rows}

    def _user(self, identifier: str) -> dict:
        return _told(shapes.user_values(self._stage, self._stage.world.x_users.get(identifier)))

    def deleted(self, tweet: Tweet) -> None:
        """Somebody deleted a tweet."""
        payload = {"id": tweet.id, "author_id": tweet.author}
        self._tell("post.delete", tweet.author, payload, {"users": [{"data": self._user(tweet.author)}]})

    def liked(self, user: str, tweet: Tweet, at: float) -> None:
        """Somebody liked a tweet: told to both."""
        payload = {
            "id": secrets.token_hex(16),
            "created_at": x_time(tweet.at),
            "timestamp_ms": str(int(at * 1000)),
            "liked_tweet_author_id": tweet.author,
            "liked_tweet_id": tweet.id,
        }
        people = dict.fromkeys((user, tweet.author))
        includes = {"users": [self._user(one) for one in people], "tweets": [self._post(tweet)]}
        self._tell("like.create", user, payload, includes, "outbound")
        self._tell("like.create", tweet.author, payload, includes, "inbound")

    def wrote(self, message: DirectMessage) -> None:
        """Somebody wrote a direct message to one other; these events know no groups."""
        if message.kind != SAID or message.group:
            return
        self._tell("dm.sent", message.sender, self._direct(message), None)
        self._tell("dm.received", message.recipient, self._direct(message), None)

    def _direct(self, message: DirectMessage) -> dict:
        people = (message.sender, message.recipient)
        event = {
            "type": "message_create",
            "id": message.id,
            "created_timestamp": str(int(message.at * 1000)),
            "message_create": {
                "target": {"recipient_id": message.recipient},
                "sender_id": message.sender,
                "message_data": self._said(message),
            },
        }
        return {"direct_message_events": [event], "users": {one: {"data": self._user(one)} for one in people}}

    def _said(self, message: DirectMessage) -> dict:
        worded = of_message(self._stage, message)
        links = [
            {
                "url": one["url"],
                "expanded_url": one["expanded_url"],
                "display_url": one["display_url"],
                "indices": [one["start"], one["end"]],
            }
            for one in worded.urls
        ]
        entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": links}
        media = [one for one in map(self._stage.x.media.get, message.media) if one]
        attached = {"attachment": {"type": "media", "media": self._attached(message, media[0])}} if media else {}
        return {"text": escaped(worded.text), "entities": entities, **attached}

    def _attached(self, message: DirectMessage, one: XMedia) -> dict:
        """A medium in the form of the older API, which these events still have."""
        shape = self._stage.x.media.shape(one, self._stage.x.media.private_url(message.id, one))
        address = shape.get("url") or shape["preview_image_url"]
        sizes = {name: {"w": most, "h": most * 9 // 16, "resize": how} for name, (how, most) in SIZES.items()}
        films = [
            {"bitrate": row.get("bit_rate"), "content_type": row["content_type"], "url": row["url"]}
            for row in shape.get("variants", [])
        ]
        video = {"video_info": {"aspect_ratio": [16, 9], "variants": films}} if films else {}
        media = {"id": int(one.id), "id_str": one.id, "media_url": address, "media_url_https": address, "sizes": sizes}
        return {**media, "type": one.kind, **video}

    def revoked(self, user: str, app: str) -> None:
        """A user took their consent back: told to every webhook of the app."""
        when = datetime.fromtimestamp(int(self._stage.clock.now()), UTC).isoformat()
        payload = {"date_time": when, "user_id": user, "app_id": app}
        data = {"event_uuid": _uuid(), "filter": {}, "event_type": "oauth.revoke", "payload": payload}
        for hook in self._stage.x.hooks.of_app(app):
            self._stage.x.hooks.post(hook.id, "x", "oauth.revoke", data)


def _uuid() -> str:
    return str(secrets.randbits(64) - 2**63)
