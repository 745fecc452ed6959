"""Names that stand in every row of a desk: of agents, workgroups, channels and labels. They change hardly ever and are few."""

import time

from agents.models import AccountCode, Agent, Label, Workgroup, WrapUpCode
from channels_admin.models import Channel

KEPT = 3.0  # seconds until another name is seen

_COLUMNS = {Agent: ("username", "first_name", "last_name"), Workgroup: ("name",), Channel: ("name",)}
_COLUMNS |= {WrapUpCode: ("name",), AccountCode: ("code", "name"), Label: ("name",)}
_kept = {}


def name_of(model, pk):
    """What `str()` says of the row of `model` with this id; None: there is none."""
    read_at, names = _kept.get(model, (0.0, {}))
    if read_at + KEPT < time.monotonic() or pk not in names:  # unknown: it may have been made a moment ago
        names = {row.pk: str(row) for row in model.objects.only(*_COLUMNS[model]).order_by()}
        _kept[model] = time.monotonic(), names
    return names.get(pk)


def named_by(model, pk):
    """Id and name of the row with this id, or None."""
    name = pk and name_of(model, pk)
    return {"id": pk, "name": name} if name else None


def forget():
    """Read all names anew."""
    _kept.clear()


def iso(moment):
    """A moment in ISO 8601 UTC, or None."""
    return moment and moment.isoformat().replace("+00:00", "Z")
