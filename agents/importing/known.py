"""What the installation knows of all that a file names, loaded in a few queries however long the file is."""

from django.db.models.functions import Lower

from agents.models import Agent, Role, Skill, Workgroup
from agents.models.role import rights_among
from agents.rights import held_by

ALL = ["memberships__workgroup", "skill_levels__skill", "groups__role"]
RIGHTS = ["user_permissions__content_type", "groups__permissions__content_type"]


class Known:
    """People, workgroups, roles and skills by name; `editor` is who imports."""

    def __init__(self, rows, editor):
        names = {row.cells.get("username", "").lower() for row in rows}
        addresses = {row.cells.get("email", "").lower() for row in rows} - {""}
        people = Agent.objects.annotate(low=Lower("username"), mail=Lower("email"))
        found = people.filter(low__in=names).prefetch_related(*ALL, *RIGHTS)
        self.editor = editor
        self.agents = {agent.low: agent for agent in found}
        self.addresses = dict(people.filter(mail__in=addresses).values_list("mail", "low"))
        self.workgroups = _by_name(Workgroup.objects.all())
        self.skills = _by_name(Skill.objects.all())
        self.roles = _by_name(Role.objects.prefetch_related("permissions__content_type"))
        self.may = held_by(editor)

    def may_give(self, role):
        """Has the editor all that this role allows?"""
        return self.may.issuperset(role.rights())

    def is_above(self, agent):
        """Has this person more rights than the editor?"""
        if self.editor.is_superuser:
            return False
        rows = [
            *agent.user_permissions.all(),
            *(row for group in agent.groups.all() for row in group.permissions.all()),
        ]
        return agent.is_superuser or not self.may.issuperset(rights_among(rows))


def _by_name(things):
    return {thing.name.lower(): thing for thing in things}
