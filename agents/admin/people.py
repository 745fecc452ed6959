"""The people who sign in, and the places they sit at."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from agents.admin.importing import Importing
from agents.admin.letting_in import LettingIn
from agents.admin.rows import Licenses, OwnShares, OwnSignOns, OwnSkills, OwnWorkgroups
from agents.admin.together import Together
from agents.inviting import invite
from agents.models import AccessLicense, Agent, Role, Station
from agents.models.role import rights_among
from agents.person_form import VALUES, AgentForm
from agents.rights import held_by, rights_of, roles_of, sources_of
from agents.time_line import last_stretches
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.kept_words import in_english
from audit.local_times import lasting, relative
from audit.marks import state, two_lines

COUNTS = _(
    "Each from 0 to 100. A workgroup gives them their weights, under “Which agent gets it”; without a weight none counts."
)


def licenses():
    """The access licenses of people or stations, to be prefetched: with what tells which are suspended."""
    return Prefetch("access_licenses", AccessLicense.objects.with_place())


def license_words(owner):
    """The families that an agent or station is licensed for."""
    suspended = _("%(family)s (suspended)")
    rows = [(str(row.get_family_display()), row.place > row.loaded) for row in owner.access_licenses.all()]
    return ", ".join(suspended % {"family": family} if over else family for family, over in rows) or "–"


class RoleFilter(admin.SimpleListFilter):
    """By role."""

    title, parameter_name = _("role"), "role"

    def lookups(self, request, model_admin):
        """All of them."""
        return list(Role.objects.values_list("pk", "name"))

    def queryset(self, request, queryset):
        """Only those who have it."""
        return queryset.filter(groups=self.value()) if (self.value() or "").isdecimal() else queryset


@admin.register(Agent, site=console)
class AgentPages(LettingIn, Importing, Together, ConsolePages):
    """People who sign in."""

    task, place, icon, menu = Task.PEOPLE, 40, "person", _("Users")
    one = _("user")
    form = AgentForm
    secrets = ("new_password",)
    unrecorded = ("password", "last_login", "date_joined", "status", "status_since", "available_since", "is_staff")
    inlines = [OwnWorkgroups, Licenses, OwnSkills, OwnShares, OwnSignOns]
    list_display = ["who", "groups_of", "licenses_of", "roles_in_words", "presence"]
    list_filter = ["is_active", RoleFilter, "workgroups", "status", "access_licenses__family"]
    search_fields = ["username", "first_name", "last_name", "email"]
    search_help_text = _("Name, user name or e-mail")
    ordering = ["first_name", "last_name", "username"]

    def get_queryset(self, request):
        """With all that the list shows."""
        people = super().get_queryset(request).select_related("status", "seat__station", "invitation")
        own = ["groups__role", "user_permissions__content_type"]
        return people.prefetch_related("memberships__workgroup", licenses(), *own)

    def get_inlines(self, request, obj):
        """Sign-ons only of who has some."""
        linked = obj and obj.sign_on_links.exists()
        return [rows for rows in self.inlines if rows is not OwnSignOns or linked]

    def described(self, agent):
        """What he signs in with."""
        return agent.username

    def get_fieldsets(self, request, obj=None):
        """Only who has all rights may hand them on."""
        everything = ["is_superuser"] if request.user.is_superuser else []
        return [
            (_("Person"), {"fields": ["first_name", "last_name", "email", "time_zone", "language"]}),
            (_("Signing in"), {"fields": ["username", "new_password", "usual_station", "is_active"]}),
            (_("Rights"), {"fields": self._rights(request, obj, everything)}),
            (_("What counts in his score"), {"fields": VALUES, "description": COUNTS, "classes": ["weights"]}),
        ]

    def _rights(self, request, obj, everything):
        """What was given to choose from, where it is one's to change; and what it comes to."""
        chosen = ["roles", "rights"] if self.has_change_permission(request, obj) else []
        return [*chosen, *everything, *(["allowed"] if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        """What the rights come to is reckoned."""
        return ["allowed"]

    def get_form(self, request, obj=None, **kwargs):
        """The form knows who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def has_change_permission(self, request, obj=None):
        """One who may more than oneself is changed only by his like: who sets his password could act as he."""
        return super().has_change_permission(request, obj) and (obj is None or not _above(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        """People are never deleted, as history names them: they lose the right to sign in."""
        return False

    @in_english
    def facts(self, thing):
        """With his roles and rights."""
        roles = [role.name for role in roles_of(thing)]
        return super().facts(thing) | {"roles": roles, "rights": [str(right.label) for right in rights_of(thing)]}

    def save_related(self, request, form, formsets, change):
        """The ACD looks again, and who may not sign in any more leaves his desk."""
        super().save_related(request, form, formsets, change)
        agent = form.instance
        agent.announce() if agent.is_active else agent.put_out()
        if not change and not agent.has_usable_password():
            invite(agent)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With how he comes in, and his last statuses, beside the form."""
        if obj:
            now = timezone.now()
            context |= {"letter": getattr(obj, "invitation", None), "now": now, "stretches": last_stretches(obj, now)}
            context["chosen"] = obj.has_usable_password() or obj.last_login is not None
            context["mine_to_change"] = self.has_change_permission(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

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
        return license_words(agent)

    @admin.display(description=_("roles and rights"))
    def roles_in_words(self, agent):
        """His roles, and how many rights beside them."""
        if agent.is_superuser:
            return _("All rights")
        roles = sorted(group.name for group in agent.groups.all() if hasattr(group, "role"))
        more = rights_among(agent.user_permissions.all())
        return two_lines(", ".join(roles) or "–", ", ".join(str(right.label) for right in more))

    @admin.display(description=_("comes to"))
    def allowed(self, agent):
        """Every right that he has, and from where."""
        if agent.is_superuser:
            return _("All rights")
        found = {}
        for right, names in sources_of(agent).items():
            found.setdefault(_source(names), []).append(str(right.label))
        lines = [(", ".join(rights), source) for source, rights in found.items()]
        return format_html_join("", "<div>{} <small>{}</small></div>", lines) or _("Nothing beside one's own work.")

    @admin.display(description=_("now"))
    def presence(self, agent):
        """Is he at a desk, and what does his status say?"""
        seat = getattr(agent, "seat", None)
        if not agent.is_active:
            return state("disconnected", "off", _("May not sign in"))
        if not (agent.has_usable_password() or agent.last_login):
            return state("held", "inbox", _("Invited"), _letter_words(agent))
        if not seat or not seat.is_live:
            return state("waiting", "power", _("Not logged on"))
        tone = "connected" if agent.status and agent.status.takes_acd else "held"
        since = lasting((timezone.now() - agent.status_since).total_seconds())
        symbol = agent.status.icon if agent.status else "desk"
        place = seat.station or _("no station")
        return state(tone, symbol, agent.status or "–", f"{place} · {since}")


def _above(agent, editor):
    """Has the one more rights than the other?"""
    if editor.is_superuser:
        return False
    return agent.is_superuser or not held_by(editor).issuperset(held_by(agent))


def _letter_words(agent):
    """How far his invitation is."""
    letter = getattr(agent, "invitation", None)
    if letter is None:
        return _("not mailed yet")
    if letter.expires_at < timezone.now():
        return _("the link is over: invite again")
    return letter.problem or (
        _("until %(when)s") % {"when": relative(letter.expires_at)} if letter.sent_at else _("being mailed")
    )


def _source(names):
    """Where a right comes from."""
    return ", ".join(
        str(_("by the role %(role)s") % {"role": name} if name else _("given by itself")) for name in names
    )


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
        return super().get_queryset(request).select_related("seat__agent").prefetch_related(licenses())

    @admin.display(description=_("access licenses"))
    def licenses_of(self, station):
        """What whoever sits there may receive beside his own."""
        return license_words(station)

    @admin.display(description=_("now"))
    def taken_by(self, station):
        """Who sits there."""
        seat = getattr(station, "seat", None)
        if seat and seat.is_live:
            return state("connected", "person", seat.agent, relative(seat.since))
        return state("waiting", "power", _("Free"))
