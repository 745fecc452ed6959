"""What hangs on a public post or comment: pictures, films, links, events, people named.

Polled objects carry story attachments (Graph API reference, StoryAttachment), webhooks a few addresses and numbers
(Graph API, "Page webhooks reference", field `feed`).
"""

from platforms import payload
from platforms.base import Detail, Media, MediaKind, PostKind

IMAGE, VIDEO, STICKER = MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.STICKER
# `type` and `media_type` of an attachment. A GIF is told to be a film only by having one.
FILES = {
    "animated_image_autoplay": VIDEO,
    "animated_image_share": IMAGE,
    "animated_image_video": VIDEO,
    "cover_photo": IMAGE,
    "photo": IMAGE,
    "profile_media": IMAGE,
    "sticker": STICKER,
    "video": VIDEO,
    "video_autoplay": VIDEO,
    "video_direct_response": VIDEO,
    "video_inline": VIDEO,
}
DETAILS = {
    "event": "event",
    "fallback": "link",
    "link": "link",
    "multi_share": "link",
    "share": "link",
    "video_share_youtube": "link",
}
# What a webhook names by `item`, and which numbers it gives.
ITEMS = ("post", "status", "comment", "rating", "photo", "video", "share", "link", "album", "event")
# Details that do not show by themselves what was said.
SILENT = ("mention", "unsupported")


def polled(row):
    """(media, details) of a post or comment as Graph shows it when asked."""
    hanging = payload.rows(row, "attachments", "data")
    single = payload.dig(row, "attachment")
    hanging = [*hanging, single] if isinstance(single, dict) else hanging
    media, details = [], []
    for one in hanging:
        _sort(one, media, details)
    return tuple(media), (*details, *mentions(row))


def told(value):
    """(media, details) of a webhook's value."""
    return _told_media(value), (*_told_details(value), *mentions(value))


def mentions(value):
    """Who is named in the words: people and pages."""
    named = [tag for tag in payload.rows(value, "message_tags") if payload.words(tag, "name")]
    return tuple(Detail("mention", tag["name"], _values(tag, "id", "type")) for tag in named)


def shown(text, media, details, name=""):
    """(kind, details): a message if anything of it can be shown, else an unsupported one that says what it is."""
    if text or media or any(detail.kind not in SILENT for detail in details):
        return PostKind.MESSAGE, details
    known = any(detail.kind == "unsupported" for detail in details)
    return PostKind.UNSUPPORTED, details if known else (*details, Detail("unsupported", name))


def _sort(attachment, media, details):
    """Put an attachment, or the parts of an album, where it belongs."""
    parts = payload.rows(attachment, "subattachments", "data")
    for part in parts:
        _sort(part, media, details)
    if parts:
        return
    file = _file(attachment)
    (media if file else details).append(file or _detail(attachment))


def _names(attachment):
    return [payload.words(attachment, "type"), payload.words(attachment, "media_type")]


def _file(attachment):
    kind = next((FILES[name] for name in _names(attachment) if name in FILES), None)
    film, still = payload.words(attachment, "media", "source"), payload.words(attachment, "media", "image", "src")
    if kind is IMAGE and film:
        kind = VIDEO
    number, alt = payload.ident(attachment, "target", "id"), payload.words(attachment, "description")
    url = film if kind is VIDEO else still
    return Media(kind, url, number, alt=alt if kind is IMAGE else "") if kind and (url or number) else None


def _detail(attachment):
    names = _names(attachment)
    kind = next((DETAILS[name] for name in names if name in DETAILS), "unsupported")
    address = payload.words(attachment, "unshimmed_url") or payload.words(attachment, "url")
    data = {**_values(attachment, "description"), **({"url": address} if address else {})}
    title = payload.words(attachment, "title")
    if kind == "unsupported":
        return Detail(kind, names[0] or names[1], {**data, **({"title": title} if title else {})})
    return Detail(kind, title or address, data)


def _told_media(value):
    item, link = payload.words(value, "item"), payload.words(value, "link")
    photos = payload.dig(value, "photos")
    found = [Media(IMAGE, url) for url in photos if isinstance(url, str)] if isinstance(photos, list) else []
    for name, kind in (("photo", IMAGE), ("video", VIDEO)):
        url = link if item == name else payload.words(value, name)
        number = payload.ident(value, f"{name}_id")
        if (url or number) and not found:
            found.append(Media(kind, url, number))
    numbers = payload.dig(value, "photo_ids")
    numbers = numbers if item == "album" and isinstance(numbers, list) else []
    return (*found, *(Media(IMAGE, id=str(number)) for number in numbers if isinstance(number, (int, str))))


def _told_details(value):
    item, link = payload.words(value, "item"), payload.words(value, "link")
    if item == "event":
        yield Detail("event", payload.words(value, "story"), _values(value, "event_id"))
    if link and item not in ("photo", "video"):
        yield Detail("share" if item == "share" else "link", link, {"url": link})
    if item and item not in ITEMS:
        yield Detail("unsupported", item)


def _values(row, *names):
    return {name: row[name] for name in names if row.get(name) not in (None, "")}
