"""The criteria as chips of one bar: what is given, what is near at hand, and the rest behind a plus."""

from django.utils.translation import gettext as _

from supervision.rows import clock

ICONS = {
    "period": "calendar",
    "platform": "channels",
    "workgroup": "people",
    "agent": "person",
    "state": "talk",
    "text": "search",
    "customer": "person",
    "channel": "channels",
    "media_type": "private",
    "direction": "move",
    "longer": "clock",
    "shorter": "clock",
    "wrap_up": "ok",
    "account_code": "number",
    "label": "label",
    "level": "clock",
    "number": "number",
    "counted": "report",
}
LED_TO = ("counted",)  # that nobody fills in: reports lead to it
NEAR = ("text", "period", "platform", "workgroup", "agent", "state")
DATES = ("period", "since", "until", "zone")


def chips(criteria):
    """(chips that are given or near at hand, fields behind the plus). Who finds only his own chooses no agent."""
    offered = [name for name in ICONS if name != "agent" or criteria.reach.workgroups]
    near = [name for name in offered if name in NEAR or _given(criteria, name) or _wrong(criteria, name)]
    rest = [name for name in offered if name not in (*near, *LED_TO)]
    return [_chip(criteria, name) for name in near], [_chip(criteria, name) for name in rest]


def _parts(name):
    return DATES if name == "period" else (name,)


def _given(criteria, name):
    return any(part in criteria.given for part in _parts(name))


def _wrong(criteria, name):
    return any(criteria.errors.get(part) for part in _parts(name))


def _chip(criteria, name):
    parts = _parts(name)
    return {
        "name": name,
        "icon": ICONS[name],
        "label": criteria.fields[name].label,
        "fields": [criteria[part] for part in parts],
        "given": _given(criteria, name),
        "wrong": _wrong(criteria, name),
        "says": _dates(criteria) if name == "period" else _says(criteria, name),
        "without": criteria.query(**dict.fromkeys(parts)),
    }


def _says(criteria, name):
    value = criteria.given.get(name)
    if value is None:
        return ""
    if name == "counted":
        return value.words(criteria.person)
    if isinstance(value, list):
        return _several([_named(criteria.fields[name], one) for one in value], name)
    return clock(value) if name in ("longer", "shorter") else str(value)


def _several(names, name):
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(n)s of mine") % {"n": len(names)} if name == "workgroup" else _("%(n)s chosen") % {"n": len(names)}


def _named(field, one):
    return str(dict(field.choices).get(one, one)) if isinstance(one, str) else str(one)


def _dates(criteria):
    given = criteria.given
    if not any(name in given for name in DATES):
        return ""
    dates = [given[name].isoformat() if name in given else "…" for name in ("since", "until")]
    words = " – ".join(dates) if dates != ["…", "…"] else _period(criteria)
    return f"{words} ({given['zone']})" if "zone" in given else words


def _period(criteria):
    return str(dict(criteria.fields["period"].choices).get(criteria.given.get("period", ""), ""))
