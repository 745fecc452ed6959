"""The console's navigation: the tasks administrators come for, the pages that serve them, and marks beside them.

A noun's pages say themselves where they belong (`ConsolePages.task`, `place`, `icon`, `menu`, `mark`); a page that is no
noun's is put on the site with `ConsoleSite.place`. A task without a page that the person may open does not appear.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Task(TextChoices):
    """What an administrator comes for, in the order of the navigation."""

    SET_UP = "set_up", _("Set up")
    CHANNELS = "channels", _("Channels")
    WHATSAPP = "whatsapp", _("WhatsApp")
    PEOPLE = "people", _("People")
    ROUTING = "routing", _("Routing")
    LICENSES = "licenses", _("Licenses")
    AUTOMATION = "automation", _("Automation")
    AUDIT = "audit", _("Audit")

    @property
    def icon(self):
        """Its name in the sprite."""
        return _ICONS[self]


_ICONS = {
    Task.SET_UP: "steps",
    Task.CHANNELS: "channels",
    Task.WHATSAPP: "whatsapp",
    Task.PEOPLE: "people",
    Task.ROUTING: "routing",
    Task.LICENSES: "license",
    Task.AUTOMATION: "automation",
    Task.AUDIT: "history",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A few characters beside an entry: a count, or how far it is. `wants` says for whom cannot see it what wants attention."""

    words: object
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation."""

    task: Task
    place: int
    icon: str
    words: object
    url: str
    current: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A task with its pages; it leads to the first of them."""

    task: Task
    entries: list

    @property
    def url(self):
        """Where it leads."""
        return self.entries[0].url

    @property
    def current(self):
        """Is one of its pages open?"""
        return any(entry.current for entry in self.entries)

    @property
    def mark(self):
        """The first mark that wants attention, else the first there is."""
        marks = [entry.mark for entry in self.entries if entry.mark]
        return next((mark for mark in marks if mark.wants), marks[0] if marks else None)


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is no noun's: `route` is the name of its address, `right` what whoever opens it needs."""

    task: Task
    place: int
    icon: str
    words: object
    route: str
    right: object
    mark: object = None

    def entry(self, request):
        """As it stands in the navigation."""
        url = reverse(self.route)
        mark = self.mark(request) if self.mark else None
        return Entry(self.task, self.place, self.icon, self.words, url, request.path.startswith(url), mark)


def entry_of(site, page, request):
    """The navigation's entry of a noun's list."""
    url = reverse(f"{site.name}:{page.opts.app_label}_{page.opts.model_name}_changelist")
    words = page.menu or capfirst(page.opts.verbose_name_plural)
    current = request.path.startswith((url, *page.beneath))
    return Entry(Task(page.task), page.place, page.icon, words, url, current, page.mark(request))


def grouped(entries):
    """The entries under their tasks; tasks without any are left out."""
    entries = sorted(entries, key=lambda entry: entry.place)
    groups = [Group(task, [entry for entry in entries if entry.task == task]) for task in Task]
    return [group for group in groups if group.entries]
