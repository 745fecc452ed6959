"""`manage.py rotate_keys`: write every secret anew with the first key of FIELD_KEYS, so that the old ones can go."""

from collections import Counter

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from rows.encrypted import EncryptedField, Unreadable, seal, unseal

BATCH = 500


class Command(BaseCommand):
    """Row by row, so it may be interrupted and repeated, while everything runs; what changed meanwhile is left alone."""

    help = "Encrypt every stored secret anew with the first key of FIELD_KEYS; safe to repeat and to interrupt."

    def handle(self, *args, **options):
        """Go through all fields; one that no key opens is counted, and named at the end."""
        unreadable = 0
        for field in encrypted_fields():
            counts = rotate(field)
            unreadable += counts["unreadable"]
            self.stdout.write(
                f"{field.about}: {counts['anew']} written anew, {counts['current']} had the first key already, "
                f"{counts['unreadable']} unreadable"
            )
        if unreadable:
            raise CommandError(
                f"{unreadable} values can be opened by no key of the setting FIELD_KEYS. Add the key with which they were "
                "written and run this again, or enter those secrets anew."
            )


def encrypted_fields():
    """Every encrypted field of every model."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return [field for field in fields if isinstance(field, EncryptedField)]


def rotate(field):
    """Write one field's values anew; returns counts: anew, current, unreadable."""
    counts, last = Counter(), None
    while rows := _batch(field, last):
        counts.update(write_anew(field, pk, stored) for pk, stored in rows)
        last = rows[-1][0]
    return counts


def _stored(field):
    """Rows with the value as it is stored: a plain text, which is not decrypted on the way."""
    return field.model._base_manager.annotate(stored=Cast(F(field.name), TextField()))


def _batch(field, last):
    rows = _stored(field).order_by("pk").exclude(stored=None).exclude(stored="")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", "stored")[:BATCH])


def write_anew(field, pk, stored):
    """Write one value anew in place of `stored`, and only of that; returns what came of it."""
    try:
        text, place = unseal(stored, field.about)
    except Unreadable:
        return "unreadable"
    if place == 0:
        return "current"
    sealed = Value(seal(text, field.about), output_field=TextField())
    # Only in place of what was read: a token that was renewed meanwhile is newer, and written with the first key.
    return "anew" if _stored(field).filter(pk=pk, stored=stored).update(**{field.name: sealed}) else "current"
