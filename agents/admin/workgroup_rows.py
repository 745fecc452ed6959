"""The rows that are edited on a workgroup's page."""

from django.utils.translation import gettext_lazy as _

from agents.admin.rows import Memberships
from agents.models import Agent, OverflowStep, RequiredSkill, Ring, ServiceLevel, SkillLevel
from agents.models.overflow import MOST_RINGS
from agents.workgroup_rows import MemberForm, OverflowForm, OverflowRows, RingForm, RingRows, Rows
from audit.console_pages import ConsoleRows


class Members(Memberships):
    """Who belongs to it."""

    verbose_name, verbose_name_plural = _("member"), _("members")
    form, formset = MemberForm, Rows
    fields = ["agent", "activated", "supervises"]
    ordering = ["agent__first_name", "agent__last_name", "agent__username"]

    def get_queryset(self, request):
        """With their names."""
        return super().get_queryset(request).select_related("agent")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Who may sign in can be added."""
        if db_field.name == "agent":
            active = Agent.objects.filter(is_active=True)
            kwargs["queryset"] = active.order_by("first_name", "last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ServiceLevels(ConsoleRows):
    """How soon it means to pick up."""

    model, formset = ServiceLevel, Rows
    fields = ["media_type", "seconds"]
    note = _("From entering the queue to pick-up. Without a row: 60 seconds.")


class RequiredSkills(ConsoleRows):
    """What its interactions ask for."""

    model, formset = RequiredSkill, Rows
    fields = ["skill", "min_proficiency", "min_desire", "proficiency_weight", "desire_weight"]
    note = _(
        "An agent needs at least these levels; blank: any. His score for a skill is (proficiency × weight + desire × "
        "weight) ÷ the sum of the weights; several skills count by their mean."
    )


class SkillLevels(ConsoleRows):
    """What everybody in it is able to do."""

    model, formset = SkillLevel, Rows
    verbose_name, verbose_name_plural = _("skill"), _("skills of its members")
    fields = ["skill", "proficiency", "desire"]
    note = _(
        "Held by every member who has no level of his own. Proficiency: how well, 1 to 100. Desire: how gladly, 0 to 100."
    )


class Rings(ConsoleRows):
    """Who is asked first."""

    model, form, formset = Ring, RingForm, RingRows
    template = "admin/agents/workgroup/_rings.html"
    fields = ["seconds", "agents"]
    max_num = MOST_RINGS
    note = _(
        "An interaction is offered to ring 1 first; when its time is over, ring 2 joins, and so on, at last every member. "
        "A ring that adds nobody is skipped. Without rings: every member from the start."
    )

    def get_queryset(self, request):
        """With their people."""
        return super().get_queryset(request).prefetch_related("agents")

    def get_formset(self, request, obj=None, **kwargs):
        """In an order."""
        return super().get_formset(request, obj, can_order=True, **kwargs)


class OverflowSteps(ConsoleRows):
    """What happens to what waits longer."""

    model, form, formset, fk_name = OverflowStep, OverflowForm, OverflowRows, "workgroup"
    fields = ["seconds", "action", "amount", "to_workgroup"]
    note = _(
        "Done once each, when an interaction has waited in this queue for so many seconds. Points: by which the least "
        "levels of skill sink, or the priority rises."
    )
