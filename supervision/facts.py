"""What stands behind a detail of a message, in lines for a reader: coordinates, numbers, what was filled in."""

MOST = 12  # lines of one form


def more(detail):
    """The lines of one detail ({"kind", "text", "data"}) beside its text; never raises, whatever platforms put there."""
    data = detail.get("data")
    tell = _MORE.get(detail.get("kind"))
    return tell(data) if tell and isinstance(data, dict) else []


def _plain(value):
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _place(data):
    point = [_plain(data.get(name, data.get(other))) for name, other in (("latitude", "lat"), ("longitude", "long"))]
    return [", ".join(point)] if all(point) else []


def _card(data):
    rows = [(row, ("phone", "wa_id")) for row in _rows(data.get("phones"))]
    rows += [(row, ("email",)) for row in _rows(data.get("emails"))]
    found = [next(filter(None, (_plain(row.get(name)) for name in names)), "") for row, names in rows]
    return [one for one in found if one]


def _form(data):
    found = [(name, _plain(value)) for name, value in data.items() if name != "flow_token"]
    return [f"{name.replace('_', ' ')}: {value}" for name, value in found if value][:MOST]


def _rows(value):
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


_MORE = {"location": _place, "contact": _card, "form": _form}
