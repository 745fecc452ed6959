"""Files that a control call brings along: named by kind alone, or with their own bytes."""

import base64
import binascii

from sandbox.control.requests import Refused
from sandbox.control.schemas import TEXT, many, thing
from sandbox.files import File
from sandbox.samples import SAMPLES
from sandbox.stage import Stage

FILE = thing(
    "",
    kind={"enum": sorted(SAMPLES), "description": "Without `data` a small sample of this kind is sent"},
    mime=TEXT,
    name=TEXT,
    data={"type": "string", "contentEncoding": "base64"},
)
FILES = many(FILE)


def made(stage: Stage, owner: str, described: dict) -> File:
    """The described file, kept for a page or number."""
    mime, name, data = SAMPLES[described.get("kind", "image")]
    if "data" in described:
        mime, name, data = "", "", _decoded(described["data"])
    return stage.files.add(owner, data, described.get("mime", mime), described.get("name", name), incoming=True)


def made_ids(stage: Stage, owner: str, described: list[dict]) -> list[str]:
    """The ids of several files."""
    return [made(stage, owner, one).id for one in described]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused("data: this is not base64.") from None
