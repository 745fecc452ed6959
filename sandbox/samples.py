"""Small files of each kind, for customers who send one without saying which."""

import base64
import struct
import zlib

WIDTH, HEIGHT = 96, 72
WEBP = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08mdat"
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(9)


def png(red: int = 0x20, green: int = 0x80, blue: int = 0x60) -> bytes:
    """A picture of one color."""
    row = b"\x00" + bytes((red, green, blue)) * WIDTH
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(row * HEIGHT)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_of(rows: list[list[bool]], scale: int = 8) -> bytes:
    """A picture in black and white; each cell is so many pixels wide."""
    lines = []
    for row in rows:
        line = b"".join((b"\x00" if dark else b"\xff") * scale for dark in row)
        lines.append((b"\x00" + line) * scale)
    header = struct.pack(">IIBBBBB", len(rows[0]) * scale, len(rows) * scale, 8, 0, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"".join(lines))), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# kind: (type, name, bytes)
SAMPLES: dict[str, tuple[str, str, bytes]] = {
    "image": ("image/png", "picture.png", png()),
    "video": ("video/mp4", "film.mp4", MP4),
    "audio": ("audio/ogg", "voice.ogg", OGG),
    "file": ("application/pdf", "letter.pdf", PDF),
    "sticker": ("image/webp", "sticker.webp", base64.b64decode(WEBP)),
}
