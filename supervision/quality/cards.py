"""The pages of scorecards: my team's list, the page on which one is scored, and assigning."""

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from interactions.models import Interaction, Refused
from supervision.conversation import conversation
from supervision.quality.doors import address, for_quality, number
from supervision.quality.finding import Filters
from supervision.quality.scorecards import Scorecard
from supervision.quality.scoring import Unfit
from supervision.quality.showing import groups_of
from supervision.recordings.beside import of_part
from supervision.rows import row

SIZE = 50
COMMENT_LONGEST = 4000


@for_quality("GET")
def cards(request):
    """My team's, newest first; the filters and the page are in the address."""
    filters = Filters(request.GET, person=request.user)
    found = filters.among(Scorecard.objects.for_supervisor(request.user))
    before = number(request.GET.get("before"))
    shown = list((found.filter(pk__lt=before) if before else found).with_names()[: SIZE + 1])
    older = len(shown) > SIZE and address(request, before=shown[SIZE - 1].pk)
    context = {
        "page": "quality",
        "tab": "cards",
        "filters": filters,
        "filtered": bool(filters.given),
        "cards": shown[:SIZE],
        "older": older,
        "newest": before and address(request),
        "now": timezone.now(),
    }
    return render(request, "supervision/quality/cards.html", context)


def _card(request, pk):
    return get_object_or_404(Scorecard.objects.for_supervisor(request.user).with_names(), pk=pk)


@for_quality("GET")
def card(request, pk):
    """What was said, and beside it the questionnaire."""
    one = _card(request, pk)
    return _card_page(request, one)


def _card_page(request, one, wrong=None):
    interaction = Interaction.objects.with_people().get(pk=one.interaction_id)
    values = one.values()
    context = {
        "page": "quality",
        "tab": "cards",
        "card": one,
        "interaction": interaction,
        "row": row(interaction, timezone.now()),
        "conversation": conversation(interaction, request.user, everything=request.GET.get("show") == "all"),
        "recordings": of_part(interaction, one.agent_id, request.user),
        "groups": groups_of(one.version, values),
        "result": one.result(),
        "mine": one.state in one.OPEN and one.scorer_id in (None, request.user.pk),
        "wrong": wrong or "",
        "now": timezone.now(),
    }
    return render(request, "supervision/quality/card.html", context, status=400 if wrong else 200)


@for_quality("POST")
def answers(request, pk):
    """What is kept while somebody scores: these answers, and what the card comes to with them."""
    one = _card(request, pk)
    try:
        _keep(one, request)
    except Unfit as why:
        return JsonResponse({"detail": str(why)}, status=400)
    except Refused as why:
        return JsonResponse({"detail": str(why)}, status=409)
    return JsonResponse(_told(one.result()))


def _told(found):
    """A running score, as the page shows it."""
    missing = [{"id": one.pk, "text": one.text} for one in found.missing]
    marked = {"below": [one.pk for one in found.below], "failed": [one.pk for one in found.failed]}
    score = None if found.score is None else str(found.score)
    return {"score": score, "passed": found.passed, "missing": missing} | marked


def _keep(one, request):
    """The answers that a page sent: fields named `q-` and the question's key, and the comment."""
    given = request.POST
    known = {f"q-{question.pk}": question for question in one.version.questions()}
    comment = given["comment"].strip()[:COMMENT_LONGEST] if "comment" in given else None
    one.answer(request.user, {known[name]: value for name, value in given.items() if name in known}, comment)


@for_quality("POST")
def act(request, pk):
    """Complete it, with what the page sent; reopen, sign off, take over, withdraw."""
    one, do = _card(request, pk), request.POST.get("do")
    verbs = {"reopen": one.reopen, "sign_off": one.sign_off, "take_over": one.take_over}
    try:
        if do == "complete":
            _keep(one, request)
            one.complete(request.user)
            return _after(request, one)
        if do == "withdraw":
            one.withdraw()
            messages.success(request, _("The scorecard is withdrawn."))
            return HttpResponseRedirect(reverse("quality:cards"))
        if do in verbs:
            verbs[do](request.user)
    except (Unfit, Refused) as why:
        return _card_page(request, _card(request, pk), wrong=str(why))
    return HttpResponseRedirect(reverse("quality:card", args=[pk]))


def _after(request, one):
    """Where a completed card leads: to itself, or to the calibration of which it is a part."""
    messages.success(request, _("The scorecard is complete."))
    if one.calibration_id:
        return HttpResponseRedirect(reverse("quality:calibration", args=[one.calibration_id]))
    return HttpResponseRedirect(reverse("quality:card", args=[one.pk]))
