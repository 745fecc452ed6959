"""Response libraries in the console: which there are, and who may use them."""

from django.contrib import admin
from django.db.models import Count, Q
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state
from audit.rights import Right
from workspace.models import Response, ResponseLibrary


@admin.register(ResponseLibrary, site=console)
class ResponseLibraryPages(ConsolePages):
    """Collections of responses that agents share. Agents' own are nobody's business."""

    task, place, icon, right = Task.ROUTING, 90, "tag", Right.RESPONSES
    fields = ["name", "active", "everybody", "workgroups", "roles"]
    list_display = ["name", "shared_with", "responses_in", "offered"]
    list_filter = ["active"]
    search_fields = ["name"]
    search_help_text = _("Name")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Boxes to tick: one sees all of them at once."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs, widget=CheckboxSelectMultiple)
        field.help_text = ""
        return field

    def get_queryset(self, request):
        """The shared ones, with how much stands in them."""
        found = super().get_queryset(request).filter(owner=None).prefetch_related("workgroups", "roles")
        return found.annotate(number=Count("responses", filter=Q(responses__active=True)))

    def facts(self, thing):
        """Who may use it belongs to it."""
        names = {name: sorted(str(one) for one in getattr(thing, name).all()) for name in ("workgroups", "roles")}
        return super().facts(thing) | names

    def delete_model(self, request, obj):
        """Its responses go with it, each with a line in the audit log and its files."""
        for response in Response.objects.filter(library=obj).with_all():
            response.remove(request.user)
        super().delete_model(request, obj)

    @admin.display(description=_("shared with"))
    def shared_with(self, library):
        """Everybody, or whom."""
        if library.everybody:
            return _("Everybody")
        names = [str(one) for one in [*library.workgroups.all(), *library.roles.all()]]
        return ", ".join(names) or _("Nobody yet")

    @admin.display(description=_("responses"), ordering="number")
    def responses_in(self, library):
        """How many, leading to them."""
        address = f"{reverse('workspace:responses')}?library={library.pk}"
        return format_html('<a class="link" href="{}">{}</a>', address, library.number)

    @admin.display(description=_("offered"), ordering="active")
    def offered(self, library):
        """Does anybody find its responses?"""
        return state("connected", "done", _("Yes")) if library.active else state("waiting", "off", _("No"))
