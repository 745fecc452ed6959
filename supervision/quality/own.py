"""What an agent sees of his own: scorecards that are complete, to be read and acknowledged (R71)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.local_times import in_local_time
from interactions.models import Interaction, Refused
from interactions.serializers import messages as drawn
from interactions.serializers import with_author
from supervision.facts import more
from supervision.quality.doors import address, number
from supervision.quality.finding import OwnFilters
from supervision.quality.scorecards import Scorecard
from supervision.quality.showing import groups_of
from supervision.recordings.beside import of_part
from supervision.rows import row

SIZE = 50
SAID_MOST = 2000  # messages of one interaction on a page


@require_GET
@login_required
@in_local_time
def cards(request):
    """His own, newest first."""
    filters = OwnFilters(request.GET, person=request.user)
    found = filters.among(Scorecard.objects.own(request.user), "completed_at")
    shown = list(_older(found, number(request.GET.get("before"))).with_names()[: SIZE + 1])
    context = {
        "page": "own",
        "tab": "cards",
        "filters": filters,
        "filtered": bool(filters.given),
        "cards": shown[:SIZE],
        "older": len(shown) > SIZE and address(request, before=shown[SIZE - 1].pk),
        "now": timezone.now(),
    }
    return render(request, "supervision/quality/own_cards.html", context)


def _older(cards, pk):
    """The latest completed first; with a card's number those after it."""
    last = cards.filter(pk=pk).values_list("completed_at", flat=True).first()
    if last:
        cards = cards.filter(Q(completed_at__lt=last) | Q(completed_at=last, pk__lt=pk))
    return cards.order_by("-completed_at", "-pk")


@require_http_methods(["GET", "POST"])
@login_required
@in_local_time
def card(request, pk):
    """One of his own to be read; POST acknowledges it, with a comment if he has one."""
    one = get_object_or_404(Scorecard.objects.own(request.user).with_names(), pk=pk)
    if request.method == "POST":
        try:
            one.acknowledge(request.user, request.POST.get("comment", ""))
            messages.success(request, _("You have acknowledged this scorecard."))
        except Refused as why:
            messages.error(request, str(why))
        return HttpResponseRedirect(reverse("own:card", args=[pk]))
    interaction = Interaction.objects.with_people().get(pk=one.interaction_id)
    context = {
        "page": "own",
        "tab": "cards",
        "card": one,
        "interaction": interaction,
        "row": row(interaction, timezone.now()),
        "said": said_in(interaction, request.user),
        "recordings": of_part(interaction, one.agent_id, request.user),
        "groups": groups_of(one.version, one.values()),
        "now": timezone.now(),
    }
    return render(request, "supervision/quality/own_card.html", context)


@require_GET
@login_required
def waiting(request):
    """How many of his own he has not acknowledged: what an open page asks for now and then."""
    return JsonResponse({"unacknowledged": Scorecard.objects.unacknowledged(request.user).count()})


def said_in(interaction, person):
    """What was said in this one interaction, each message with what the desk shows of it too."""
    rows = with_author(interaction.messages.all()).select_related("agent", "parent__author", "parent__agent")
    shown = list(rows.prefetch_related("revisions")[:SAID_MOST])
    for message, told in zip(shown, drawn(shown, person.pk), strict=True):
        message.shown = told | {"details": [line | {"more": more(line)} for line in told["details"]]}
    return shown
