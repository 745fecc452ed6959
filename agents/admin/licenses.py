"""What the installation may use: the licensed parts, the file in force, and the way by which another is loaded."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agents.license_counts import counts
from agents.licensing import loading
from agents.licensing.paper import LARGEST, BadLicense
from agents.models import AccessLicense, Installation, License, LicenseFile
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.navigation import Mark
from audit.rights import Right

FILES_SHOWN = 50


@admin.register(License, site=console)
class LicensePages(ConsolePages):
    """What the installation may use: read here, written by loading a file."""

    task, place, icon, right = Task.LICENSES, 10, "license", Right.LICENSES
    fields = ["part", "name", "count", "expires_on"]

    def mark(self, request):
        """How many access licenses may still be assigned."""
        free = sum(count.free for count in counts())
        return Mark(_("%(n)s free") % {"n": free}, "" if free else _("No access license is free"))

    def has_add_permission(self, request, obj=None):
        """Licenses come in files."""
        return False

    def has_change_permission(self, request, obj=None):
        """Licenses come in files."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Licenses come in files."""
        return False

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        view = require_http_methods(["GET", "POST"])(self.load_view)
        return [path("load/", self.admin_site.admin_view(view), name="license_load"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        """The parts, the file in force, those that are suspended, and the files before it."""
        files = LicenseFile.objects.select_related("loaded_by").defer("text")[:FILES_SHOWN]
        return self._page(request, "console/licenses.html", parts=_parts(), files=files, suspended=_suspended())

    def load_view(self, request):
        """Upload a file, see what it would change, put it in force. What is confirmed is read and checked once more."""
        if request.method == "GET":
            return self._page(request, "console/license_load.html")
        try:
            text = request.POST.get("text") or _uploaded(request.FILES.get("file"))
            if request.POST.get("confirmed"):
                return self._loaded(request, *loading.put_in_force(text, request.user))
            paper = loading.look_into(text)
        except BadLicense as reason:
            return self._page(request, "console/license_load.html", status=400, refused=reason)
        effect = loading.effect_of(paper)
        return self._page(request, "console/license_load.html", paper=paper, effect=effect, text=text)

    def _loaded(self, request, file, effect):
        messages.success(request, _("The license of %(customer)s is in force.") % {"customer": file.customer})
        if effect.suspended:
            n = len(effect.suspended)
            text = ngettext("%(n)s assignment is suspended.", "%(n)s assignments are suspended.", n)
            messages.warning(request, text % {"n": n})
        return HttpResponseRedirect(reverse("console:agents_license_changelist"))

    def _page(self, request, template, status=200, **context):
        here, now = Installation.here(), timezone.now()
        context |= {"title": _("Licenses"), "opts": self.opts, "installation": here, "now": now, "today": now.date()}
        return render(request, template, self.admin_site.each_context(request) | context, status=status)


def _uploaded(file):
    if file is None:
        raise BadLicense(_("Choose a file first."))
    if file.size > LARGEST:
        raise BadLicense(_("This is not a license file: it is too large."))
    return file.read().decode(errors="replace")


def _parts():
    """[(license or None, label, part number, count or None)] of all parts this version knows."""
    rows = {row.part: row for row in License.objects.all()}
    used = {count.part: count for count in counts()}
    return [(rows.get(part), part.label, part.value, used.get(part)) for part in License.Part]


def _suspended():
    rows = AccessLicense.objects.suspended().select_related("agent", "station")
    return rows.order_by("family", "pk")
