"""Reading QR codes from pictures as a phone does."""

import struct
import zlib

import zxingcpp


def scanned(png):
    """What a camera reads from a picture: gray, 8 bits, as QR codes are drawn."""
    width, height, *form = struct.unpack(">IIBBBBB", png[16:29])
    assert form == [8, 0, 0, 0, 0]
    at, data = 8, b""
    while at < len(png):
        (size,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw = zlib.decompress(data)
    rows = [raw[line * (width + 1) + 1 : (line + 1) * (width + 1)] for line in range(height)]
    return zxingcpp.read_barcode(memoryview(b"".join(rows)).cast("B", [height, width])).text
