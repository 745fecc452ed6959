"""The console's admin site: who may enter, what its pages share. Every room registers its nouns on it in `admin`."""

import functools

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.local_times import in_local_time

RIGHT = "channels_admin.administer"
# Pages of Django's admin that ours has no use for: people sign in and out where everybody does.
LEFT_OUT = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
}


class Task(TextChoices):
    """What an administrator comes for: the captions of the navigation, in its order."""

    SET_UP = "set_up", _("Set up")
    PEOPLE = "people", _("People")
    ROUTING = "routing", _("Routing")
    AUDIT = "audit", _("Audit")


class ConsoleSite(AdminSite):
    """The Social Media Admin Console, open to those with the right of that name."""

    site_title = site_header = _("Social Media Admin Console")
    enable_nav_sidebar = False

    def has_permission(self, request):
        """Has he the right?"""
        return request.user.is_active and request.user.has_perm(RIGHT)

    def admin_view(self, view, cacheable=False):
        """Strangers are sent to sign in, people without the right are told which one they lack."""
        inner = super().admin_view(in_local_time(view), cacheable)

        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied(_("You need the right Social Media Admin."))
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        """The models' pages; the home page is put before them by whoever owns it."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in LEFT_OUT]

    def each_context(self, request):
        """What every page of the console shows."""
        return super().each_context(request) | {"navigation": self.navigation(request), "page": "console"}

    def get_app_list(self, request, app_label=None):
        """Nothing: our navigation goes by task."""
        return []

    def navigation(self, request):
        """[(caption, [entry, …])]: the registered nouns under the tasks they serve."""
        entries = sorted(self._registry.values(), key=lambda page: page.place)
        groups = [(task.label, [self._entry(page, request) for page in entries if page.task == task]) for task in Task]
        return [group for group in groups if group[1]]

    def _entry(self, page, request):
        url = reverse(f"{self.name}:{page.opts.app_label}_{page.opts.model_name}_changelist")
        words = page.menu or capfirst(page.opts.verbose_name_plural)
        return {"url": url, "words": words, "icon": page.icon, "current": request.path.startswith(url)}


console = ConsoleSite(name="console")
console.disable_action("delete_selected")
