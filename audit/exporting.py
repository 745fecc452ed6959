"""The audit log as CSV, streamed: however long it is, it is never in memory as a whole."""

import csv
import json

from django.http import StreamingHttpResponse

COLUMNS = "at by change what id name before after".split()
AT_ONCE = 2000  # rows read from the database at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        """Give it back."""
        return text


def streamed(changes):
    """The answer that holds these changes."""
    answer = StreamingHttpResponse(_lines(changes), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="changes.csv"'
    return answer


def _lines(changes):
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for change in changes.select_related("by").iterator(chunk_size=AT_ONCE):
        yield writer.writerow([_harmless(cell) for cell in _cells(change)])


def _cells(change):
    by = change.by.username if change.by else ""
    sides = [json.dumps(side, ensure_ascii=False) if side else "" for side in (change.before, change.after)]
    return [change.at.isoformat(), by, change.verb, change.noun, change.object_id, change.name, *sides]


def _harmless(cell):
    return f"'{cell}" if cell.startswith(FORMULA) else cell
