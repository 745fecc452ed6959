"""Roles: the sets of rights that people are given."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agents.models import Role
from agents.person_form import RoleForm
from agents.rights import held_by
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.kept_words import in_english
from audit.marks import state, two_lines


@admin.register(Role, site=console)
class RolePages(ConsolePages):
    """Sets of rights."""

    task, place, icon = Task.PEOPLE, 45, "lock"
    form = RoleForm
    list_display = ["what", "rights_in_words", "people", "origin"]
    search_fields = ["name", "description"]
    search_help_text = _("Name or description")

    def get_queryset(self, request):
        """With all that the list shows."""
        roles = super().get_queryset(request).annotate(held=Count("user", distinct=True))
        return roles.prefetch_related("permissions__content_type")

    def get_fieldsets(self, request, obj=None):
        """To read, where it is not one's to change."""
        rights = "rights" if self.has_change_permission(request, obj) else "rights_in_words"
        return [(_("Role"), {"fields": ["name", "description"]}), (_("What it allows"), {"fields": [rights]})]

    def get_readonly_fields(self, request, obj=None):
        """The built-in ones keep their names."""
        return ["rights_in_words", *(["name"] if obj and obj.built_in else [])]

    def get_form(self, request, obj=None, **kwargs):
        """The form knows who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def has_change_permission(self, request, obj=None):
        """Nobody changes the administrators' one, nor one that allows more than he may himself."""
        if obj and (obj.has_all or not held_by(request.user).issuperset(obj.rights())):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """The built-in ones stay."""
        if obj and (obj.built_in or not self.has_change_permission(request, obj)):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Who has it would lose rights without noticing: it is taken from people first."""
        names, counts, lacking, in_use = super().get_deleted_objects(objs, request)
        held = sum(role.user_set.count() for role in objs)
        people = [ngettext("%(n)s user", "%(n)s users", held) % {"n": held}] if held else []
        return names, counts, lacking, [*in_use, *people]

    @in_english
    def facts(self, thing):
        """With its rights."""
        return super().facts(thing) | {"rights": [str(right.label) for right in thing.rights()]}

    @admin.display(description=_("role"), ordering="name")
    def what(self, role):
        """Name, and what it is for."""
        return two_lines(role.name, role.words)

    @admin.display(description=_("rights"))
    def rights_in_words(self, role):
        """All of them, or which."""
        if role.has_all:
            return _("All")
        return ", ".join(str(right.label) for right in role.rights()) or _("None beside one's own work")

    @admin.display(description=_("users"), ordering="held")
    def people(self, role):
        """How many have it."""
        return role.held or "–"

    @admin.display(description=_("origin"), ordering="built_in")
    def origin(self, role):
        """Part of the product, or your own."""
        return state("waiting", "lock", _("Built in")) if role.built_in else _("Your own")
