"""Media of X: photos, GIFs (which X turns into short films) and videos, uploaded by the company or sent by customers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.files import File
from sandbox.samples import SAMPLES
from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage

MEGABYTE = 1024 * 1024
DAY = 24 * 3600
# kind: (prefix of its media key, largest file in bytes)
KINDS = {
    "photo": ("3", 5 * MEGABYTE),
    "animated_gif": ("16", 15 * MEGABYTE),
    "video": ("7", 512 * MEGABYTE),
}
CATEGORIES = {
    "tweet_image": "photo",
    "tweet_gif": "animated_gif",
    "tweet_video": "video",
    "amplify_video": "video",
    "dm_image": "photo",
    "dm_gif": "animated_gif",
    "dm_video": "video",
}
TYPES = {
    "photo": ("image/jpeg", "image/png", "image/webp", "image/bmp", "image/tiff", "image/pjpeg"),
    "animated_gif": ("image/gif",),
    "video": ("video/mp4", "video/quicktime", "video/webm", "video/mp2t"),
}
VARIANTS = ((10_368_000, "1280x720"), (2_176_000, "640x360"), (832_000, "480x270"))
SIZE = (1280, 720)
# The smallest GIF there is: one white pixel.
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@dataclass
class XMedia:
    """One file; `state` is that of its processing, `file` the id of its bytes, `used` whether something shows it."""

    id: str
    owner: str
    kind: str
    category: str
    at: float
    file: str = ""
    mime: str = ""
    size: int = 0
    alt_text: str = ""
    state: str = "succeeded"
    expected: int = 0
    segments: int = 0
    ready_at: float = 0.0
    used: bool = False

    @property
    def key(self) -> str:
        """The media key by which posts and messages name it."""
        return f"{KINDS[self.kind][0]}_{self.id}"


class MediaBox:
    """Every medium by id and by key."""

    def __init__(self, stage: Stage):
        """Load what is known; bytes stay on disk."""
        self._stage = stage
        self._shelf = Shelf(stage.store, "x_media", XMedia, lambda one: one.id)

    def get(self, identifier: str) -> XMedia | None:
        """By id or key."""
        return self._shelf.get(identifier.rpartition("_")[2])

    def save(self, one: XMedia) -> XMedia:
        """Keep a change."""
        return self._shelf.save(one)

    def begin(self, owner: str, category: str, mime: str, expected: int) -> XMedia:
        """A medium whose bytes are to come."""
        made = XMedia(
            self._number(), owner, CATEGORIES[category], category, self._stage.clock.now(), mime=mime, expected=expected
        )
        made.state = "waiting"
        return self.save(made)

    def _number(self) -> str:
        now = self._stage.clock.now()
        made = ids.snowflake(now)
        while made in self._shelf:
            made = ids.snowflake(now)
        return made

    def append(self, one: XMedia, index: int, data: bytes) -> None:
        """One segment; the same index again replaces it."""
        self._stage.store.keep(_segment(one, index), data)
        one.segments = max(one.segments, index + 1)
        self.save(one)

    def joined(self, one: XMedia) -> bytes | None:
        """All segments in order; None when one is missing."""
        parts = [self._stage.store.kept(_segment(one, index)) for index in range(one.segments)]
        return None if None in parts else b"".join(parts)

    def fill(self, one: XMedia, data: bytes, mime: str = "") -> XMedia:
        """The bytes are there; films are processed for a while, photos are ready at once."""
        switches, now = self._stage.x.switches, self._stage.clock.now()
        file = self._stage.files.add(f"x:{one.owner}", data, mime)
        one.file, one.mime, one.size = file.id, file.mime, file.size
        one.state, one.ready_at = "succeeded", now
        if one.kind != "photo":
            one.state, one.ready_at = switches.uploads, now + switches.processing
        self._stage.x.save()
        return self.save(one)

    def stage_of(self, one: XMedia) -> str:
        """pending, in_progress, then succeeded or failed, by the sandbox's clock."""
        if one.state == "waiting":
            return "waiting"
        left, whole = one.ready_at - self._stage.clock.now(), self._stage.x.switches.processing
        if left <= 0:
            return one.state
        return "pending" if left > whole / 2 else "in_progress"

    def usable(self, identifier: str, owner: str) -> XMedia | None:
        """A medium of this owner that is ready and not older than a day; None otherwise."""
        one = self.get(identifier)
        if not one or one.owner != owner or self.stage_of(one) != "succeeded":
            return None
        return one if one.at + DAY > self._stage.clock.now() else None

    def made_by(self, owner: str, kind: str, alt_text: str = "", data: bytes | None = None) -> XMedia:
        """A customer's medium, ready at once; without bytes it is a sample of its kind."""
        category = {"photo": "tweet_image", "animated_gif": "tweet_gif", "video": "tweet_video"}[kind]
        one = XMedia(self._number(), owner, kind, category, self._stage.clock.now(), alt_text=alt_text)
        sample = GIF if kind == "animated_gif" else SAMPLES["image" if kind == "photo" else "video"][2]
        file = self._stage.files.add(f"x:{owner}", data or sample, "", incoming=True)
        one.file, one.mime, one.size = file.id, file.mime, file.size
        return self.save(one)

    def file_of(self, one: XMedia) -> File | None:
        """Its bytes' description."""
        return self._stage.files.get(one.file)

    def url(self, one: XMedia, name: str) -> str:
        """Where everybody can fetch it, at the sandbox's own origin."""
        return f"{self._stage.base}/media/x/{one.key}/{name}"

    def private_url(self, message: str, one: XMedia) -> str:
        """Where those in a conversation, and only they, fetch a photo of a direct message."""
        return f"{self._stage.base}/2/dm_conversations/media/{message}/{one.id}/photo.{extension(one.mime)}"

    def shape(self, one: XMedia, address: str = "") -> dict:
        """All fields of a media object; `address` stands in for the public one of a photo in a direct message."""
        file = self.file_of(one)
        width, height = (file.width, file.height) if file and file.width else SIZE
        body = {"media_key": one.key, "type": one.kind, "width": width, "height": height}
        body |= {"alt_text": one.alt_text} if one.alt_text else {}
        if one.kind == "photo":
            return body | {"url": address or self.url(one, f"photo.{extension(one.mime)}")}
        body["preview_image_url"] = self.url(one, "preview.png")
        if one.kind == "animated_gif":
            variants = [{"bit_rate": 0, "content_type": "video/mp4", "url": self.url(one, "gif.mp4")}]
            return body | {"variants": variants}
        playlist = {"content_type": "application/x-mpegURL", "url": self.url(one, "playlist.m3u8")}
        films = [
            {"bit_rate": rate, "content_type": "video/mp4", "url": self.url(one, f"{size}.mp4")}
            for rate, size in VARIANTS
        ]
        return body | {"duration_ms": 8000, "public_metrics": {"view_count": 0}, "variants": [playlist, *films]}


def extension(mime: str) -> str:
    """The end of a file name for a type."""
    return re.sub(r"^jpeg$", "jpg", mime.rpartition("/")[2]) or "bin"


def _segment(one: XMedia, index: int) -> str:
    return f"x_media:{one.id}:{index}"
