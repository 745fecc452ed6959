"""Was a recording altered since it was sealed? Says where; rows and exported files are looked at in the same way."""

from dataclasses import dataclass, field
from hashlib import file_digest

from django.utils.translation import gettext as _

from interactions.models import Attachment, Message
from supervision.recordings import chain
from supervision.recordings.archive import entries_of
from supervision.recordings.models import SealingKey


@dataclass(slots=True)
class Line:
    """An entry as it is verified, of a row or of a file; `at` and `erased_at` are written moments."""

    number: int
    at: str
    kind: str
    digest: str
    link: str
    salt: str
    content: str | None
    erased_at: str | None
    erased_by: str
    mark: str


@dataclass(slots=True)
class Verdict:
    """What came of it: [(number of the entry or None, what is wrong)]; none: unaltered."""

    problems: list = field(default_factory=list)
    erased: int = 0

    @property
    def unaltered(self):
        """Is every byte as it was sealed, or rightly erased?"""
        return not self.problems


def verify(recording):
    """A recording of this installation, with its files; its entries are read here."""
    rows = entries_of(recording)
    lines = [_line(row) for row in rows]
    verdict = verify_lines(recording.header, lines, recording.chain, recording.seal)
    verdict.problems += [
        (row.number, _("The file is not the one that was sealed.")) for row in rows if not _file_is_same(row)
    ]
    return verdict


def verify_lines(header, lines, last, seal):
    """The entries of a recording against its chain, the chain against its seal."""
    key, verdict, before = SealingKey.here(), Verdict(), chain.beginning(header)
    for place, line in enumerate(lines, 1):
        if line.number != place:
            verdict.problems.append((place, _("An entry is missing, or in another place.")))
            return verdict
        wrong = _wrong(line, before, key)
        if wrong:
            verdict.problems.append((line.number, wrong))
        verdict.erased += line.content is None
        before = line.link
    verdict.problems += [(None, why) for why in _ends(header, lines, before, last, seal, key)]
    return verdict


def _wrong(line, before, key):
    """What is wrong with one entry, in words; blank: nothing."""
    if chain.link(before, line.number, line.at, line.kind, line.digest) != line.link:
        return _("It was altered: its time, kind or digest is not the sealed one.")
    if line.content is None:
        signed = chain.mark(key, line.link, line.erased_at, line.erased_by)
        return "" if chain.same(signed, line.mark) else _("Its content is gone, and no rule of the product erased it.")
    return "" if chain.digest(line.salt, line.content) == line.digest else _("Its content was altered.")


def _ends(header, lines, before, last, seal, key):
    """What is wrong with the recording as a whole."""
    if len(lines) != header["length"]:
        yield _("It has %(found)s entries, and %(length)s were sealed.") % {
            "found": len(lines),
            "length": header["length"],
        }
    if before != last:
        yield _("The chain of its entries does not end where it was sealed.")
    if not chain.same(chain.seal(key, last), seal):
        yield _("The seal is not of this installation: the recording was written anew, or comes from elsewhere.")


def _line(row):
    erased_at = chain.moment(row.erased_at)
    same = (row.number, chain.moment(row.at), row.kind, row.digest, row.link, row.salt, row.content)
    return Line(*same, erased_at, row.erased_by, row.mark)


def _file_is_same(row):
    """The bytes of a file, against what was sealed of them; what is not kept any more cannot differ."""
    told = row.says
    if row.kind != "file" or not told.get("sha256"):
        return True
    one = Attachment.objects.filter(pk=told["attachment"], state=Attachment.State.KEPT).first()
    if one is None or not one.file:
        return Message.objects.filter(
            pk=told["message"], deleted_at__isnull=False
        ).exists()  # about to be erased here too
    try:
        with one.file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest() == told["sha256"]
    except OSError:
        return False
