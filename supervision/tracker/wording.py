"""What was asked for, in words, for many queries at once: "Text leak*, Platform WhatsApp"."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from agents.models import AccountCode, Agent, Label, Workgroup, WrapUpCode
from channels_admin.models import Channel
from supervision.tracker.criteria import Criteria

NAMED = {
    "workgroup": Workgroup,
    "agent": Agent,
    "channel": Channel,
    "wrap_up": WrapUpCode,
    "account_code": AccountCode,
    "label": Label,
}


def worded(queries):
    """Each of these queries in words, with one query of the database for each kind of thing that they name."""
    read = [QueryDict(query) for query in queries]
    names = {field: _names(field, model, read) for field, model in NAMED.items()}
    return [_words(one, names) for one in read]


def _names(field, model, read):
    ids = {int(value) for one in read for value in one.getlist(field) if value.isdecimal() and len(value) < 19}
    return {str(pk): str(row) for pk, row in model.objects.in_bulk(ids).items()} if ids else {}


def _words(one, names):
    parts = [
        f"{Criteria.base_fields[field].label} {', '.join(_said(field, value, names) for value in values)}"
        for field, values in one.lists()
        if field in Criteria.base_fields and field != "sort"
    ]
    return " · ".join(parts) or _("Everything")


def _said(field, value, names):
    known = names[field] if field in names else dict(getattr(Criteria.base_fields[field], "choices", ()))
    return str(known.get(value, value))
