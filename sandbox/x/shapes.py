"""Tweets, users and direct messages as X API v2 shows them, under the older names (tweet.fields) or those of 2026."""

import re

from sandbox.clock import x_time
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x.direct import DirectMessage
from sandbox.x.problems import invalid
from sandbox.x.tweets import Tweet

TWEET_ALWAYS = ("id", "text", "edit_history_tweet_ids")
USER_ALWAYS = ("id", "name", "username")
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
TWEET_COUNTS = ("retweet_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count")
NEW_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "retweet_count": "repost_count",
    "tweet_count": "post_count",
}
OLD_NAMES = {new: old for old, new in NEW_NAMES.items()}


def new_names(call: Call) -> bool:
    """Whether the caller speaks of posts, not of tweets."""
    asked_for = call.text("user.fields") + call.text("expansions")
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


def tweet(stage: Stage, call: Call, one: Tweet) -> dict:
    """A tweet with the fields asked for."""
    answered = stage.tweets.get(one.in_reply_to)
    values = dict.fromkeys(EMPTY) | {
        "id": one.id,
        "text": one.text,
        "edit_history_tweet_ids": [one.id],
        "author_id": one.author,
        "conversation_id": one.conversation,
        "created_at": x_time(one.at),
        "in_reply_to_user_id": answered.author if answered else None,
        "referenced_tweets": [{"type": "replied_to", "id": one.in_reply_to}] if one.in_reply_to else None,
        "entities": entities(stage, one.text),
        "lang": "en",
        "reply_settings": "everyone",
        "possibly_sensitive": False,
        "source": "Sandbox",
        "public_metrics": dict.fromkeys(TWEET_COUNTS, 0),
        "edit_controls": {"edits_remaining": 5, "is_edit_eligible": False, "editable_until": x_time(one.at + 3600)},
    }
    wanted = asked(call, "tweet.fields", "post.fields")
    wanted += ["author_id"] if "author_id" in asked(call, "expansions") else []
    return narrowed(call, "tweet.fields", values, TWEET_ALWAYS, wanted)


def entities(stage: Stage, text: str) -> dict | None:
    """Mentions and hashtags with their places; None when there are none."""
    mentions = []
    for found in re.finditer(r"(?<!\w)@(\w{1,15})", text):
        user = stage.world.x_user_named(found[1])
        if user:
            mentions.append({"start": found.start(), "end": found.end(), "username": user.username, "id": user.id})
    tags = [
        {"start": found.start(), "end": found.end(), "tag": found[1]} for found in re.finditer(r"(?<!\w)#(\w+)", text)
    ]
    every = {"mentions": mentions, "hashtags": tags}
    return {name: values for name, values in every.items() if values} or None


def user(call: Call, one: XUser) -> dict:
    """A user with the fields asked for."""
    metrics = dict.fromkeys(("followers_count", "following_count", "tweet_count", "listed_count"), 0)
    values = dict.fromkeys(USER_EMPTY) | {
        "id": one.id,
        "name": one.name,
        "username": one.username,
        "created_at": "2020-01-01T00:00:00.000Z",
        "description": "",
        "profile_image_url": "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png",
        "protected": False,
        "verified": False,
        "public_metrics": metrics,
    }
    return narrowed(call, "user.fields", values, USER_ALWAYS, asked(call, "user.fields"))


def direct_message(call: Call, one: DirectMessage) -> dict:
    """A direct message event with the fields asked for."""
    values = dict.fromkeys(("attachments", "entities", "participant_ids", "referenced_tweets")) | {
        "id": one.id,
        "event_type": "MessageCreate",
        "text": one.text,
        "created_at": x_time(one.at),
        "dm_conversation_id": one.conversation,
        "sender_id": one.sender,
    }
    wanted = asked(call, "dm_event.fields")
    wanted += ["sender_id"] if "sender_id" in asked(call, "expansions") else []
    return narrowed(call, "dm_event.fields", values, DM_ALWAYS, wanted)


def included(stage: Stage, call: Call, tweets: list[Tweet]) -> dict:
    """The `includes` of tweets: users and referenced tweets, each once."""
    expansions = asked(call, "expansions")
    users: dict[str, None] = {}
    for one in tweets:
        users |= dict.fromkeys(_users_of(stage, one, expansions))
    found = {"users": [user(call, stage.world.x_users.get(identifier)) for identifier in users]}
    if {"referenced_tweets.id", "referenced_tweets"} & set(expansions):
        above = dict.fromkeys(one.in_reply_to for one in tweets)
        found["tweets"] = [tweet(stage, call, one) for one in map(stage.tweets.get, above) if one]
    return {name: values for name, values in found.items() if values}


def _users_of(stage: Stage, one: Tweet, expansions: list[str]) -> list[str]:
    answered = stage.tweets.get(one.in_reply_to)
    by_expansion = {
        "author_id": [one.author],
        "entities.mentions.username": one.mentions,
        "in_reply_to_user_id": [answered.author] if answered else [],
        "referenced_tweets.id.author_id": [answered.author] if answered else [],
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
