"""What the pages of all nouns in the console have in common: rights, plain widgets, and a line in the audit log."""

import functools
import logging
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import IntegrityError
from django.db.models import PROTECT
from django.forms.models import _get_foreign_key
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import recording
from audit.console_site import RIGHTS
from audit.navigation import Task
from audit.rights import Right
from audit.selects import lengthened

log = logging.getLogger(__name__)


class _ByTheRight:
    """Who has a page's right may do everything on it; a page narrows that where it must."""

    media = forms.Media()  # our pages load the scripts they need themselves

    def has_view_permission(self, request, obj=None):
        """Whoever has the right."""
        return request.user.has_perm(self.right)

    def has_change_permission(self, request, obj=None):
        """Whoever has the right."""
        return request.user.has_perm(self.right)

    def has_delete_permission(self, request, obj=None):
        """Whoever has the right."""
        return request.user.has_perm(self.right)

    def has_add_permission(self, request, obj=None):
        """Whoever has the right."""
        return request.user.has_perm(self.right)

    def has_module_permission(self, request):
        """Whoever has the right."""
        return request.user.has_perm(self.right)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A plain select for relations: what one chooses from has a page of its own in the navigation."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field and lengthened(field)


class ConsoleRows(_ByTheRight, admin.TabularInline):
    """Rows that are edited on another noun's page. `note` stands under their caption."""

    extra = 0
    note = ""

    @property
    def right(self):
        """That of the page on which they stand."""
        return self.admin_site.get_model_admin(self.parent_model).right


class ConsolePages(_ByTheRight, admin.ModelAdmin):
    """The pages of one noun. `secrets` names fields of which the audit log only says that they were set.

    `task`, `place`, `icon` and `menu` say where it stands in the navigation; the console's search finds its rows by
    `search_fields` where it is `findable`. `right` is what whoever opens them needs; where none is named, the task says
    which.
    """

    task, place, icon = Task.SET_UP, 0, "console"
    menu, one = "", ""  # what people call them, where the noun of the code is another
    beneath = ()  # addresses of pages of their own that belong to this noun
    right = None
    secrets = ()
    unrecorded = ()
    clash = _("Something of this was saved at the same moment. Look at what is there now, then enter yours again.")
    findable = True
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.right = self.right or RIGHTS.get(self.task, Right.SOCIAL_MEDIA_ADMIN)

    @property
    def urls(self):
        """Every page of the noun asks for the right before it looks at anything."""
        found = self.get_urls()
        for pattern in found:
            pattern.callback = self._asking(pattern.callback)
        return found

    def _asking(self, view):
        """Strangers pass: the site sends them to sign in."""

        @functools.wraps(view)
        def inner(request, *args, **kwargs):
            if request.user.is_authenticated:
                self.right.ask_of(request.user)
            return view(request, *args, **kwargs)

        return inner

    def mark(self, request):
        """What stands beside it in the navigation: an `audit.navigation.Mark`, or None."""
        return None

    def find(self, request, words, limit):
        """The first rows that the console's search finds here: [(row, what is said of it)]."""
        if not (self.findable and self.search_fields):
            return []
        own = {field.name for field in self.opts.concrete_fields}
        rows = self.model._default_manager.defer(*(name for name in self.secrets if name in own))
        found, several = self.get_search_results(request, rows, words)
        return [(row, self.described(row)) for row in (found.distinct() if several else found)[:limit]]

    def described(self, thing):
        """A few words about a row that was found, beside its name."""
        return ""

    def facts(self, thing):
        """What the audit log compares: the noun's own fields, and the rows edited with it."""
        own = recording.facts(thing, left_out={*self.secrets, *self.unrecorded})
        return own | {name: rows for name, rows in self._rows(thing)}

    def _rows(self, thing):
        for inline in self.inlines:
            key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            found = inline.model._default_manager.filter(**{key.name: thing.pk})
            yield key.remote_field.get_accessor_name(), recording.rows(found, left_out={key.name})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What two save at the same moment, or one twice, is saved once; the other is told."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            log.warning("%s was not saved: %s", self.opts.label, error)
            self.message_user(request, self.clash, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        """Save, and remember what was there before."""
        form.before = self.facts(self.model._default_manager.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the rows that belong to it; then the audit log gets its line, in the same transaction."""
        super().save_related(request, form, formsets, change)
        after = self.facts(self.model._default_manager.get(pk=form.instance.pk))
        after |= {name: recording.SET_ANEW for name in self.secrets if name in form.changed_data}
        recording.record(request.user, "changed" if change else "created", form.instance, form.before, after)

    def delete_model(self, request, obj):
        """Delete, and say so in the audit log."""
        recording.record(request.user, "deleted", obj, self.facts(obj), {})
        super().delete_model(request, obj)

    def get_deleted_objects(self, objs, request):
        """What stands in the way, by its nouns only: who may delete here may not read every conversation."""
        in_use = [str(name) for thing in objs for name in uses(thing)]
        return [str(thing) for thing in objs], {}, set(), in_use

    def history_view(self, request, object_id, extra_context=None):
        """The audit log's lines about it."""
        address = reverse("console:audit_change_changelist")
        about = urlencode({"noun": self.opts.label_lower, "object_id": unquote(object_id)})
        return HttpResponseRedirect(f"{address}?{about}")

    def log_addition(self, request, obj, message):
        """The audit log takes the place of the admin's own."""

    def log_change(self, request, obj, message):
        """The audit log takes the place of the admin's own."""

    def log_deletions(self, request, queryset):
        """The audit log takes the place of the admin's own."""


def uses(thing):
    """The plural names of what refers to `thing` and must not lose it; looks for one row of each kind only."""
    relations = [field for field in thing._meta.get_fields(include_hidden=True) if _protects(field)]
    return {
        relation.related_model._meta.verbose_name_plural: None
        for relation in relations
        if relation.related_model._base_manager.filter(**{relation.field.name: thing.pk}).exists()
    }


def _protects(field):
    return field.auto_created and not field.concrete and getattr(field, "on_delete", None) is PROTECT
