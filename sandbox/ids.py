"""Identifiers in the forms that the platforms use."""

import base64
import hashlib
import itertools
import secrets
import time

X_EPOCH_MS = 1288834974657
_last = 0
_sequence = itertools.count()


def number() -> str:
    """A decimal id of 16 digits, growing with real time and never given twice."""
    global _last
    _last = max(_last + 1, time.time_ns() // 1000)
    return str(_last)


def snowflake(seconds: float) -> str:
    """An X id whose upper bits are the time; many fit into one millisecond."""
    return str(snowflake_floor(seconds) | (next(_sequence) & 0x3FFFFF))


def snowflake_floor(seconds: float) -> int:
    """The smallest X id of that moment."""
    return max(0, int(seconds * 1000) - X_EPOCH_MS) << 22


def snowflake_time(identifier: int) -> float:
    """Unix seconds at which an X id was made."""
    return ((identifier >> 22) + X_EPOCH_MS) / 1000


def mid() -> str:
    """A Messenger message id."""
    return "m_" + secrets.token_urlsafe(48)


def wamid(wa_id: str, outgoing: bool) -> str:
    """A WhatsApp message id; like the real ones it wraps the customer's id and a random key."""
    who, key = wa_id.encode()[:255], secrets.token_hex(10).upper().encode()
    body = b"\x1c\x18" + bytes([len(who)]) + who + b"\x15\x02\x00" + (b"\x11" if outgoing else b"\x12")
    return "wamid." + base64.b64encode(body + b"\x18" + bytes([len(key)]) + key + b"\x00").decode()


def business_scoped(wa_id: str) -> str:
    """A WhatsApp business-scoped user id; always the same for the same customer."""
    return f"US.{int(hashlib.sha256(wa_id.encode()).hexdigest(), 16) % 10**20:020d}"


def trace() -> str:
    """An fbtrace_id."""
    return "A" + secrets.token_urlsafe(16)
