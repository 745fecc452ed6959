"""Tweets, users, media and direct messages as X API v2 shows them, under the older names (tweet.fields) or those of 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.clock import x_time
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x.direct import SAID, DirectMessage
from sandbox.x.media import XMedia
from sandbox.x.problems import invalid, not_found, not_yours
from sandbox.x.tweets import EDITS, Tweet
from sandbox.x.wording import entities, escaped, is_long, of_message, of_tweet, with_short_links

if TYPE_CHECKING:
    from sandbox.stage import Stage

TWEET_ALWAYS = ("id", "text", "edit_history_tweet_ids")
USER_ALWAYS = ("id", "name", "username")
MEDIA_ALWAYS = ("media_key", "type")
DM_ALWAYS = ("id", "event_type", "text")
EMPTY = (
    "article article_title attachments card_uri community_id context_annotations display_text_range geo media_metadata "
    "matched_media_notes non_public_metrics note_post note_request_suggestions note_tweet organic_metrics scopes "
    "paid_partnership promoted_metrics suggested_source_links suggested_source_links_with_counts withheld"
).split()
USER_EMPTY = (
    "affiliation confirmed_email connection_status entities is_identity_verified location most_recent_tweet_id parody "
    "pinned_tweet_id profile_banner_url receives_your_dm subscribes_to_you subscription subscription_type url "
    "verified_followers_count verified_type withheld"
).split()
MEDIA_EMPTY = (
    "alt_text duration_ms non_public_metrics organic_metrics preview_image_url promoted_metrics public_metrics url "
    "variants"
).split()
TWEET_COUNTS = ("retweet_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count")
NEW_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "note_tweet": "note_post",
    "retweet_count": "repost_count",
    "tweet_count": "post_count",
}
OLD_NAMES = {new: old for old, new in NEW_NAMES.items()}
REFERENCED = {"referenced_tweets.id", "referenced_tweets"}


def new_names(call: Call) -> bool:
    """Whether the caller speaks of posts, not of tweets."""
    asked_for = call.text("user.fields") + call.text("expansions") + call.text("dm_event.fields")
    return "post.fields" in call.params or "post" in asked_for


def renamed(value: object) -> object:
    """The same JSON under the names of 2026."""
    if isinstance(value, dict):
        return {NEW_NAMES.get(name, name): renamed(inside) for name, inside in value.items()}
    return [renamed(inside) for inside in value] if isinstance(value, list) else value


def asked(call: Call, *names: str) -> list[str]:
    """The values of a comma-separated parameter, under any of its names."""
    text = next((call.text(name) for name in names if call.text(name)), "")
    return [OLD_NAMES.get(one, one) for one in text.split(",") if one]


def narrowed(call: Call, parameter: str, values: dict, always: tuple[str, ...], wanted: list[str]) -> dict:
    """The wanted part of an object; 400 for a field that does not exist."""
    for name in wanted:
        if name not in values:
            raise invalid(
                parameter, name, f"The `{parameter}` query parameter value [{name}] is not one of those known."
            )
    chosen = dict.fromkeys([*always, *wanted])
    return {name: values[name] for name in chosen if values[name] is not None}


def references(one: Tweet) -> list[dict]:
    """What a tweet answers and quotes."""
    kinds = (("replied_to", one.in_reply_to), ("quoted", one.quoted))
    return [{"type": kind, "id": identifier} for kind, identifier in kinds if identifier]


def tweet_values(stage: Stage, one: Tweet) -> dict:
    """Every field of a tweet; None for what it lacks."""
    answered, worded = stage.tweets.get(one.in_reply_to), of_tweet(stage, one)
    media = [found.key for found in map(stage.x.media.get, one.media) if found]
    counts = {"reply_count": stage.tweets.replies[one.id], "quote_count": stage.tweets.quotes[one.id]}
    return dict.fromkeys(EMPTY) | {
        "id": one.id,
        "text": escaped(worded.text),
        "edit_history_tweet_ids": one.versions,
        "author_id": one.author,
        "conversation_id": one.conversation,
        "created_at": x_time(one.at),
        "in_reply_to_user_id": answered.author if answered else None,
        "referenced_tweets": references(one) or None,
        "attachments": {"media_keys": media} if media else None,
        "note_tweet": _note(stage, one) if is_long(one.text) else None,
        "entities": entities(stage, worded),
        "lang": one.lang,
        "reply_settings": one.reply_settings,
        "possibly_sensitive": False,
        "source": "Sandbox",
        "public_metrics": dict.fromkeys(TWEET_COUNTS, 0) | counts | {"like_count": stage.x.relations.liked[one.first]},
        "edit_controls": {
            "edits_remaining": EDITS + 1 - len(one.versions),
            "is_edit_eligible": not one.in_reply_to,
            "editable_until": x_time(one.editable_until),
        },
    }


def _note(stage: Stage, one: Tweet) -> dict:
    worded = with_short_links(one.text, one.first)
    found = entities(stage, worded)
    return {"text": escaped(worded.text)} | ({"entities": found} if found else {})


def tweet(stage: Stage, call: Call, one: Tweet) -> dict:
    """A tweet with the fields asked for, and those that expansions bring with them."""
    wanted, expansions = asked(call, "tweet.fields", "post.fields"), asked(call, "expansions")
    brings = {
        "author_id": "author_id",
        "attachments.media_keys": "attachments",
        **dict.fromkeys(REFERENCED, "referenced_tweets"),
    }
    wanted += [brings[name] for name in expansions if name in brings]
    return narrowed(call, "tweet.fields", tweet_values(stage, one), TWEET_ALWAYS, wanted)


def user_values(stage: Stage, one: XUser) -> dict:
    """Every field of a user."""
    metrics = dict.fromkeys(("followers_count", "following_count", "tweet_count", "listed_count"), 0)
    manner = stage.x.relations.manner(one.id)
    return dict.fromkeys(USER_EMPTY) | {
        "id": one.id,
        "name": one.name,
        "username": one.username,
        "created_at": "2020-01-01T00:00:00.000Z",
        "description": "",
        "profile_image_url": manner.picture or f"{stage.base}/media/x/profile/{one.id}_normal.png",
        "protected": manner.protected,
        "verified": False,
        "public_metrics": metrics,
    }


def user(stage: Stage, call: Call, one: XUser) -> dict:
    """A user with the fields asked for."""
    return narrowed(call, "user.fields", user_values(stage, one), USER_ALWAYS, asked(call, "user.fields"))


def medium(stage: Stage, call: Call, one: XMedia, address: str = "") -> dict:
    """A media object with the fields asked for; `address` is where a direct message's photo is."""
    values = dict.fromkeys(MEDIA_EMPTY) | stage.x.media.shape(one, address)
    return narrowed(call, "media.fields", values, MEDIA_ALWAYS, asked(call, "media.fields"))


def message_values(stage: Stage, one: DirectMessage) -> dict:
    """Every field of a direct message event."""
    worded = of_message(stage, one)
    media = [found.key for found in map(stage.x.media.get, one.media) if found]
    said = one.kind == SAID
    return {
        "id": one.id,
        "event_type": one.kind,
        "text": escaped(worded.text) if said else None,
        "created_at": x_time(one.at),
        "dm_conversation_id": one.conversation,
        "sender_id": one.sender,
        "attachments": {"media_keys": media} if media else None,
        "entities": entities(stage, worded) if said else None,
        "participant_ids": one.about or None,
        "referenced_tweets": [{"id": one.quoted}] if one.quoted else None,
    }


def direct_message(stage: Stage, call: Call, one: DirectMessage) -> dict:
    """A direct message event with the fields asked for."""
    brings = {"sender_id": "sender_id", "attachments.media_keys": "attachments", "participant_ids": "participant_ids"}
    wanted = asked(call, "dm_event.fields")
    wanted += [brings[name] for name in asked(call, "expansions") if name in brings]
    return narrowed(call, "dm_event.fields", message_values(stage, one), DM_ALWAYS, wanted)


def tweets(stage: Stage, call: Call, found: list[Tweet], reader: XUser) -> dict:
    """The `data` (a list), `includes` and `errors` of tweets, each only if there is something in it."""
    seen = [one for one in found if not stage.x.relations.protected(one.author, reader.id)]
    includes, errors = _included(stage, call, seen, reader)
    parts = {"data": [tweet(stage, call, one) for one in seen], "includes": includes, "errors": errors}
    return {name: part for name, part in parts.items() if part}


def _included(stage: Stage, call: Call, found: list[Tweet], reader: XUser) -> tuple[dict, list[dict]]:
    expansions = asked(call, "expansions")
    users = dict.fromkeys(name for one in found for name in _users_of(stage, one, expansions))
    parts = {"users": [user(stage, call, stage.world.x_users.get(name)) for name in users]}
    if "attachments.media_keys" in expansions:
        media = dict.fromkeys(name for one in found for name in one.media)
        parts["media"] = [medium(stage, call, one) for one in map(stage.x.media.get, media) if one]
    errors: list[dict] = []
    if REFERENCED & set(expansions):
        above = dict.fromkeys(row["id"] for one in found for row in references(one))
        parts["tweets"] = [tweet(stage, call, one) for name in above if (one := _visible(stage, name, reader, errors))]
    return {name: values for name, values in parts.items() if values}, errors


def _visible(stage: Stage, identifier: str, reader: XUser, errors: list[dict]) -> Tweet | None:
    """A tweet that another one names; what is gone or protected becomes an error of the whole answer."""
    found = stage.tweets.get(identifier)
    if found and not stage.x.relations.protected(found.author, reader.id):
        return found
    problem = not_yours if found else not_found
    errors.append(problem("tweet", "referenced_tweets.id", identifier))
    return None


def _users_of(stage: Stage, one: Tweet, expansions: list[str]) -> list[str]:
    answered = stage.tweets.get(one.in_reply_to)
    named = [found.author for row in references(one) if (found := stage.tweets.get(row["id"]))]
    by_expansion = {
        "author_id": [one.author],
        "entities.mentions.username": one.mentions,
        "in_reply_to_user_id": [answered.author] if answered else [],
        "referenced_tweets.id.author_id": named,
    }
    return [identifier for name in expansions for identifier in by_expansion.get(name, [])]


def finished(call: Call, body: dict) -> dict:
    """The body under the names that the caller speaks."""
    if not new_names(call):
        return body
    body = renamed(body)
    if "tweets" in body.get("includes", {}):
        body["includes"]["posts"] = body["includes"].pop("tweets")
    return body
