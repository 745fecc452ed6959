"""Objects of X's older API (1.1), which webhooks still carry, put into the form of the present one.

Shapes: docs.x.com, "Account Activity data objects"; direct messages of the X Activity API have them too.
"""

import re

from platforms import payload, x_api
from platforms.x_included import Included

STATUS = re.compile(r"https?://(?:mobile\.)?(?:twitter|x)\.com/\w+/status(?:es)?/(\d{1,19})")


def user(older):
    """A user: {id_str, screen_name, profile_image_url_https, name}; one of the present form is left as it is."""
    inner = payload.dig(older, "data")
    older = inner if isinstance(inner, dict) else older
    return {
        "id": identifier(older),
        "name": payload.words(older, "name"),
        "username": payload.words(older, "username") or payload.words(older, "screen_name"),
        "profile_image_url": payload.words(older, "profile_image_url")
        or payload.words(older, "profile_image_url_https"),
        "public_metrics": payload.dig(older, "public_metrics")
        or {"followers_count": payload.dig(older, "followers_count")},
        "verified": payload.dig(older, "verified"),
        "verified_type": payload.dig(older, "verified_type"),
    }


def media(older):
    """A file: {type, media_url_https, video_info: {variants}, ext_alt_text}."""
    kind, url = payload.words(older, "type"), payload.words(older, "media_url_https")
    return {
        "media_key": identifier(older),
        "type": kind,
        "url" if kind == "photo" else "preview_image_url": url,
        "variants": payload.rows(older, "video_info", "variants"),
        "alt_text": payload.words(older, "ext_alt_text"),
    }


def tweet(older):
    """(a tweet in the present form, its `Included`)."""
    longer = payload.dig(older, "extended_tweet")
    longer = longer if isinstance(longer, dict) else older
    files = [media(row) for row in payload.rows(longer, "extended_entities", "media")]
    said = payload.words(longer, "full_text") or payload.words(older, "text")
    present = {
        "id": identifier(older),
        "text": said,
        "author_id": identifier(payload.dig(older, "user")),
        "in_reply_to_user_id": identifier(older, "in_reply_to_user_id"),
        "referenced_tweets": _references(older),
        "attachments": {"media_keys": [row["media_key"] for row in files]},
        "entities": _entities(payload.dig(longer, "entities") or payload.dig(older, "entities")),
    }
    return present, _included(older, files)


def identifier(older, name="id"):
    """An id, which the older API gives as text under another name, because as a number it is too large for many."""
    return payload.ident(older, f"{name}_str") or payload.ident(older, name)


def shared(links):
    """The id of the post to which one of these addresses leads, or empty."""
    found = (STATUS.match(payload.words(link, "expanded_url")) for link in links)
    return next((one[1] for one in found if one), "")


def _references(older):
    named = {
        "replied_to": identifier(older, "in_reply_to_status_id"),
        "quoted": identifier(older, "quoted_status_id"),
        "retweeted": identifier(payload.dig(older, "retweeted_status")),
    }
    return [{"type": kind, "id": number} for kind, number in named.items() if number]


def _entities(older):
    mentions = [
        {"id": identifier(row), "username": row.get("screen_name")} for row in payload.rows(older, "user_mentions")
    ]
    pictures = [{**row, "media_key": identifier(row)} for row in payload.rows(older, "media")]
    return {"mentions": mentions, "urls": payload.rows(older, "urls") + pictures}


def _included(older, files):
    quoted = payload.dig(older, "quoted_status")
    writers = [payload.dig(older, "user"), payload.dig(quoted, "user")]
    posts = [tweet(quoted)[0]] if isinstance(quoted, dict) else []
    return Included(
        users={one["id"]: x_api.person(one) for one in map(user, filter(None, writers)) if one["id"]},
        media={row["media_key"]: row for row in files},
        posts={row["id"]: row for row in posts},
    )
