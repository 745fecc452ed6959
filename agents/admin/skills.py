"""What agents are able to do: the list of skills."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agents.bindings import asking_for
from agents.models import Agent, Skill
from audit.console_pages import ConsolePages
from audit.console_site import Task, console

NAMED = 3  # workgroups named in a cell


@admin.register(Skill, site=console)
class SkillPages(ConsolePages):
    """Skills, with who has them and where they are asked for."""

    task, place, icon = Task.ROUTING, 65, "badge"
    fields = ["name"]
    list_display = ["name", "agents", "by_workgroup", "required"]
    search_fields = ["name"]
    search_help_text = _("Name")

    def get_queryset(self, request):
        """With the numbers of the list."""
        skills = super().get_queryset(request).annotate(holders=Coalesce(Subquery(_holders()), 0))
        return skills.prefetch_related("levels__workgroup", "requirements__workgroup")

    def get_deleted_objects(self, objs, request):
        """What waits and asks for it could be had by nobody any more."""
        names, counts, lacking, in_use = super().get_deleted_objects(objs, request)
        return names, counts, lacking, [*in_use, *(words for skill in objs for words in asking_for(skill.pk))]

    @admin.display(description=_("agents who have it"), ordering="holders")
    def agents(self, skill):
        """By themselves or by a workgroup, each counted once."""
        return skill.holders or "–"

    @admin.display(description=_("given by workgroup"))
    def by_workgroup(self, skill):
        """Workgroups whose members all have it."""
        return _named(level.workgroup.name for level in skill.levels.all() if level.workgroup)

    @admin.display(description=_("required in"))
    def required(self, skill):
        """Workgroups whose interactions ask for it."""
        return _named(row.workgroup.name for row in skill.requirements.all())


def _holders():
    """How many who may sign in have the skill of the outer row."""
    own = Q(skill_levels__skill=OuterRef("pk"))
    by_group = Q(workgroups__skill_levels__skill=OuterRef("pk"))
    people = Agent.objects.filter(own | by_group, is_active=True).order_by().annotate(one=Coalesce(1, 1))
    return people.values("one").annotate(number=Count("pk", distinct=True)).values("number")


def _named(names):
    found = sorted(names)
    more = len(found) - NAMED
    shown = ", ".join(found[:NAMED])
    return _("%(names)s and %(n)s more") % {"names": shown, "n": more} if more > 0 else shown or "–"
