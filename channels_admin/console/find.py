"""The console's search (Ctrl+K): its pages and the things on them, through the rights of who asks."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.console_site import Task, console

LONGEST = 80  # characters of what is searched for; more finds nothing either
OF_EACH = 5  # rows of one noun
PAGES = 8


@require_GET
def find(request):
    """{groups: [{caption, found: [{words, note, icon, url}]}]}; without words, all pages."""
    words = " ".join(request.GET.get("q", "")[:LONGEST].replace("\0", "").split())
    groups = [_pages(request, words)]
    if words:
        groups += [_rows(request, page, words) for page in _in_order(request)]
    return JsonResponse({"groups": [group for group in groups if group["found"]]})


def _in_order(request):
    """By task; what is set up once comes after what people look for every day."""
    tasks = [*list(Task)[1:], Task.SET_UP]
    return sorted(console.pages(request), key=lambda page: (tasks.index(page.task), page.place))


def _pages(request, words):
    """Pages of the navigation, and those that make something new."""
    named = [*_lists(request), *_forms(request)] if words else _lists(request)
    wanted = words.lower().split()
    found = [one for one in named if all(word in f"{one['words']} {one['note']}".lower() for word in wanted)]
    return {"caption": _("Pages"), "found": found[:PAGES] if words else found}


def _lists(request):
    for group in console.navigation(request):
        for entry in group.entries:
            yield _item(entry.words, group.task.label, entry.icon, entry.url)


def _forms(request):
    for page in _in_order(request):
        if page.has_add_permission(request):
            words = _("Add %(noun)s") % {"noun": page.one or page.opts.verbose_name}
            yield _item(words, page.task.label, "plus", _address(page, "add"))


def _rows(request, page, words):
    found = [
        _item(row, note, page.icon, _address(page, "change", row.pk))
        for row, note in page.find(request, words, OF_EACH)
    ]
    return {"caption": str(page.menu or capfirst(page.opts.verbose_name_plural)), "found": found}


def _address(page, name, *args):
    return reverse(f"{console.name}:{page.opts.app_label}_{page.opts.model_name}_{name}", args=args)


def _item(words, note, icon, url):
    return {"words": str(words), "note": str(note), "icon": icon, "url": url}
