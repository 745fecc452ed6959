"""The rights that administrators give to people, beside being one who has all of them."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

RIGHTS = {
    "channels_admin.administer": _("Social Media Admin"),
    "agents.tracker": _("Tracker"),
}


def permissions():
    """The permission rows behind the rights, as {name: Permission}."""
    wanted = Q()
    for name in RIGHTS:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    rows = Permission.objects.filter(wanted).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in rows}


def rights_of(agent):
    """The names of the rights given to him by himself, in their order."""
    mine = set(agent.user_permissions.values_list("pk", flat=True))
    return [name for name, row in _in_order() if row.pk in mine]


def give(agent, names):
    """Let him have exactly these rights; permissions that are none of ours stay."""
    rows = permissions()
    agent.user_permissions.remove(*(row for name, row in rows.items() if name not in names))
    agent.user_permissions.add(*(row for name, row in rows.items() if name in names))


def _in_order():
    rows = permissions()
    return [(name, rows[name]) for name in RIGHTS if name in rows]
