"""Teams with a queue: who belongs to them, and how their interactions find an agent."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agents.admin import workgroup_rows
from agents.admin.rows import Shares
from agents.admin.workgroup_sections import SECTIONS, laid_out
from agents.models import Workgroup
from agents.workgroup_form import WorkgroupForm
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.local_times import lasting
from audit.marks import state
from hints import wake


@admin.register(Workgroup, site=console)
class WorkgroupPages(ConsolePages):
    """Teams with a queue."""

    task, place, icon = Task.PEOPLE, 50, "people"
    form = WorkgroupForm
    inlines = [
        workgroup_rows.Members,
        Shares,
        workgroup_rows.ServiceLevels,
        workgroup_rows.RequiredSkills,
        workgroup_rows.SkillLevels,
        workgroup_rows.Rings,
        workgroup_rows.OverflowSteps,
    ]
    list_display = ["name", "queue", "members", "supervisors", "offer"]
    list_filter = ["queue_type"]
    search_fields = ["name"]
    search_help_text = _("Name")
    fieldsets = [section.fieldset for section in SECTIONS if section.fields]

    def get_queryset(self, request):
        """With the numbers of the list."""
        active = Q(memberships__activated=True, memberships__agent__is_active=True)
        return (
            super()
            .get_queryset(request)
            .annotate(active=Count("memberships", filter=active, distinct=True))
            .annotate(watching=Count("memberships", filter=Q(memberships__supervises=True), distinct=True))
        )

    def render_change_form(self, request, context, *args, **kwargs):
        """The page goes by sections, each with its fields and rows."""
        sections = laid_out(context["adminform"], context["inline_admin_formsets"])
        return super().render_change_form(request, context | {"sections": sections}, *args, **kwargs)

    def facts(self, thing):
        """With who is in which ring."""
        rings = thing.rings.prefetch_related("agents")
        rows = [
            {"ring": ring.place, "seconds": ring.seconds, "members": sorted(str(agent) for agent in ring.agents.all())}
            for ring in rings
        ]
        return super().facts(thing) | {"rings": rows}

    def save_related(self, request, form, formsets, change):
        """Somebody may be able to take what waits there."""
        super().save_related(request, form, formsets, change)
        wake("acd.tasks.route", form.instance.pk)

    @admin.display(description=_("queue type"), ordering="queue_type")
    def queue(self, workgroup):
        """Of which type, and does it serve social channels?"""
        words = workgroup.get_queue_type_display()
        if workgroup.takes_social:
            return state("connected", "done", words)
        return state("waiting", "off", words, _("Not for social channels"))

    @admin.display(description=_("activated members"), ordering="active")
    def members(self, workgroup):
        """How many the ACD may offer something."""
        if workgroup.active:
            return workgroup.active
        return state("held", "warn", _("Nobody"), _("What waits there is offered to no one"))

    @admin.display(description=_("supervisors"), ordering="watching")
    def supervisors(self, workgroup):
        """How many watch it."""
        return workgroup.watching or "–"

    @admin.display(description=_("offer time-out"), ordering="offer_timeout")
    def offer(self, workgroup):
        """Seconds to pick up."""
        return lasting(workgroup.offer_timeout)
