"""Teams with a queue, what agents say about themselves, and how interactions end."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agents.admin.rows import Members, Shares
from agents.forms import WorkgroupForm
from agents.models import Status, Workgroup, WrapUpCode
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
    inlines = [Members, Shares]
    list_display = ["name", "queue", "members", "supervisors", "offer"]
    list_filter = ["queue_type"]
    search_fields = ["name"]
    search_help_text = _("Name")
    fieldsets = [
        (_("Workgroup"), {"fields": ["name", "queue_type", "time_zone"]}),
        (_("Offers"), {"fields": ["offer_timeout", "no_answer_status", "decline_pause"]}),
        (_("When nobody goes on"), {"fields": ["idle_hours", "gone_minutes"]}),
    ]

    def get_queryset(self, request):
        """With the numbers of the list."""
        active = Q(memberships__activated=True, memberships__agent__is_active=True)
        return (
            super()
            .get_queryset(request)
            .annotate(active=Count("memberships", filter=active, distinct=True))
            .annotate(watching=Count("memberships", filter=Q(memberships__supervises=True), distinct=True))
        )

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


@admin.register(Status, site=console)
class StatusPages(ConsolePages):
    """What agents can say about themselves."""

    task, place, icon = Task.ROUTING, 70, "clock"
    fields = ["name", "group", "takes_acd", "selectable", "place"]
    list_display = ["name", "group", "acd", "choosable", "place"]
    list_filter = ["group", "takes_acd"]
    search_fields = ["name"]
    search_help_text = _("Name")
    BUILT_IN = (Status.AVAILABLE, Status.NOT_ANSWERING, Status.GONE_HOME)

    def get_readonly_fields(self, request, obj=None):
        """The product looks for some of them by name."""
        return ["name"] if obj and obj.name in self.BUILT_IN else []

    def has_delete_permission(self, request, obj=None):
        """And needs those."""
        return super().has_delete_permission(request, obj) and not (obj and obj.name in self.BUILT_IN)

    @admin.display(description=_("takes ACD interactions"), ordering="takes_acd")
    def acd(self, status):
        """May the ACD offer something?"""
        return state("connected", "done", _("Yes")) if status.takes_acd else state("waiting", "off", _("No"))

    @admin.display(description=_("agents may choose it"), ordering="selectable")
    def choosable(self, status):
        """Or is it set by the product only?"""
        return _("Yes") if status.selectable else _("Set by the product")


@admin.register(WrapUpCode, site=console)
class WrapUpCodePages(ConsolePages):
    """How interactions end, in the company's words."""

    task, place, icon = Task.ROUTING, 80, "tag"
    fields = ["name", "active"]
    list_display = ["name", "offered"]
    list_filter = ["active"]
    search_fields = ["name"]
    search_help_text = _("Name")

    @admin.display(description=_("offered to agents"), ordering="active")
    def offered(self, code):
        """Can it be chosen?"""
        return state("connected", "done", _("Yes")) if code.active else state("waiting", "off", _("No"))
