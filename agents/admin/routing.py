"""What agents say about themselves, and how interactions end."""

from django.contrib import admin
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agents.models import AccountCode, Status, WrapUpCode
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import icon, state
from audit.recording import record


@admin.register(Status, site=console)
class StatusPages(ConsolePages):
    """What agents can say about themselves."""

    task, place, icon = Task.ROUTING, 70, "clock"
    fields = ["name", "icon", "group", "takes_acd", "do_not_disturb", "after_call_work", "selectable", "place"]
    list_display = ["named", "group", "acd", "marks", "choosable", "place"]
    list_filter = ["group", "takes_acd", "do_not_disturb", "after_call_work"]
    search_fields = ["name"]
    search_help_text = _("Name")
    BUILT_IN = (Status.AVAILABLE, Status.NOT_ANSWERING, Status.GONE_HOME)

    def get_readonly_fields(self, request, obj=None):
        """The product looks for some of them by name."""
        return ["name"] if obj and obj.name in self.BUILT_IN else []

    def has_delete_permission(self, request, obj=None):
        """And needs those."""
        return super().has_delete_permission(request, obj) and not (obj and obj.name in self.BUILT_IN)

    @admin.display(description=_("status"), ordering="name")
    def named(self, status):
        """With its icon."""
        return format_html('<span class="with-icon">{}{}</span>', icon(status.icon), status.words)

    @admin.display(description=_("counts as"))
    def marks(self, status):
        """What else it says."""
        words = {"do_not_disturb": _("Do not disturb"), "after_call_work": _("After-call work")}
        return ", ".join(str(text) for name, text in words.items() if getattr(status, name)) or "–"

    @admin.display(description=_("takes ACD interactions"), ordering="takes_acd")
    def acd(self, status):
        """May the ACD offer something?"""
        return state("connected", "done", _("Yes")) if status.takes_acd else state("waiting", "off", _("No"))

    @admin.display(description=_("agents may choose it"), ordering="selectable")
    def choosable(self, status):
        """Or is it set by the product only?"""
        return _("Yes") if status.selectable else _("Set by the product")


class CodePages(ConsolePages):
    """What both kinds of code have in common: one is offered to agents or is not."""

    list_filter = ["active"]
    actions = ["offer", "withdraw"]

    @admin.action(description=_("Offer to agents"))
    def offer(self, request, queryset):
        """The ticked ones can be chosen."""
        self._set(request, queryset, True)

    @admin.action(description=_("No longer offer"))
    def withdraw(self, request, queryset):
        """The ticked ones stay with what has ended with them, and cannot be chosen any more."""
        self._set(request, queryset, False)

    def _set(self, request, queryset, active):
        with transaction.atomic():
            for code in queryset.exclude(active=active):
                before = self.facts(code)
                code.active = active
                code.save(update_fields=["active"])
                record(request.user, "changed", code, before, self.facts(code))

    @admin.display(description=_("offered to agents"), ordering="active")
    def offered(self, code):
        """Can it be chosen?"""
        return state("connected", "done", _("Yes")) if code.active else state("waiting", "off", _("No"))


@admin.register(WrapUpCode, site=console)
class WrapUpCodePages(CodePages):
    """How interactions end, in the company's words."""

    task, place, icon = Task.ROUTING, 80, "tag"
    fields = ["name", "active"]
    list_display = ["name", "offered"]
    search_fields = ["name"]
    search_help_text = _("Name")


@admin.register(AccountCode, site=console)
class AccountCodePages(CodePages):
    """To which account, project or brand the work on an interaction is counted."""

    task, place, icon = Task.ROUTING, 81, "file"
    fields = ["code", "name", "active"]
    list_display = ["code", "name", "offered"]
    search_fields = ["code", "name"]
    search_help_text = _("Code or name")
