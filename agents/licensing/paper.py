"""A license file: what it says, its signature, and why one is refused. Pure: knows neither database nor settings."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

FORMAT = "social-media-license-1"  # part of what is signed, so that no other signed text passes for a license
LARGEST = 64 * 1024  # bytes; one with all parts has about 900
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
SHAPE = Draft202012Validator(
    {
        "type": "object",
        "required": ["serial", "customer", "installation", "issued_at", "parts"],
        "properties": {
            "serial": {"type": "string", "minLength": 1, "maxLength": 80},
            "customer": {"type": "string", "minLength": 1, "maxLength": 200},
            "installation": {"type": "string", "minLength": 1, "maxLength": 80},
            "issued_at": {"type": "string", "maxLength": 40},
            "parts": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["part", "name", "count", "expires_on"],
                    "properties": {
                        "part": {"type": "string", "minLength": 1, "maxLength": 60},
                        "name": {"type": "string", "maxLength": 120},
                        "count": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
                        "expires_on": {"anyOf": [DAY, {"type": "null"}]},
                    },
                },
            },
        },
    }
)


class BadLicense(Exception):
    """A license file that is refused; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line: a part number, its name, how many, and its last day (None: without end)."""

    part: str
    name: str
    count: int
    expires_on: date | None

    def ended(self, today):
        """Is its last day over?"""
        return self.expires_on is not None and self.expires_on < today


@dataclass(frozen=True, slots=True)
class Paper:
    """What a license file says, and the name of the key that signed it."""

    serial: str
    customer: str
    installation: str
    issued_at: datetime
    parts: tuple[Part, ...]
    key: str


def key_name(public):
    """The name of a public key: the first 16 digits of its SHA-256."""
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def _signed(license):
    """The bytes that are signed: the format's name, and the one way to write the license as JSON."""
    return f"{FORMAT}\n{json.dumps(license, sort_keys=True, separators=(',', ':'))}".encode()


def write(license, private):
    """The text of a license file that says `license` (a dict as in SHAPE), signed with `private`."""
    signature = base64.b64encode(private.sign(_signed(license))).decode()
    whole = {"format": FORMAT, "license": license, "key": key_name(private.public_key()), "signature": signature}
    return json.dumps(whole, indent=2) + "\n"


def read(text, trusted):
    """The `Paper` of a file's text, if one of the `trusted` keys ({name: public key}) has signed it; else BadLicense."""
    whole = _opened(text)
    public = trusted.get(whole["key"])
    if public is None:
        known = ", ".join(sorted(trusted)) or _("none")
        text = _("It is signed with the key %(key)s, which this installation does not trust. Trusted: %(known)s.")
        raise BadLicense(text % {"key": whole["key"][:40], "known": known})
    try:
        public.verify(base64.b64decode(whole["signature"], validate=True), _signed(whole["license"]))
    except (InvalidSignature, binascii.Error):
        text = _("Its signature does not fit what it says: it was changed after it was issued. Ask for it again.")
        raise BadLicense(text) from None
    return _paper(whole["license"], whole["key"])


def _opened(text):
    """The four parts of the file, of which nothing is believed yet."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise BadLicense(_("This is not a license file. One ends in .license and begins with its format."))
    if not all(isinstance(whole.get(name), str) for name in ("key", "signature")) or "license" not in whole:
        raise BadLicense(_("Its signature is missing: the file is not complete. Ask for it again."))
    return whole


def _paper(license, key):
    fault = next(SHAPE.iter_errors(license), None)
    if fault:
        raise BadLicense(_("Its contents cannot be read (%(why)s). Ask for it again.") % {"why": fault.message[:200]})
    names = [line["part"] for line in license["parts"]]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadLicense(_("It names the part %(part)s twice. Ask for it again.") % {"part": twice})
    try:
        issued = datetime.fromisoformat(license["issued_at"]).astimezone(UTC)
        parts = tuple(_part(line) for line in license["parts"])
    except ValueError as error:
        raise BadLicense(_("Its contents cannot be read (%(why)s). Ask for it again.") % {"why": error}) from None
    return Paper(license["serial"], license["customer"], license["installation"], issued, parts, key)


def _part(line):
    day = line["expires_on"] and date.fromisoformat(line["expires_on"])
    return Part(line["part"], line["name"], line["count"], day)
