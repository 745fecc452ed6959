"""Files that people and the company sent: bytes on disk, addresses that are signed and die."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from urllib.parse import quote

from sandbox import ids
from sandbox.clock import Clock
from sandbox.store import Shelf, Store

LIVES = 3600.0
MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"%PDF", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)


@dataclass
class File:
    """One file; `owner` is the page or number it belongs to, `incoming` whether a customer sent it."""

    id: str
    owner: str
    mime: str
    name: str
    size: int
    sha256: str
    at: float
    width: int = 0
    height: int = 0
    incoming: bool = False

    @property
    def kind(self) -> str:
        """image, video, audio or file."""
        main = self.mime.partition("/")[0]
        return main if main in ("image", "video", "audio") else "file"


class Files:
    """Every file by id; what belongs to a message stays as long as the sandbox's data."""

    def __init__(self, store: Store, clock: Clock):
        """Load what is known about them; the bytes stay on disk."""
        self._store, self._clock = store, clock
        self._shelf = Shelf(store, "file", File, lambda one: one.id)

    def add(self, owner: str, data: bytes, mime: str = "", name: str = "", incoming: bool = False) -> File:
        """Keep a file; without a type it is told from the first bytes."""
        identifier = ids.number()
        mime = (mime or sniffed(data)).partition(";")[0].strip()
        digest = hashlib.sha256(data).hexdigest()
        width, height = dimensions(data)
        self._store.keep(identifier, data)
        now = self._clock.now()
        file = File(identifier, owner, mime, name, len(data), digest, now, width, height, incoming)
        return self._shelf.save(file)

    def get(self, identifier: str) -> File | None:
        """The file, or None."""
        return self._shelf.get(identifier)

    def drop(self, file: File) -> None:
        """Forget a file; its addresses lead nowhere."""
        self._shelf.drop(file)

    def data(self, file: File) -> bytes:
        """Its bytes."""
        return self._store.kept(file.id) or b""

    def path(self, file: File, lives: float = LIVES) -> str:
        """Where it can be fetched for so many seconds, as Facebook's servers sign it (oe: end, oh: signature)."""
        end = f"{int(self._clock.now() + lives):x}"
        name = quote(file.name or f"{file.id}.{file.mime.rpartition('/')[2]}", safe="")
        return f"/cdn/{file.id}/{name}?oe={end}&oh={signature(file, end)}"

    def signed(self, file: File, end: str) -> str:
        """What makes an address that ends at `end` valid."""
        return signature(file, end)

    def at_path(self, identifier: str, end: str, signed: str) -> File | None:
        """The file behind such an address; None when it is wrong or its time is over."""
        file = self.get(identifier)
        if not file or signed != signature(file, end) or int(end, 16) < self._clock.now():
            return None
        return file


def signature(file: File, end: str) -> str:
    """What makes an address that ends at `end` (hex unix seconds) valid."""
    return hashlib.sha256(f"{file.id}:{file.sha256}:{end}".encode()).hexdigest()[:32]


def sniffed(data: bytes) -> str:
    """The type by the first bytes."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return next((mime for start, mime in MAGIC if data.startswith(start)), "application/octet-stream")


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or GIF in pixels; (0, 0) for anything else."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    if data.startswith(b"GIF8") and len(data) >= 10:
        return struct.unpack("<HH", data[6:10])
    return 0, 0
