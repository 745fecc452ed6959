"""Writing the audit log: what a row says before and after, without secrets, and only where they differ."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models.fields.files import FieldFile

from audit.kept_words import in_english
from audit.models import Change

SET_ANEW = "•••"  # stands for a secret: that it was set is recorded, never what it is


@in_english
def facts(thing, *, left_out=()):
    """What a row says, as {field: value} fit for JSON: relations by their name, nothing that cannot be edited."""
    fields = [field for field in thing._meta.concrete_fields if field.editable and not field.primary_key]
    return {field.name: _value(thing, field) for field in fields if field.name not in left_out}


@in_english
def rows(queryset, *, left_out=()):
    """The facts of several rows without those that are blank, in a fixed order."""
    found = [facts(row, left_out=left_out) for row in queryset]
    short = [{name: value for name, value in row.items() if value not in (None, "")} for row in found]
    return sorted(short, key=str)


@in_english
def record(by, verb, thing, before, after):
    """Write one line about `thing`; returns it, or None where nothing changed. `verb` is a past participle."""
    was, now = _differences(before, after)
    if verb == "changed" and was == now:
        return None
    return Change.objects.create(
        by=by,
        noun=thing._meta.label_lower,
        object_id=str(thing.pk),
        name=str(thing)[:200],
        verb=verb,
        before=was,
        after=now,
    )


def _differences(before, after):
    """Only what differs; of lists only the rows that the other side lacks."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return _side(names, before, after), _side(names, after, before)


def _side(names, mine, other):
    kept = {name: _only_here(mine.get(name), other.get(name)) for name in names}
    return {name: value for name, value in kept.items() if value not in (None, "", [])}


def _only_here(mine, other):
    if isinstance(mine, list) and isinstance(other, list):
        return [row for row in mine if row not in other]
    return mine


def _value(thing, field):
    value = getattr(thing, field.name)
    if isinstance(value, FieldFile):
        return value.name
    if field.is_relation:
        return None if value is None else str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
