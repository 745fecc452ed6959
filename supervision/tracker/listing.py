"""The rows of a page of the Tracker, in a handful of queries."""

from django.db.models import OuterRef, Subquery

from interactions.deleted import readable
from interactions.models import Interaction, Message
from supervision.rows import row
from supervision.tracker.conditions import said
from supervision.tracker.level import ICONS, NAMES, levels


def rows(ids, criteria, now, columns):
    """What the list shows of these interactions, in their order."""
    text = criteria.given.get("text", "")
    found = Interaction.objects.filter(pk__in=ids).with_people().select_related("wrap_up", "account_code")
    there = {one.pk: one for one in _saying(found, text, criteria.person)}
    shown = [there[pk] for pk in ids if pk in there]
    known = levels(shown, now)
    return [_row(one, now, text, known[one.pk], columns) for one in shown]


def _saying(interactions, text, person):
    """With `says`: the newest message in which the words were found, or the last one where none are looked for."""
    if text:
        here = said(text, person).filter(interaction=OuterRef("pk")).order_by("-platform_at", "-pk")
        return interactions.annotate(says=Subquery(here.values("text")[:1]))
    last = readable(Message.objects.filter(pk=OuterRef("last_message")), person)
    return interactions.annotate(says=Subquery(last.values("text")[:1]))


def _row(one, now, text, level, columns):
    shown = row(one, now, text) | {"level": told(level)}
    cells = [{"name": column.name, "numeric": column.numeric, "says": column.tell(shown)} for column in columns]
    return shown | {"cells": cells}


def told(level):
    """A service level with its icon and word; None of none."""
    return {"name": level, "icon": ICONS[level], "words": NAMES[level]} if level else None
