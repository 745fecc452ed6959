"""The people who sign in, and the places they sit at."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.admin.rows import Licenses, OwnShares, OwnWorkgroups
from agents.forms import AgentForm
from agents.models import Agent, Station
from agents.rights import RIGHTS, rights_of
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.local_times import lasting, relative
from audit.marks import state, two_lines


@admin.register(Agent, site=console)
class AgentPages(ConsolePages):
    """People who sign in."""

    task, place, icon, menu = Task.PEOPLE, 40, "person", _("Users")
    one = _("user")
    form = AgentForm
    secrets = ("new_password",)
    unrecorded = ("password", "last_login", "date_joined", "status", "status_since", "available_since", "is_staff")
    inlines = [OwnWorkgroups, Licenses, OwnShares]
    list_display = ["who", "groups_of", "licenses_of", "rights_in_words", "presence"]
    list_filter = ["is_active", "workgroups", "access_licenses__family"]
    search_fields = ["username", "first_name", "last_name", "email"]
    search_help_text = _("Name, user name or e-mail")
    ordering = ["first_name", "last_name", "username"]

    def get_queryset(self, request):
        """With all that the list shows."""
        people = super().get_queryset(request).select_related("status", "seat__station")
        return people.prefetch_related("memberships__workgroup", "access_licenses", "user_permissions__content_type")

    def get_fieldsets(self, request, obj=None):
        """Only who has all rights may hand them on."""
        everything = ["is_superuser"] if request.user.is_superuser else []
        return [
            (_("Person"), {"fields": ["first_name", "last_name", "email", "time_zone", "language"]}),
            (_("Signing in"), {"fields": ["username", "new_password", "is_active"]}),
            (_("Rights"), {"fields": ["rights", *everything]}),
        ]

    def get_form(self, request, obj=None, **kwargs):
        """The form knows who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def has_change_permission(self, request, obj=None):
        """One who has all rights is changed only by his like."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        """People are never deleted, as history names them: they lose the right to sign in."""
        return False

    def facts(self, thing):
        """With his rights."""
        return super().facts(thing) | {"rights": [str(RIGHTS[name]) for name in rights_of(thing)]}

    def save_related(self, request, form, formsets, change):
        """The ACD looks again, and who may not sign in any more leaves his desk."""
        super().save_related(request, form, formsets, change)
        agent = form.instance
        seat = None if agent.is_active else getattr(agent, "seat", None)
        if seat:
            seat.leave()
        else:
            agent.announce()

    @admin.display(description=_("user"), ordering="first_name")
    def who(self, agent):
        """Name, and what he signs in with."""
        return two_lines(str(agent), agent.username)

    @admin.display(description=_("workgroups"))
    def groups_of(self, agent):
        """Where he is a member or supervisor."""
        named = sorted((str(row.workgroup), row.supervises) for row in agent.memberships.all())
        return ", ".join(f"{name} ({_('supervises')})" if supervises else name for name, supervises in named) or "–"

    @admin.display(description=_("access licenses"))
    def licenses_of(self, agent):
        """His own; a station may give others."""
        return ", ".join(row.get_family_display() for row in agent.access_licenses.all()) or "–"

    @admin.display(description=_("rights"))
    def rights_in_words(self, agent):
        """All of them, or those given."""
        if agent.is_superuser:
            return _("Administrator")
        mine = {f"{row.content_type.app_label}.{row.codename}" for row in agent.user_permissions.all()}
        return ", ".join(str(words) for name, words in RIGHTS.items() if name in mine) or "–"

    @admin.display(description=_("now"))
    def presence(self, agent):
        """Is he at a desk, and what does his status say?"""
        seat = getattr(agent, "seat", None)
        if not agent.is_active:
            return state("disconnected", "off", _("May not sign in"))
        if not seat or not seat.is_live:
            return state("waiting", "power", _("Not logged on"))
        tone = "connected" if agent.status and agent.status.takes_acd else "held"
        since = lasting((timezone.now() - agent.status_since).total_seconds())
        return state(tone, "desk", agent.status or "–", f"{seat.station or _('no station')} · {since}")


@admin.register(Station, site=console)
class StationPages(ConsolePages):
    """The places people sit at."""

    task, place, icon = Task.PEOPLE, 60, "desk"
    inlines = [Licenses]
    fields = ["name"]
    list_display = ["name", "licenses_of", "taken_by"]
    search_fields = ["name"]
    search_help_text = _("Name")

    def get_queryset(self, request):
        """With all that the list shows."""
        return super().get_queryset(request).select_related("seat__agent").prefetch_related("access_licenses")

    @admin.display(description=_("access licenses"))
    def licenses_of(self, station):
        """What whoever sits there may receive beside his own."""
        return ", ".join(row.get_family_display() for row in station.access_licenses.all()) or "–"

    @admin.display(description=_("now"))
    def taken_by(self, station):
        """Who sits there."""
        seat = getattr(station, "seat", None)
        if seat and seat.is_live:
            return state("connected", "person", seat.agent, relative(seat.since))
        return state("waiting", "power", _("Free"))
