"""Files in X's posts and direct messages: what they are, and where they can be fetched."""

import re
from urllib.parse import urlsplit

from platforms import payload
from platforms.base import Detail, Media, MediaKind, Outcome, PlatformError
from platforms.words import _

MEDIA_FIELDS = "type,url,preview_image_url,variants,alt_text"
# Of a film the best version below this many bits a second is taken: more is not needed beside a conversation.
BEST_BITS = 8_000_000
TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
# X's own hosts, which want the user's token.
OWN_HOSTS = ("api.x.com", "api.twitter.com", "ton.x.com", "ton.twitter.com")
# The address of a direct message's picture; with OAuth 2.0 it is fetched through the API ("Download DM Media").
TON = re.compile(r"https://ton\.(?:twitter|x)\.com/(?:i|1\.1)/ton/data/dm/(\d{1,19})/(\d{1,19})/([\w.-]{1,50})")
# Where the text says with an address that a file is attached.
PICTURE_LINK = re.compile(r"(?:pic\.(?:twitter|x)\.com/|(?:twitter|x)\.com/messages/media/)|/(?:photo|video)/\d+$")


def attached(item, included):
    """(files, details) of a post's or message's `attachments`; what has no address is told as a detail."""
    keys = [str(key) for key in _list(item, "media_keys")]
    described = [included.media.get(key, {}) for key in keys]
    files = [(key, each, media(each)) for key, each in zip(keys, described, strict=True)]
    lost = [
        Detail("unsupported", payload.words(each, "type") or "media", {"media_key": key})
        for key, each, one in files
        if not one
    ]
    polls = [_poll(str(key), included.polls.get(str(key))) for key in _list(item, "poll_ids")]
    cards = [Detail("unsupported", "card", {"id": str(key)}) for key in _list(item, "card_ids")]
    return tuple(one for *_, one in files if one), (*lost, *polls, *cards)


def media(described):
    """A media object as a file, None if it names no address."""
    key, alt = payload.ident(described, "media_key"), payload.words(described, "alt_text")
    film = _film(payload.rows(described, "variants"))
    if film:
        mime = payload.words(film, "content_type")
        kind = MediaKind.AUDIO if mime.startswith("audio/") else MediaKind.VIDEO
        return Media(kind, film["url"], key, mime, alt=alt)
    url = payload.words(described, "url") or payload.words(described, "preview_image_url")
    return Media(MediaKind.IMAGE, url, key, _type(url), alt=alt) if url else None


def locate(wire, media):
    """Where to fetch a file now, and the headers to send: the token goes to X's own hosts only."""
    if not media.url:
        raise PlatformError(Outcome.MESSAGE_FAILED, "", _("X named no address for this file."))
    found = TON.fullmatch(media.url)
    url = f"{wire.base.rstrip('/')}/2/dm_conversations/media/{'/'.join(found.groups())}" if found else media.url
    return url, {"Authorization": f"Bearer {wire.token}"} if _is_own(wire, url) else {}


def is_picture_link(link):
    """Does this address in a text (an entity of kind url) only stand for an attached file?"""
    shown = payload.words(link, "display_url"), payload.words(link, "expanded_url")
    return bool(payload.ident(link, "media_key")) or any(PICTURE_LINK.search(each) for each in shown)


def _list(item, name):
    found = payload.dig(item, "attachments", name)
    return found if isinstance(found, list) else []


def _film(variants):
    """The best version to play that is not too large."""
    fit = [row for row in variants if payload.words(row, "url") and _plays(row) and _bits(row) <= BEST_BITS]
    return max(fit, key=_bits, default=None)


def _plays(variant):
    mime = payload.words(variant, "content_type")
    return mime == "video/mp4" or mime.startswith("audio/")


def _bits(variant):
    bits = variant.get("bit_rate", variant.get("bitrate"))
    return bits if isinstance(bits, int) else 0


def _poll(key, poll):
    options = [payload.words(row, "label") for row in payload.rows(poll, "options")]
    return Detail("unsupported", "poll", {"id": key, **({"options": options} if options else {})})


def _type(url):
    parts = _split(url)
    ending = parts.path.rpartition(".")[2] if parts else ""
    wanted = re.search(r"format=(\w+)", parts.query) if parts else None
    return TYPES.get((wanted[1] if wanted else ending).lower(), "")


def _is_own(wire, url):
    parts, base = _split(url), _split(wire.base)
    if not parts or not base:
        return False
    same = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
    return same or (parts.scheme == "https" and parts.netloc in OWN_HOSTS)


def _split(url):
    try:
        return urlsplit(url)
    except ValueError:
        return None
