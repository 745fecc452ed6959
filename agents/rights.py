"""Giving rights: to a person by himself, or to a role. Who gives can only hand on what he has."""

from collections import defaultdict

from django.contrib.auth.models import Permission
from django.db.models import Q

from agents.models import Role
from agents.models.role import rights_among
from audit.rights import Right


def permissions():
    """The permission rows behind the rights, as {right: Permission}."""
    wanted = Q()
    for right in Right:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    rows = Permission.objects.filter(wanted).select_related("content_type")
    return {Right(f"{row.content_type.app_label}.{row.codename}"): row for row in rows}


def rights_of(agent):
    """The rights given to him by himself, in their order."""
    return rights_among(agent.user_permissions.select_related("content_type"))


def sources_of(agent):
    """{right: the names of the roles that give it to him}, blank for his own; in the order of the rights."""
    found = defaultdict(list)
    for right in rights_of(agent):
        found[right].append("")
    for role in roles_of(agent):
        for right in role.rights():
            found[right].append(role.name)
    return {right: found[right] for right in Right if right in found}


def roles_of(agent):
    """His roles by name, with their rights loaded."""
    return Role.objects.filter(user=agent).order_by("name").prefetch_related("permissions__content_type")


def held_by(agent):
    """Every right that he has, by himself or by a role."""
    return set(Right) if agent.is_superuser else set(sources_of(agent))


def give(agent, names):
    """Let him have exactly these rights by himself; permissions that are none of ours stay."""
    _exactly(agent.user_permissions, permissions(), names)


def give_role(role, names):
    """Let the role have exactly these rights."""
    _exactly(role.permissions, permissions(), names)


def give_roles(agent, roles):
    """Let him have exactly these roles; groups that are no roles stay."""
    others = agent.groups.exclude(pk__in=Role.objects.values("pk"))
    agent.groups.set([*others, *roles])


def _exactly(given, rows, names):
    given.remove(*(row for name, row in rows.items() if name not in names))
    given.add(*(row for name, row in rows.items() if name in names))
