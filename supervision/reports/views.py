"""The reports' page, its CSV, and the schedules by which reports are mailed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.local_times import in_local_time
from audit.recording import facts, record
from audit.rights import Right, needs
from supervision.reports.asking import ZONES, Asked
from supervision.reports.figures import REPORTS
from supervision.reports.models import Schedule
from supervision.reports.schedules import ScheduleForm, told
from supervision.reports.table import table


def _page(*methods):
    """A page for those with the right Reports."""

    def around(view):
        return require_http_methods(methods)(login_required(needs(Right.REPORTS)(in_local_time(view))))

    return around


@_page("GET")
def reports(request):
    """One report as chart and table; the criteria are in the address, `format=csv` gives it as a file."""
    asked = Asked(request.GET, person=request.user)
    found = table(asked) if asked.is_valid() else None
    if found and request.GET.get("format") == "csv":
        return _as_file(asked, found)
    kept = {name: value for name, value in asked.data.items() if name != "format"}
    context = {
        "page": "reports",
        "asked": asked,
        "chosen": asked.data["report"],
        "table": found,
        "chart": _chart(found) if found else None,
        "reports": [(one, urlencode(kept | {"report": one.name})) for one in REPORTS.values()],
        "csv": urlencode(kept | {"format": "csv"}),
        "query": urlencode(kept),
        "zones": ZONES,
        "schedules": told(Schedule.objects.filter(made_by=request.user)),
    }
    return render(request, "supervision/reports/reports.html", context, status=200 if found else 400)


def _as_file(asked, found):
    given = asked.cleaned_data
    answer = HttpResponse(found.as_csv(), content_type="text/csv; charset=utf-8")
    name = f"{found.report.name}-{given['since']}-{given['until']}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _chart(found):
    """What the script draws: moments or names below, and the figures that are to be drawn; None where there is nothing."""
    drawn = [column for column in found.report.columns if column.drawn]
    if all(row.values[column.name] is None for row in found.rows for column in drawn):
        return None
    times = [row.at.timestamp() for row in found.rows] if found.rows[0].at else None
    return {
        "times": times,
        "names": None if times else [row.name for row in found.rows],
        "zone": str(found.rows[0].at.tzinfo) if times else "",
        "unit": drawn[0].unit,
        "series": [{"label": str(one.label), "values": [row.values[one.name] for row in found.rows]} for one in drawn],
    }


@_page("GET", "POST")
def schedule(request):
    """Have the report of this address mailed."""
    asked = Asked(request.GET, person=request.user)
    if not asked.is_valid():
        return HttpResponseRedirect(reverse("reports:reports"))
    form = ScheduleForm(request.POST or None, asked=asked, person=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            record(request.user, "created", kept, {}, facts(kept))
        messages.success(request, _("The report will be mailed."))
        return HttpResponseRedirect(f"{reverse('reports:reports')}?{request.GET.urlencode()}")
    context = {"page": "reports", "form": form, "report": asked.report_asked, "query": request.GET.urlencode()}
    return render(request, "supervision/reports/schedule.html", context, status=400 if form.errors else 200)


@_page("POST")
def unschedule(request, pk):
    """Mail it no more."""
    kept = get_object_or_404(Schedule.objects.filter(made_by=request.user), pk=pk)
    with transaction.atomic():
        record(request.user, "deleted", kept, facts(kept), {})
        kept.delete()
    messages.success(request, _("The report is not mailed any more."))
    return HttpResponseRedirect(reverse("reports:reports"))
