"""The live board's page. What it shows comes by its line (`supervision/consumers.py`)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Status
from audit.local_times import zone_of
from audit.rights import Right, needs
from supervision.alerts.models import Severity
from supervision.statistics.figures import FIGURES, PERIODS, Period


@require_safe  # with HEAD, a board whose line does not come back asks whether the session is over
@login_required
@needs(Right.STATISTICS)
def live_board(request):
    """The board; `?period=` chooses what it begins with, `?wall=1` makes it a wall screen at once."""
    asked = request.GET.get("period", "")
    context = {
        "page": "board",
        "period": asked if asked in Period.values else Period.TODAY.value,
        "periods": [(period.value, period.label, PERIODS[period]) for period in Period],
        "figures": FIGURES.values(),
        "defined": {figure.name: figure for figure in FIGURES.values()},
        "severities": Severity.choices,
        "zone": zone_of(request.user).key,
        "wall": request.GET.get("wall") == "1",
        "has_none": not request.user.memberships.filter(supervises=True).exists(),
        "may_set_status": request.user.has_perm(Right.CHANGE_STATUS),
        "statuses": Status.objects.all(),
    }
    return render(request, "supervision/statistics/board.html", context)


@require_POST
@login_required
@needs(Right.STATISTICS)
def stay(request):
    """A wall screen, where nobody clicks, keeps its session."""
    request.session.modified = True
    return HttpResponse(status=204)
