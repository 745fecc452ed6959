"""Sandbox time: the real time plus an offset that the control API sets."""

import re
import time
from datetime import UTC, datetime


class Clock:
    """Answers what time it is on the platforms."""

    def __init__(self, offset: float = 0.0):
        """`offset` in seconds; positive is the future."""
        self.offset = offset

    def now(self) -> float:
        """Unix seconds in sandbox time."""
        return time.time() + self.offset


def graph_time(seconds: float) -> str:
    """The form of the Graph API: 2026-05-17T16:24:04+0000."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def x_time(seconds: float) -> str:
    """The form of the X API: 2026-07-24T21:23:23.000Z."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parse_time(text: str) -> float:
    """Unix seconds from digits or ISO text without a zone meaning UTC; ValueError when it is neither."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
