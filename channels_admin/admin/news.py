"""What platforms tell about accounts, numbers and templates, in the console: read only."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.console_site import Task, console
from audit.kept_words import told
from audit.local_times import when
from audit.marks import state
from audit.navigation import Mark
from channels_admin.admin.whatsapp import ReadOnly
from channels_admin.models import PlatformNotice
from channels_admin.whatsapp.telling import lines, unread

# What news can be about (`platforms.base.Notice`).
SUBJECTS = {
    "template": _("Template"),
    "number": _("Number"),
    "account": _("Account"),
    "app": _("App"),
    "page": _("Page"),
    "person": _("Person"),
    "thread": _("Conversation"),
    "unsupported": _("Not known here"),
}


class SeenFilter(admin.SimpleListFilter):
    """By whether somebody has read it."""

    title, parameter_name = _("read"), "seen"

    def lookups(self, request, model_admin):
        """Read or not."""
        return [("0", _("Unread")), ("1", _("Read"))]

    def queryset(self, request, queryset):
        """Only those."""
        return queryset if self.value() is None else queryset.filter(seen_at__isnull=self.value() == "0")


class SubjectFilter(admin.SimpleListFilter):
    """By what it is about."""

    title, parameter_name = _("about"), "subject"

    def lookups(self, request, model_admin):
        """Everything there can be news about."""
        return SUBJECTS.items()

    def queryset(self, request, queryset):
        """Only that."""
        return queryset.filter(subject=self.value()) if self.value() else queryset


@admin.register(PlatformNotice, site=console)
class PlatformNoticePages(ReadOnly):
    """Platform news."""

    task, place, icon, menu = Task.SET_UP, 92, "bell", _("Platform news")
    one, findable = _("platform news"), False
    list_display = ["happened", "told", "about", "platform", "read"]
    list_display_links = ["happened", "told"]
    list_filter = ["platform", SeenFilter, "grave", "understood", SubjectFilter]
    search_fields = ["words", "field", "object_id", "address"]
    search_help_text = _("Words, event or ID")
    fields = ["happened", "told", "platform", "about", "field", "object_id", "address", "app", "arrived", "as_told"]
    readonly_fields = fields
    actions = ["mark_read"]

    def mark(self, request):
        """How many are unread."""
        count = unread()
        words = ngettext("%(n)s unread", "%(n)s unread", count) % {"n": count}
        return Mark(count, words) if count else None

    def has_change_permission(self, request, obj=None):
        """Nobody changes what was told; the list's button only marks it."""
        return super().has_change_permission(request, obj) and obj is None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Who opens it has read it."""
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "GET" and str(object_id).isdecimal():
            PlatformNotice.objects.filter(pk=object_id, seen_at=None).update(seen_at=timezone.now())
        return answer

    @admin.action(description=_("Mark as read"))
    def mark_read(self, request, queryset):
        """The ticked ones."""
        queryset.filter(seen_at=None).update(seen_at=timezone.now())

    @admin.display(description=_("when"), ordering="at")
    def happened(self, notice):
        """When it happened."""
        return when(notice.at)

    @admin.display(description=_("arrived"))
    def arrived(self, notice):
        """When we heard of it."""
        return when(notice.arrived_at)

    @admin.display(description=_("news"))
    def told(self, notice):
        """The sentence; what wants attention is marked."""
        if notice.grave:
            return format_html("{} {}", state("held", "warn", _("Look")), told(notice.words))
        return told(notice.words) if notice.seen_at else format_html("<b>{}</b>", told(notice.words))

    @admin.display(description=_("about"), ordering="subject")
    def about(self, notice):
        """What it is about."""
        return (
            SUBJECTS.get(notice.subject, notice.subject)
            if notice.understood
            else state("waiting", "info", _("Not known here"))
        )

    @admin.display(description=_("read"), ordering="seen_at")
    def read(self, notice):
        """When somebody read it."""
        return when(notice.seen_at) if notice.seen_at else _("Unread")

    @admin.display(description=_("as told"))
    def as_told(self, notice):
        """Everything the platform said, as it said it."""
        return format_html("<pre>{}</pre>", "\n".join(lines(notice.data)))
