"""Onboardings in the console: the list with each one's step, and the customer information form."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.local_times import when
from audit.marks import state, two_lines
from channels_admin.models import Onboarding, StepKind
from channels_admin.onboarding import doing
from channels_admin.onboarding.forms import OnboardingForm
from channels_admin.onboarding.rules import current


class Checklists(ChangeList):
    """The list, whose rows lead to the checklists."""

    def url_for_result(self, result):
        """The checklist of an onboarding."""
        return reverse("console:onboarding", args=[result.pk])


class StepFilter(admin.SimpleListFilter):
    """By whether it is done."""

    title, parameter_name = _("state"), "done"

    def lookups(self, request, model_admin):
        """Done or not."""
        return [("0", _("Under way")), ("1", _("Done"))]

    def queryset(self, request, queryset):
        """Only those."""
        done = queryset.filter(steps__kind=StepKind.VERIFICATION, steps__done_at__isnull=False)
        if self.value() == "1":
            return done
        return queryset.exclude(pk__in=done.values("pk")) if self.value() == "0" else queryset


@admin.register(Onboarding, site=console)
class OnboardingPages(ConsolePages):
    """Onboardings."""

    task, place, icon = Task.WHATSAPP, 28, "checklist"
    beneath = ("/console/whatsapp/onboarding/",)
    form = OnboardingForm
    secrets = ("certificate",)
    fieldsets = [
        (_("Onboarding"), {"fields": ["name", "account"]}),
        (_("Customer"), {"fields": ["owner", "contact_name", "contact_email", "contact_phone"]}),
        (_("Number and name"), {"fields": ["typed", "display_name"]}),
        (_("WhatsApp's policies"), {"fields": ["declared", "industry", "decision", "decision_note"]}),
    ]
    list_display = ["who", "account", "step_now", "waits_for", "since"]
    list_filter = [StepFilter, "account"]
    search_fields = ["name", "typed", "digits", "display_name"]
    search_help_text = _("Name or number")

    def get_queryset(self, request):
        """With the steps, and without secrets."""
        rows = super().get_queryset(request).select_related("account", "owner").prefetch_related("steps")
        return rows.defer("account__token", "account__refresh_token", "account__client_secret", "certificate")

    def get_changelist(self, request, **kwargs):
        """Rows lead to the checklist."""
        return Checklists

    def get_readonly_fields(self, request, obj=None):
        """Once it began, it stays with its provider."""
        return ["account"] if obj else []

    def facts(self, thing):
        """With the declaration."""
        return super().facts(thing) | {"declared": thing.declared_at is not None}

    def save_model(self, request, obj, form, change):
        """With who declared and decided; a new one gets its steps."""
        form.stamp(request.user)
        super().save_model(request, obj, form, change)
        if not change:
            doing.begin(obj)

    def response_post_save_add(self, request, obj):
        """On to the checklist."""
        return HttpResponseRedirect(reverse("console:onboarding", args=[obj.pk]))

    response_post_save_change = response_post_save_add

    @admin.display(description=_("onboarding"), ordering="name")
    def who(self, onboarding):
        """Name, number and display name."""
        return two_lines(onboarding.name, " · ".join(filter(None, [onboarding.typed, onboarding.display_name])))

    @admin.display(description=_("step"))
    def step_now(self, onboarding):
        """Where it is."""
        step = self._current(onboarding)
        if step is None:
            return state("connected", "done", _("Done"))
        words = format_html("{} / 6 · {}", step.kind, step.get_kind_display())
        return state("alerting", "clock", words)

    @admin.display(description=_("waits for"))
    def waits_for(self, onboarding):
        """Who is responsible for that step."""
        step = self._current(onboarding)
        return step.responsible if step else "–"

    @admin.display(description=_("since"))
    def since(self, onboarding):
        """When that step began."""
        step = self._current(onboarding)
        return when(step.began_at) if step else when(max(one.done_at for one in onboarding.steps.all()))

    def _current(self, onboarding):
        steps = {one.kind: one for one in onboarding.steps.all()}
        return steps.get(current({kind for kind, one in steps.items() if one.done_at}))
