"""Noise rules and blocked customers in the console (R55)."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state, two_lines
from audit.rights import Right
from interactions import noise
from interactions.models import Block, Message, NoiseRule
from interactions.noise_form import NoiseRuleForm

EXAMPLES = 20
A_PAGE = 50


@admin.register(NoiseRule, site=console)
class NoiseRulePages(ConsolePages):
    """Rules by which what customers write opens nothing, or ends at once."""

    task, place, icon = Task.CHANNELS, 92, "off"
    form = NoiseRuleForm
    list_display = ["name", "channel", "what", "action", "found", "force"]
    list_filter = ["active", "channel"]
    search_fields = ["name", "author"]
    search_help_text = _("Name or author")
    fieldsets = [
        (_("Rule"), {"fields": ["channel", "name", "active"]}),
        (_("What is noise: everything filled in has to fit"), {"fields": ["author", "words", "only"]}),
        (_("What becomes of it"), {"fields": ["action", "wrap_up"]}),
    ]

    def get_queryset(self, request):
        """With how many messages each has caught."""
        rules = super().get_queryset(request).select_related("channel", "wrap_up")
        return rules.annotate(messages=Count("caught"))

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        view = self.admin_site.admin_view(require_GET(self.caught_view))
        return [path("caught/", view, name="noise_caught"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        """With the trial beside the form, where it was just made."""
        form = context["adminform"].form
        if form.trial:
            looked, caught = form.trial
            examples = self._readable(caught, request.user)
            context["trial"] = {"looked": looked, "caught": len(caught), "examples": examples, "mark": form.mark}
        return super().render_change_form(request, context, *args, **kwargs)

    def _readable(self, caught, person):
        """The newest of what the trial caught that this person may read."""
        if not person.has_perm(Right.TRACKER):
            return []
        mine = Message.objects.filter(pk__in=[message.pk for message in caught])
        return noise.in_sight(mine, person).select_related("author").order_by("-platform_at", "-pk")[:EXAMPLES]

    def save_related(self, request, form, formsets, change):
        """In force at once in this process, within seconds in the others."""
        super().save_related(request, form, formsets, change)
        noise.forget()

    def caught_view(self, request):
        """What rules have caught, by rule and by words: of the workgroups that one supervises, as in the history."""
        Right.TRACKER.ask_of(request.user)
        rule, words = request.GET.get("rule", ""), request.GET.get("q", "").replace("\0", "").strip()
        found = noise.in_sight(Message.objects.filter(noise__isnull=False), request.user)
        found = found.select_related("author", "noise", "channel", "interaction")
        found = found.filter(noise=rule) if rule.isdecimal() else found
        found = found.filter(text__icontains=words) if words else found
        page = Paginator(found.order_by("-platform_at", "-pk"), A_PAGE).get_page(request.GET.get("p"))
        context = {"found": page, "rules": NoiseRule.objects.all(), "rule": rule, "words": words, "opts": self.opts}
        context["nowhere"] = not request.user.memberships.filter(supervises=True).exists()
        return render(request, "console/noise_caught.html", console.each_context(request) | context)

    @admin.display(description=_("what is noise"))
    def what(self, rule):
        """In words."""
        parts = [rule.author, ", ".join(rule.words), rule.get_only_display() if rule.only else ""]
        return " · ".join(str(part) for part in parts if part)

    @admin.display(description=_("caught"), ordering="messages")
    def found(self, rule):
        """How many, and where they are."""
        address = f"{reverse('console:noise_caught')}?rule={rule.pk}"
        return format_html('<a class="link" href="{}">{}</a>', address, rule.messages) if rule.messages else "0"

    @admin.display(description=_("state"), ordering="active")
    def force(self, rule):
        """Is it in force?"""
        return state("connected", "done", _("In force")) if rule.active else state("waiting", "off", _("Off"))


@admin.register(Block, site=console)
class BlockPages(ConsolePages):
    """Who is, or was, blocked. Blocking and unblocking is done on the customers' list."""

    task, place, icon = Task.CHANNELS, 93, "off"
    list_display = ["customer", "now", "since", "platform_words"]
    list_filter = ["at"]
    list_select_related = ["customer", "by", "lifted_by"]
    search_fields = ["customer__name"]
    search_help_text = _("Name of the customer")
    fields = ["customer", "at", "by", "reason", "lifted_at", "lifted_by", "platform"]

    def has_add_permission(self, request, obj=None):
        """On the customers' list."""
        return False

    def has_change_permission(self, request, obj=None):
        """On the customers' list."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What was done stays listed."""
        return False

    @admin.display(description=_("state"))
    def now(self, block):
        """Blocked, or not any more."""
        if block.lifted_at:
            return state("waiting", "done", _("Unblocked"), block.lifted_by or "")
        return state("disconnected", "off", _("Blocked"))

    @admin.display(description=_("since"), ordering="at")
    def since(self, block):
        """When and by whom."""
        return two_lines(f"{block.at:%Y-%m-%d %H:%M}", block.by or _("The product itself"))

    @admin.display(description=_("on the platform"))
    def platform_words(self, block):
        """What the platform said."""
        return _("Being told") if block.platform == "wanted" else block.platform
