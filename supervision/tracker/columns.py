"""The columns of the Tracker: what there is, and what each person has chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from audit.local_times import when
from supervision.rows import clock
from supervision.tracker.models import ChosenColumns


@dataclass(frozen=True, slots=True)
class Column:
    """A name, its words, by which order it sorts if it does, and what it says of a row."""

    name: str
    words: str
    tell: Callable
    sort: str = ""
    numeric: bool = False


def _waited(row):
    one = row["interaction"]
    picked = one.picked_up_at
    return clock((picked - one.created_at).total_seconds()) if picked else ""


def _codes(name):
    return lambda row: getattr(row["interaction"], name) or ""


COLUMNS = {
    column.name: column
    for column in (
        Column("workgroup", _("Workgroup"), lambda row: row["interaction"].workgroup),
        Column("agent", _("Agent"), lambda row: row["interaction"].owner or ""),
        Column("started", _("Started"), lambda row: when(row["interaction"].created_at, row["now"]), "started", True),
        Column("duration", _("Duration"), lambda row: row["duration"], "duration", True),
        Column("level", _("Service level"), lambda row: row["level"]),
        Column("number", _("Number"), lambda row: row["interaction"].pk, numeric=True),
        Column("channel", _("Channel"), lambda row: row["channel"]),
        Column("picked_up", _("To pick-up"), _waited, numeric=True),
        Column("ended", _("Ended"), lambda row: when(row["interaction"].disconnected_at, row["now"]), "ended", True),
        Column("wrap_up", _("Wrap-up code"), _codes("wrap_up")),
        Column("account_code", _("Account code"), _codes("account_code")),
        Column("labels", _("Labels"), lambda row: ", ".join(one["name"] for one in row["interaction"].label_names())),
    )
}
USUAL = ("workgroup", "agent", "started", "duration", "level")
MOST = 8


def chosen(person):
    """The columns of a person, in the order of the list."""
    row = ChosenColumns.objects.filter(agent=person).first()
    names = row.names if row else USUAL
    return [column for name, column in COLUMNS.items() if name in names]


def choose(person, names):
    """Keep what he chose, as far as there is such a column; nothing: as it comes."""
    wanted = [name for name in COLUMNS if name in names][:MOST]
    if wanted:
        ChosenColumns.objects.update_or_create(agent=person, defaults={"names": wanted})
    else:
        ChosenColumns.objects.filter(agent=person).delete()
