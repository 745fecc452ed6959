"""Teams with a queue: who belongs to them, and how their interactions find an agent."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from agents.admin import workgroup_rows
from agents.admin.rows import Shares
from agents.admin.workgroup_sections import SECTIONS, laid_out
from agents.duplicating import duplicate
from agents.models import Workgroup
from agents.workgroup_form import WorkgroupForm
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.local_times import lasting
from audit.marks import state
from audit.recording import record
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

    actions = ["activate_members", "deactivate_members"]

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        view = self.admin_site.admin_view(self.duplicate_view)
        return [path("<int:pk>/duplicate/", view, name="workgroup_duplicate"), *super().get_urls()]

    @method_decorator(require_POST)
    def duplicate_view(self, request, pk):
        """The button Duplicate: leads to the copy."""
        with transaction.atomic():
            copy = duplicate(get_object_or_404(Workgroup, pk=pk))
            record(request.user, "created", copy, {}, self.facts(copy))
        text = _("This is the copy. Give it a name, and let channels send to it.")
        messages.success(request, text)
        return HttpResponseRedirect(reverse("console:agents_workgroup_change", args=[copy.pk]))

    @admin.action(description=_("Activate all members"))
    def activate_members(self, request, queryset):
        """Everybody in the ticked ones is offered what waits there."""
        self._activate(request, queryset, True)

    @admin.action(description=_("Deactivate all members"))
    def deactivate_members(self, request, queryset):
        """Nobody in the ticked ones is offered anything from there."""
        self._activate(request, queryset, False)

    def _activate(self, request, queryset, activated):
        with transaction.atomic():
            for workgroup in queryset:
                before = self.facts(workgroup)
                # Who only supervises stays out of it: he was never meant to be offered anything.
                workgroup.memberships.filter(supervises=False).update(activated=activated)
                record(request.user, "changed", workgroup, before, self.facts(workgroup))
                wake("acd.tasks.route", workgroup.pk)

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
