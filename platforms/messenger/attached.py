"""What hangs on a private message: files, stickers, links, places, products.

Sources: Messenger Platform, "Webhook events: messages" and "Conversations API"; Graph API reference, /message.
"""

from platforms import payload
from platforms.base import Detail, Media, MediaKind, PostKind

FILES = {
    "image": MediaKind.IMAGE,
    "audio": MediaKind.AUDIO,
    "video": MediaKind.VIDEO,
    "file": MediaKind.FILE,
    "sticker": MediaKind.STICKER,
}
# The kind of detail that an attachment's type makes.
DETAILS = {
    "fallback": "link",
    "ig_post": "share",
    "ig_reel": "share",
    "location": "location",
    "post": "share",
    "product": "product",
    "reel": "share",
    "share": "share",
    "story_mention": "share",
    "template": "template",
}
SILENT = ("standby", "unsupported")


def told(message, number):
    """(media, details) of a webhook's message with the id `number`."""
    media, details = [], []
    for place, one in enumerate(payload.rows(message, "attachments")):
        kind = _kind(message, one)
        if kind:
            media.append(Media(kind, payload.words(one, "payload", "url"), place_id(number, place)))
        else:
            details += _details(one)
    if not media and message.get("sticker_id"):
        details.append(Detail("unsupported", "sticker", {"sticker_id": payload.ident(message, "sticker_id")}))
    return tuple(media), tuple(details)


def polled(row, number):
    """(media, details) of a message as the Conversations API shows it."""
    links = tuple(_shared(one) for one in payload.rows(row, "shares", "data") if payload.words(one, "link"))
    sticker = payload.words(row, "sticker")
    if sticker:
        return (Media(MediaKind.STICKER, sticker, place_id(number, 0)),), links
    attachments = payload.rows(row, "attachments", "data")
    return tuple(_polled_file(one, place_id(number, place)) for place, one in enumerate(attachments)), links


def place_id(number, place):
    """What to ask for when a file's address has ended: the message, and which of its files."""
    return f"{number}:{place}" if number else ""


def address(attachment):
    """Where a polled attachment lies."""
    places = (("image_data", "url"), ("video_data", "url"), ("file_url",))
    return next(filter(None, (payload.words(attachment, *path) for path in places)), "")


def shown(text, media, details):
    """(kind, details): a message if anything of it can be shown, else an unsupported one."""
    if text or media or any(detail.kind not in SILENT for detail in details):
        return PostKind.MESSAGE, details
    known = any(detail.kind == "unsupported" for detail in details)
    return PostKind.UNSUPPORTED, details if known else (*details, Detail("unsupported"))


def _kind(message, attachment):
    # Until the autumn of 2026 a sticker comes as an image with a number of its own.
    if message.get("sticker_id") or payload.ident(attachment, "payload", "sticker_id"):
        return MediaKind.STICKER
    return FILES.get(payload.words(attachment, "type"))


def _details(attachment):
    """The details of an attachment that is no file; a template with products makes one for each."""
    name = payload.words(attachment, "type")
    products = payload.rows(attachment, "payload", "product", "elements")
    if products:
        return [Detail("product", payload.words(one, "title"), one) for one in products]
    kind = DETAILS.get(name, "unsupported")
    read = _location if kind == "location" else _other
    return [read(kind, name, attachment)]


def _location(kind, _name, attachment):
    point = payload.dig(attachment, "payload", "coordinates")
    url = payload.words(attachment, "url")
    data = {**(point if isinstance(point, dict) else {}), **({"url": url} if url else {})}
    return Detail(kind, payload.words(attachment, "title"), data)


def _other(kind, name, attachment):
    given = payload.dig(attachment, "payload")
    given = given if isinstance(given, dict) else {}
    url = payload.words(attachment, "url") or payload.words(given, "url")
    data = {**given, **({"url": url} if url else {})}
    title = payload.words(attachment, "title") or _title(given)
    return Detail(kind, name if kind == "unsupported" else title or url, data)


def _title(given):
    """The words of a template or share: its own, or those of its first card."""
    names = ("text", "title", "intro_message")
    cards = [given, *payload.rows(given, "elements")[:1]]
    return next((words for card in cards for name in names if (words := payload.words(card, name))), "")


def _shared(share):
    link = share["link"]
    return Detail("share", payload.words(share, "name") or link, {"url": link})


def _polled_file(attachment, number):
    mime, size = payload.words(attachment, "mime_type"), payload.dig(attachment, "size")
    image = payload.dig(attachment, "image_data")
    sticker = payload.dig(image, "render_as_sticker") is True
    kind = MediaKind.STICKER if sticker else FILES.get(mime.partition("/")[0], MediaKind.FILE)
    size = size if isinstance(size, int) and not isinstance(size, bool) else None
    return Media(kind, address(attachment), number, mime, payload.words(attachment, "name"), size)
