"""The audit log in the console: read only."""

from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.exporting import streamed
from audit.lines import VERBS, pairs
from audit.local_times import when
from audit.marks import two_lines
from audit.models import Change


def noun_words(label):
    """A model's label in words; the label itself where there is no such model any more."""
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


class NounFilter(admin.SimpleListFilter):
    """By what was changed."""

    title, parameter_name = _("what"), "noun"

    def lookups(self, request, model_admin):
        """The nouns that occur."""
        return [
            (label, noun_words(label))
            for label in Change.objects.order_by("noun").values_list("noun", flat=True).distinct()
        ]

    def queryset(self, request, queryset):
        """Only that noun."""
        return queryset.filter(noun=self.value()) if self.value() else queryset


class VerbFilter(admin.SimpleListFilter):
    """By what was done."""

    title, parameter_name = _("change"), "verb"

    def lookups(self, request, model_admin):
        """Everything that is ever done."""
        return VERBS.items()

    def queryset(self, request, queryset):
        """Only that."""
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(Change, site=console)
class ChangePages(ConsolePages):
    """Who changed what, from what to what."""

    task, place, icon, menu = Task.AUDIT, 90, "history", _("Changes")
    findable = False
    list_display = ["happened", "who", "verb_words", "what", "differences"]
    list_display_links = ["happened"]
    list_filter = [NounFilter, VerbFilter, "at", ("by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["by"]
    search_fields = ["name", "by__username", "by__first_name", "by__last_name"]
    search_help_text = _("Name of what was changed, or of who did it")
    fieldsets = [(None, {"fields": ["happened", "who", "verb_words", "what", "comparison"]})]
    readonly_fields = ["happened", "who", "verb_words", "what", "comparison"]
    sortable_by = []

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        export = self.admin_site.admin_view(require_GET(self.export_view))
        return [path("changes.csv", export, name="audit_csv"), *super().get_urls()]

    def export_view(self, request):
        """What the list would show with the same filters, all of it; the list where they make no sense."""
        try:
            return streamed(self.get_changelist_instance(request).queryset)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{reverse('console:audit_change_changelist')}?{ERROR_FLAG}=1")

    def changelist_view(self, request, extra_context=None):
        """With the filters of the address for the range and the export."""
        asked = {name: value for name, value in request.GET.items() if name != "p"}
        span = {"since": asked.get("at__gte", "")[:10], "until": asked.get("at__lt", "")[:10]}
        kept = [(name, value) for name, value in asked.items() if name not in ("at__gte", "at__lt")]
        query = f"?{urlencode(asked)}" if asked else ""
        return super().changelist_view(request, (extra_context or {}) | span | {"kept": kept, "asked": query})

    def has_add_permission(self, request, obj=None):
        """Nobody writes it by hand."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes it."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes from it."""
        return False

    @admin.display(description=_("when"))
    def happened(self, change):
        """When."""
        return when(change.at)

    @admin.display(description=_("who"))
    def who(self, change):
        """By whom; nobody where the product did it by itself."""
        return change.by or _("The product itself")

    @admin.display(description=_("change"))
    def verb_words(self, change):
        """The verb."""
        return VERBS.get(change.verb, change.verb)

    @admin.display(description=_("what"))
    def what(self, change):
        """The noun and its name."""
        return two_lines(change.name, noun_words(change.noun))

    @admin.display(description=_("difference"))
    def differences(self, change):
        """The first few differences in one line each."""
        lines = [(name, *values) for name, *values in pairs(change)]
        shown = format_html_join("", '<span class="diff"><b>{}</b> <s>{}</s> → <span>{}</span></span>', lines[:3])
        more = len(lines) - 3
        return format_html("{}<small>{}</small>", shown, _("and %(n)s more") % {"n": more}) if more > 0 else shown

    @admin.display(description=_("difference"))
    def comparison(self, change):
        """All of it, as a table."""
        body = format_html_join("", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>", pairs(change))
        head = format_html("<tr><th>{}</th><th>{}</th><th>{}</th></tr>", _("Field"), _("Before"), _("After"))
        return format_html('<table class="compare"><thead>{}</thead><tbody>{}</tbody></table>', head, body)
