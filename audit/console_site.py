"""The console's admin site: who may enter, what its pages share. Every room registers its nouns on it in `admin`."""

import functools

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext_lazy as _

from audit.local_times import in_local_time
from audit.navigation import Place, Task, entry_of, grouped
from audit.rights import Right

__all__ = ["RIGHTS", "ConsoleSite", "Task", "console"]

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


# What the pages under a caption ask for, where they name no right themselves.
RIGHTS = {
    Task.PEOPLE: Right.PEOPLE,
    Task.ROUTING: Right.PEOPLE,
    Task.LICENSES: Right.LICENSES,
    Task.AUTOMATION: Right.HANDLERS,
    Task.AUDIT: Right.AUDIT,
}


class ConsoleSite(AdminSite):
    """The Social Media Admin Console: open to whoever may see one of its pages, and showing him only those."""

    site_title = site_header = _("Social Media Admin Console")
    enable_nav_sidebar = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = []

    def has_permission(self, request):
        """Has he the right to any page?"""
        person = request.user
        return person.is_active and any(person.has_perm(right) for right in self.rights())

    def rights(self):
        """The rights that open some page of the console."""
        return {Right.SOCIAL_MEDIA_ADMIN, *(page.right for page in [*self._registry.values(), *self.places])}

    def admin_view(self, view, cacheable=False, right=None):
        """Strangers are sent to sign in, people without the right are told which one they lack; None: any will do."""
        inner = super().admin_view(in_local_time(view), cacheable)

        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if right or not self.has_permission(request):
                (right or Right.SOCIAL_MEDIA_ADMIN).ask_of(request.user)
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

    def place(self, task, place, icon, words, route, *, right=None, mark=None):
        """Put a page that is no noun's into the navigation; `mark(request)` says what stands beside it."""
        right = right or RIGHTS.get(task, Right.SOCIAL_MEDIA_ADMIN)
        self.places.append(Place(task, place, icon, words, route, right, mark))

    def pages(self, request):
        """The nouns' pages that this person may open."""
        return [page for page in self._registry.values() if request.user.has_perm(page.right)]

    def entries(self, request):
        """Every page of the navigation that he may open."""
        own = [place.entry(request) for place in self.places if request.user.has_perm(place.right)]
        return own + [entry_of(self, page, request) for page in self.pages(request)]

    def navigation(self, request):
        """The entries under the tasks they serve, as far as he may see them."""
        return grouped(self.entries(request))


console = ConsoleSite(name="console")
console.disable_action("delete_selected")
