"""Recordings as files that can be verified: JSON with all that the chain is made of, and a page to read with the same in it.

The page carries a signature of all its bytes in its last line, so that what one reads is known to be what was sealed.
"""

import base64
import json
import re

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from interactions.models import Attachment
from supervision.recordings import chain
from supervision.recordings.models import SealingKey
from supervision.recordings.scenes import scenes
from supervision.recordings.verifying import Line, Verdict, verify_lines

ENTRY = ("number", "at", "kind", "digest", "link", "salt", "content", "erased_at", "erased_by", "mark")
INSIDE = re.compile(r'<script type="application/json" id="recording">(.*?)</script>', re.DOTALL)
SIGNED = re.compile(r"\n<!-- seal ([0-9a-f]{64}) -->\n?\Z")
LARGEST_PICTURE = 2 * 1024 * 1024


class NotReadable(Exception):
    """This file is no recording; the text says what is wrong, and what to do."""


def as_json(recording, entries):
    """All of it, as a dictionary; `entries` by number."""
    names = {
        "agent": str(recording.agent or ""),
        "workgroup": str(recording.workgroup),
        "channel": str(recording.channel),
    }
    about = {"format": chain.FORMAT, "number": recording.pk, "header": recording.header, "names": names}
    rows = [_entry(one) for one in entries]
    told = about | {"entries": rows, "chain": recording.chain, "seal": recording.seal}
    return told | {"signature": _signature(told)}


def _signature(told):
    """Of all that a file tells, the names too, which stand beside what was sealed."""
    return chain.seal(
        SealingKey.here(), chain.written({name: one for name, one in told.items() if name != "signature"})
    )


def _entry(one):
    moments = {"at": chain.moment(one.at), "erased_at": chain.moment(one.erased_at)}
    return {name: moments[name] if name in moments else getattr(one, name) for name in ENTRY}


def as_page(recording, entries):
    """A page that stands alone: the exchange to be read, with its pictures, and the whole of it as JSON."""
    inside = json.dumps(as_json(recording, entries), ensure_ascii=False).replace("<", "\\u003c")
    drawn = scenes(recording, entries)
    context = {"recording": recording, "scenes": drawn, "inside": inside, "pictures": _pictures(entries)}
    text = render_to_string("supervision/recordings/export.html", context).rstrip("\n")
    return f"{text}\n<!-- seal {_of_page(text)} -->\n"


def _of_page(text):
    return chain.seal(SealingKey.here(), f"page\n{text}")


def _pictures(entries):
    """{attachment id: data address} of what fits into a page."""
    found = {}
    for one in entries:
        told = one.says if one.kind == "file" else {}
        if told.get("kind") in ("image", "sticker") and (told.get("size") or 0) <= LARGEST_PICTURE:
            found[told["attachment"]] = _as_address(told)
    return found


def _as_address(told):
    file = Attachment.objects.filter(pk=told["attachment"], state=Attachment.State.KEPT).first()
    try:
        with file.file.open("rb") as stream:
            return f"data:{told['mime']};base64,{base64.b64encode(stream.read()).decode()}"
    except (AttributeError, OSError, ValueError):  # it is not there (any more)
        return ""


def verify_file(text):
    """What came of an exported file, JSON or page, as (number of the recording, Verdict)."""
    page = INSIDE.search(text)
    told = _read(page[1] if page else text)
    verdict = _verified(told)
    if not chain.same(_signature(told), told.get("signature")):
        verdict.problems.append((None, _("The file was altered: it is not what was exported.")))
    if page and not _page_is_whole(text):
        verdict.problems.append((None, _("The page was altered: what one reads is not what was written into it.")))
    return told.get("number"), verdict


def _page_is_whole(text):
    signed = SIGNED.search(text)
    return bool(signed) and chain.same(signed[1], _of_page(text[: signed.start()]))


def _read(text):
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("format") != chain.FORMAT:
        raise NotReadable(
            _("This is no exported recording. Give a .json or .html file that the Recordings page exported.")
        )
    return told


def _verified(told) -> Verdict:
    """The entries of a file; what is missing in it, or of another kind, is a problem and no crash."""
    try:
        lines = [Line(**{name: one[name] for name in ENTRY}) for one in told["entries"]]
        return verify_lines(told["header"], lines, told["chain"], told["seal"])
    except (KeyError, TypeError, AttributeError):
        return Verdict(problems=[(None, _("A part of the file is missing, or is not what it was."))])
