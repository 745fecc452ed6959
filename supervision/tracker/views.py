"""The Tracker, its side sheet, and the page of one interaction."""

from time import monotonic

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from audit.local_times import in_local_time
from supervision.tracker import columns, listing
from supervision.tracker.chips import chips
from supervision.tracker.criteria import Criteria
from supervision.tracker.details import everything_about
from supervision.tracker.finding import Finding
from supervision.tracker.keeping import Saving
from supervision.tracker.models import SavedSearch
from supervision.tracker.planning import TooLong
from supervision.tracker.ranking import NEWEST
from supervision.tracker.sorting import NAMES, RELEVANCE, read_moment, written_moment


def for_everybody(view):
    """A page for whoever is signed in: what he finds is another question."""
    return require_GET(login_required(in_local_time(view)))


@for_everybody
def tracker(request):
    """Interactions in some order; criteria, order, page and the one that is open are in the address."""
    criteria, began = Criteria(request.GET, person=request.user), monotonic()
    now = read_moment(request.GET.get("at", "")) or timezone.now()
    shown, others = chips(criteria)
    context = {
        "page": "tracker",
        "criteria": criteria,
        "query": criteria.query(),
        "chips": shown,
        "others": others,
        "columns": columns.chosen(request.user),
        "all_columns": columns.COLUMNS.values(),
        "saved": SavedSearch.objects.for_person(request.user).select_related("owner"),
        "saving": Saving(criteria.reach),
        "orders": _orders(criteria),
        "now": now,
        "zone": criteria.where.key,
        "nowhere": not criteria.reach.workgroups,
    }
    context["chosen"] = {column.name for column in context["columns"]}
    context["this"] = next((one for one in context["saved"] if one.query == context["query"]), None)
    context["of_list"] = criteria.query(at=written_moment(now))
    context |= _list(request, criteria, now, context["columns"])
    context |= _open(request, criteria, now) | {"took": f"{monotonic() - began:.1f}"}
    return render(request, "supervision/tracker/tracker.html", context)


@for_everybody
def count(request):
    """How many there are, in words and in short: counted apart, so that no page waits for it."""
    criteria = Criteria(request.GET, person=request.user)
    found = _finding(request, criteria).count()
    return JsonResponse(
        {"words": _number(*found) if found else _("Many interactions"), "short": _short(*found) if found else ""}
    )


@for_everybody
def place(request, pk):
    """Where one stands in the list, in short: asked for apart, too. Blank: not in it, or that takes too long."""
    criteria = Criteria(request.GET, person=request.user)
    one = get_object_or_404(criteria.reach.interactions, pk=pk)
    found = _finding(request, criteria).place(one)
    return JsonResponse({"short": _short(*found) if found and found[0] else ""})


@for_everybody
def details(request, pk):
    """Everything about one interaction; the query is that of the list from which one came, in which one goes on."""
    context = _details(request, pk) | {"page": "tracker"}
    criteria = Criteria(request.GET, person=request.user)
    context["previous"], context["following"] = Finding(criteria, context["now"]).neighbors(context["interaction"])
    return render(request, "supervision/details.html", context)


@for_everybody
def sheet(request, pk):
    """The same beside the list."""
    return render(request, "supervision/tracker/_sheet.html", _details(request, pk))


def _finding(request, criteria):
    """What a list found that was drawn at the moment `at` of the address, if there is one."""
    at = read_moment(request.GET.get("at", ""))
    return Finding(criteria, at or timezone.now(), known=at)


def _list(request, criteria, now, chosen):
    finding, asked = Finding(criteria, now), request.GET
    try:
        page = finding.page(asked.get("onward", ""), asked.get("back", ""))
    except TooLong:
        return {"rows": [], "too_long": True}
    at = {} if finding.sort == "started" else {"at": written_moment(now)}
    whole = not page.back and not page.onward and not asked.get("onward") and not asked.get("back")
    return {
        "rows": listing.rows(page.ids, criteria, now, chosen),
        "back": page.back and "?" + criteria.query(back=page.back, **at),
        "onward": page.onward and "?" + criteria.query(onward=page.onward, **at),
        "here": criteria.query(**{name: asked.get(name) for name in ("onward", "back", "at")}),
        "number": _number(len(page.ids), False) if whole else "",
        "ranked": NEWEST if finding.sort == RELEVANCE and not finding.ranking.whole else 0,
    }


def _open(request, criteria, now):
    """The one that stands in the side sheet, if one does."""
    pk = request.GET.get("open", "")
    if not pk.isdecimal() or len(pk) > 18:
        return {}
    one = criteria.reach.interactions.with_people().filter(pk=int(pk)).first()
    return {"opened": everything_about(one, criteria, now)} if one else {}


def _details(request, pk):
    criteria, now = Criteria(request.GET, person=request.user), timezone.now()
    mine = criteria.reach.interactions.with_people().select_related("wrap_up", "account_code")
    one = get_object_or_404(mine, pk=pk)
    about = everything_about(one, criteria, now, everything=request.GET.get("show") == "all")
    listed = criteria.query(at=request.GET.get("at", ""))
    return {"opened": about, "query": criteria.query(), "of_list": listed} | about


def _orders(criteria):
    """[{name, words, query, current}]: a second choice of the same turns it round."""
    current, down = criteria.order
    names = [name for name in NAMES if name != RELEVANCE or "text" in criteria.given]
    return {
        name: {
            "words": NAMES[name],
            "query": criteria.query(sort=name if name == current and down and name != RELEVANCE else f"-{name}"),
            "current": name == current,
            "down": down,
        }
        for name in names
    }


def _number(number, more):
    if more:
        return _("More than %(n)s interactions") % {"n": number_format(number, force_grouping=True)}
    words = ngettext("%(n)s interaction", "%(n)s interactions", number)
    return words % {"n": number_format(number, force_grouping=True)}


def _short(number, more):
    return number_format(number, force_grouping=True) + ("+" if more else "")
