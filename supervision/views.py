"""History and details: for those with the right Tracker, of the workgroups that they supervise."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audit.local_times import in_local_time
from audit.rights import Right, needs
from interactions.models import Event, Interaction, State
from supervision import paging, segments, telling
from supervision.conversation import conversation, neighbors
from supervision.quality.beside import beside as judged
from supervision.recordings.beside import beside
from supervision.reopening import way_on
from supervision.rows import bar, row
from supervision.search import Search, with_words


def for_trackers(view):
    """A page for those with the right; the others are told which one they lack."""
    return require_GET(login_required(needs(Right.TRACKER)(in_local_time(view))))


@for_trackers
def history(request):
    """Interactions, newest first; the filters and the page are in the address."""
    search = Search(request.GET, person=request.user)
    mine = Interaction.objects.for_supervisor(request.user)
    text = search.given.get("text", "")
    found = search.among(mine)
    shown = with_words(found.with_people(), text, request.user)
    page = paging.page(shown, request.GET.get("before", ""), request.GET.get("after", ""))
    number, more = paging.count(found)
    now = timezone.now()
    context = {
        "page": "history",
        "search": search,
        "filtered": {name for name in search.given},
        "rows": [row(interaction, now, text) for interaction in page.rows],
        "newer": page.newer and _address(request, after=page.newer),
        "older": page.older and _address(request, before=page.older),
        "number": number,
        "more": more,
        "now": now,
        "nowhere": not request.user.memberships.filter(supervises=True).exists(),
    }
    return render(request, "supervision/history.html", context)


@for_trackers
def details(request, pk):
    """Everything about one interaction."""
    mine = Interaction.objects.for_supervisor(request.user)
    interaction = get_object_or_404(mine.with_people().select_related("wrap_up", "account_code"), pk=pk)
    events = list(Event.objects.filter(month=interaction.month, interaction_id=pk).order_by("number"))
    names, now = telling.Names(events), timezone.now()
    stretches = segments.segments(events)
    before, after = neighbors(interaction, request.user)
    context = {
        "page": "history",
        "row": row(interaction, now),
        "interaction": interaction,
        "durations": _durations(stretches, now),
        "segments": bar(stretches, names, now),
        "lines": telling.lines(events, names),
        "conversation": conversation(interaction, request.user, everything=request.GET.get("show") == "all"),
        "recordings": beside(interaction, request.user),
        "judged": judged(interaction, request.user),
        "before": before,
        "way_on": way_on(interaction, request.user),
        "after": after,
        "now": now,
    }
    return render(request, "supervision/details.html", context)


def _address(request, **key):
    """This page's address with another page of the list."""
    kept = {name: value for name, value in request.GET.items() if name not in ("before", "after") and value}
    return "?" + urlencode(kept | key)


def _durations(stretches, now):
    worked = (State.CONNECTED, State.HELD)
    return {
        "waited": segments.total(stretches, (State.WAITING, State.ALERTING), now),
        "worked": segments.total(stretches, worked, now),
        "parked": segments.total(stretches, (State.PARKED,), now),
    }
