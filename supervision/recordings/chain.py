"""The chain of a recording: pure arithmetic of digests, the same for rows and for files.

An entry's digest is that of its content together with a salt of its own. The links are made of the digests alone, so that
content and salt can go and the chain still holds; without the salt nobody can try out what the content may have been. The
seal signs the last link with the installation's key, a mark signs an erasure.
"""

import hmac
import json
from datetime import UTC
from hashlib import sha256

FORMAT = "recording/1"


def written(value):
    """JSON as it is kept and digested: one way of writing for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at):
    """A moment as it is digested: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


def digest(salt, content):
    """The digest of an entry; both are texts."""
    return sha256(f"{salt}\n{content}".encode()).hexdigest()


def beginning(header):
    """The first link, which holds what the recording says of itself."""
    return sha256(f"{FORMAT}\n{written(header)}".encode()).hexdigest()


def link(before, number, at, kind, digest):
    """The next link; `at` as written by `moment`."""
    return sha256(f"{before}\n{written([number, at, kind, digest])}".encode()).hexdigest()


def seal(key, last):
    """The signature of a whole recording: of its last link."""
    return _signed(key, "seal", last)


def mark(key, link, at, rule):
    """The signature of an erasure of the entry with this link."""
    return _signed(key, "erased", link, at, rule)


def same(one, other):
    """Are these two signatures the same? Takes no longer for those that are nearly."""
    return hmac.compare_digest(one or "", other or "")


def _signed(key, *parts):
    return hmac.new(key, written(list(parts)).encode(), sha256).hexdigest()
