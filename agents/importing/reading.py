"""A CSV file as rows of cells, and what is wrong with the file as a whole, in words."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COLUMNS = (
    "username first_name last_name email time_zone active roles workgroups supervises skills".split()
)  # in the order of the sample
LARGEST = 1024 * 1024  # bytes; ten thousand people need half of it
MOST = 5000  # lines
NOT_UTF_8 = gettext_lazy("This file is not in UTF-8. Save it as “CSV UTF-8” and send it again.")


class Unreadable(Exception):
    """The file cannot be read; the text is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number in the file, and {column: cell} without blanks at the ends."""

    number: int
    cells: dict


def text_of(content):
    """The text of a file (bytes): UTF-8, with or without the mark that Excel puts in front."""
    if len(content) > LARGEST:
        raise Unreadable(_("This file is larger than 1 MB. Divide it."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(NOT_UTF_8) from None


def rows_of(text):
    """The rows below the heading; lines that are blank altogether are skipped."""
    if "\0" in text:  # in UTF-16 every other byte is one
        raise Unreadable(NOT_UTF_8)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        heading = [name.strip().lower() for name in next(reader, [])]
        _check(heading)
        rows = [Row(reader.line_num, _cells(heading, cells)) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        words = {"line": reader.line_num, "error": error}
        raise Unreadable(_("Line %(line)s cannot be read: %(error)s.") % words) from None
    if len(rows) > MOST:
        raise Unreadable(_("This file has more than %(most)s lines. Divide it.") % {"most": MOST})
    if not rows:
        raise Unreadable(_("There is no line below the heading."))
    return rows


def _delimiter(text):
    """What divides the heading most often: a comma, a semicolon (Excel in much of Europe) or a tab."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _check(heading):
    unknown = [name for name in heading if name not in COLUMNS]
    if "username" not in heading:
        raise Unreadable(_("The heading has no column “username”. It may have: %(all)s.") % {"all": ", ".join(COLUMNS)})
    if unknown:
        words = {"names": ", ".join(unknown) or "–", "all": ", ".join(COLUMNS)}
        raise Unreadable(_("Unknown columns: %(names)s. There may be: %(all)s.") % words)
    if len(set(heading)) < len(heading):
        raise Unreadable(_("A column stands twice in the heading."))


def _cells(heading, cells):
    found = dict(zip(heading, (cell.strip() for cell in cells), strict=False))
    if len(cells) > len(heading):
        found["…"] = cells[len(heading)]
    return found
