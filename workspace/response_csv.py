"""Responses as a CSV file: written, read again, compared line by line with what there is, and taken over in one go."""

import csv
import hashlib
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import Label
from channels_admin.models import Channel
from workspace.models import Response, ResponseCategory

COLUMNS = "title text shortcut language category labels platforms channels active".split()
LISTS = ("labels", "platforms", "channels")
BAR = "|"
LARGEST = 2 * 1024 * 1024  # bytes
MOST = 2000  # lines
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


class Unreadable(Exception):
    """The file cannot be read; the text is a sentence for whoever sent it."""


def write(file, responses):
    """Write these as CSV; load them `with_all()`."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for response in responses:
        writer.writerow(_harmless(_said(response)[column]) for column in COLUMNS)


def _harmless(cell):
    """A spreadsheet must not take a text for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _said(response):
    """A response as cells."""
    return {
        "title": response.title,
        "text": response.text,
        "shortcut": response.shortcut,
        "language": response.language,
        "category": response.category.path if response.category else "",
        "labels": BAR.join(sorted(label.name for label in response.labels.all())),
        "platforms": BAR.join(sorted(response.platforms)),
        "channels": BAR.join(sorted(channel.name for channel in response.channels.all())),
        "active": "yes" if response.active else "no",
    }


def text_of(content):
    """The text of a file (bytes): UTF-8, with or without the mark that Excel puts in front."""
    if len(content) > LARGEST:
        raise Unreadable(_("This file is larger than 2 MB. Divide it."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("This file is not in UTF-8. Save it as “CSV UTF-8” and send it again.")) from None


def rows_of(text):
    """[(number of the line, {column: cell})] below the heading; lines that are blank altogether are skipped."""
    if "\0" in text:
        raise Unreadable(_("This is no text file."))
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        columns = _columns([name.strip().lower() for name in next(reader, [])])
        rows = [
            (reader.line_num, dict(zip(columns, cells, strict=False))) for cells in reader if any(map(str.strip, cells))
        ]
    except csv.Error as error:
        words = {"line": reader.line_num, "error": error}
        raise Unreadable(_("Line %(line)s cannot be read: %(error)s.") % words) from None
    if not rows:
        raise Unreadable(_("There is no line below the heading."))
    if len(rows) > MOST:
        raise Unreadable(_("This file has more than %(most)s lines. Divide it.") % {"most": MOST})
    return rows


def _columns(names):
    missing = [name for name in ("title", "text") if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    words = {"all": ", ".join(COLUMNS)}
    if missing:
        names = {"names": ", ".join(missing)}
        raise Unreadable(_("The heading lacks: %(names)s. It may have: %(all)s.") % (words | names))
    if unknown or len(set(names)) < len(names):
        told = {"names": ", ".join(unknown) or "–"}
        raise Unreadable(_("Unknown or repeated columns: %(names)s. There may be: %(all)s.") % (words | told))
    return names


@dataclass
class Line:
    """One line of the file: what it says, which response it is about, what is wrong with it."""

    number: int
    cells: dict
    response: Response
    before: dict = field(default_factory=dict)
    wrong: dict = field(default_factory=dict)

    @property
    def title(self):
        """As it is called in the file."""
        return self.cells["title"]

    @property
    def changes(self):
        """[(column, before, after)] of what differs."""
        return [(name, self.before.get(name, ""), self.cells[name]) for name in self.cells if self._differs(name)]

    def _differs(self, name):
        return self.cells[name] != self.before.get(name, "")


class Plan:
    """What a file would change in a library: lines that are new, changed, as they are, or wrong.

    A line is about the response with its shortcut, or without one about that with its title. A column that is missing leaves
    things as they are.
    """

    def __init__(self, library, rows):
        self.library = library
        self.digest = hashlib.sha256(repr((library.pk, rows)).encode()).hexdigest()
        there = list(library.responses.with_all())
        self._by_shortcut = {response.shortcut: response for response in there if response.shortcut}
        self._by_title = {response.title: response for response in reversed(there)}
        self._labels = {label.name: label for label in Label.objects.all()}
        self._channels = {channel.name: channel for channel in Channel.objects.all()}
        self.lines = [self._line(number, cells) for number, cells in rows]
        self._twice()

    @property
    def wrong(self):
        """Lines that cannot be taken."""
        return [line for line in self.lines if line.wrong]

    @property
    def new(self):
        """Lines that make a response."""
        return [line for line in self.lines if not line.wrong and not line.response.pk]

    @property
    def changed(self):
        """Lines that change one."""
        return [line for line in self.lines if not line.wrong and line.response.pk and line.changes]

    @property
    def same(self):
        """How many lines say what is so already."""
        return len(self.lines) - len(self.wrong) - len(self.new) - len(self.changed)

    def _line(self, number, cells):
        cells = {name: _plain(name, cell) for name, cell in cells.items()}
        found = self._by_shortcut.get(cells.get("shortcut")) or self._by_title.get(cells.get("title"))
        line = Line(number, {"title": "", "text": ""} | cells, found or Response(library=self.library))
        line.before = _said(found) if found else {"active": "yes"}
        self._check(line)
        return line

    def _check(self, line):
        """Put what it says into the response, without saving, and let the model judge."""
        cells, response = line.cells, line.response
        for name in ("title", "text", "shortcut", "language"):
            setattr(response, name, cells.get(name, getattr(response, name)))
        if "platforms" in cells:
            response.platforms = _parts(cells["platforms"])
        if cells.get("active", "yes") not in ("yes", "no"):
            line.wrong["active"] = _("Write yes or no.")
        response.active = cells.get("active", "yes" if response.active else "no") == "yes"
        self._unknown(line, "labels", self._labels)
        self._unknown(line, "channels", self._channels)
        self._judge(line)

    def _judge(self, line):
        try:
            ResponseCategory.parts_of(line.cells.get("category", ""))
        except ValidationError as error:
            line.wrong["category"] = " ".join(error.messages)
        try:
            line.response.full_clean(exclude=["library", "category"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            line.wrong |= {name: " ".join(told) for name, told in error.message_dict.items()}

    def _unknown(self, line, column, known):
        missing = [name for name in _parts(line.cells.get(column, "")) if name not in known]
        if missing:
            line.wrong[column] = _("There is none called “%(name)s”.") % {"name": missing[0]}

    def _twice(self):
        for column in ("shortcut", "title"):
            seen = {}
            for line in self.lines:
                value = line.cells.get(column) or (line.response.shortcut if column == "shortcut" else "")
                first = seen.setdefault(value, line) if value else line
                if first is not line and (column == "shortcut" or not line.cells.get("shortcut")):
                    line.wrong[column] = _("Line %(line)s has the same.") % {"line": first.number}

    def apply(self, by):
        """Do it, in one transaction, with a line in the audit log for each."""
        with transaction.atomic():
            for line in [*self.changed, *self.new]:
                self._apply(line, by)
            ResponseCategory.clear_out(self.library)

    def _apply(self, line, by):
        response, cells = line.response, line.cells
        before = Response.objects.get(pk=response.pk).facts() if response.pk else {}
        if "category" in cells:
            response.category = ResponseCategory.at(self.library, cells["category"])
        response.changed_at = timezone.now()
        response.save()
        if "labels" in cells:
            response.labels.set(self._labels[name] for name in _parts(cells["labels"]))
        if "channels" in cells:
            response.channels.set(self._channels[name] for name in _parts(cells["channels"]))
        fresh = Response.objects.with_all().get(pk=response.pk)
        fresh.note(by, "changed" if before else "created", before)


def _parts(cell):
    return [part.strip() for part in cell.split(BAR) if part.strip()]


def _plain(name, cell):
    """A cell as `_said` writes it, so that equal ones are equal."""
    cell = cell.strip().replace("\r\n", "\n")
    if cell[:2] in ("'=", "'+", "'-", "'@"):
        cell = cell[1:]
    if name in LISTS:
        return BAR.join(sorted(_parts(cell)))
    if name == "active":
        small = cell.lower()
        return "yes" if small in YES or not small else "no" if small in NO else cell
    if name == "category":
        return " / ".join(" ".join(part.split()) for part in cell.split("/") if part.strip())
    return {"shortcut": cell.lstrip("/").lower(), "language": cell.lower()}.get(name, cell)
