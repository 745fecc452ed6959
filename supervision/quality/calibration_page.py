"""The page of a calibration: who is in, and once all are, how far they are apart and on which questions."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from interactions.models import Refused
from supervision.quality.calibrations import Calibration
from supervision.quality.doors import for_quality, number
from supervision.quality.scorecards import Answer
from supervision.quality.scoring import share


@dataclass(frozen=True, slots=True)
class Compared:
    """One question, with the words of each card's answer, and how far apart they are in percent (None: not scored)."""

    question: object
    words: list
    spread: float | None
    differs: bool


@for_quality("GET")
def calibrations(request):
    """Those of the workgroups that one supervises, newest first."""
    found = Calibration.objects.for_supervisor(request.user)
    rows = found.select_related("version__questionnaire", "agent", "interaction__workgroup", "by")
    context = {
        "page": "quality",
        "tab": "calibrations",
        "rows": rows.prefetch_related("scorecards__scorer")[:200],
        "now": timezone.now(),
        "mine": request.user.pk,
    }
    return render(request, "supervision/quality/calibrations.html", context)


@for_quality("GET")
def calibration(request, pk):
    """Scores and answers are hidden until all are in, from those too who have given theirs."""
    found = Calibration.objects.for_supervisor(request.user).select_related(
        "version__questionnaire", "agent", "interaction__customer", "by"
    )
    one = get_object_or_404(found, pk=pk)
    cards = list(one.scorecards.select_related("scorer").order_by("pk"))
    context = {
        "page": "quality",
        "tab": "calibrations",
        "calibration": one,
        "cards": cards,
        "own": next((card for card in cards if card.scorer_id == request.user.pk), None),
        "now": timezone.now(),
    }
    if one.done_at:
        context |= compared(one.version.questions(), cards)
    return render(request, "supervision/quality/calibration.html", context)


@for_quality("POST")
def without(request, pk):
    """Go on without one who has not scored."""
    one = get_object_or_404(Calibration.objects.for_supervisor(request.user), pk=pk)
    try:
        one.leave_out(number(request.POST.get("card")))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("quality:calibration", pk)


def compared(questions, cards):
    """How far apart complete cards are: in the score, and question by question, the farthest first."""
    answers = {card.pk: {} for card in cards}
    for card, question, value in Answer.objects.filter(scorecard__in=cards).values_list(
        "scorecard", "question", "value"
    ):
        answers[card][question] = value
    rows = [_row(question, [answers[card.pk].get(question.pk, "") for card in cards]) for question in questions]
    scores = [card.score for card in cards if card.score is not None]
    return {
        "rows": sorted(rows, key=lambda row: (-(row.spread or 0), not row.differs)),
        "spread": max(scores) - min(scores) if scores else None,
        "mean": sum(scores) / len(scores) if scores else None,
    }


def _row(question, values):
    shares = [part for part in (share(question, value) for value in values) if part is not None]
    spread = round(float((max(shares) - min(shares)) * 100), 1) if shares else None
    return Compared(question, [question.in_words(value) for value in values], spread, len(set(values)) > 1)
