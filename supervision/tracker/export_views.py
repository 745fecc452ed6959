"""CSV of what was found: streamed at once, or written in the background with a progress bar."""

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.local_times import in_local_time
from supervision.tracker import csv_lines
from supervision.tracker.criteria import Criteria
from supervision.tracker.exports import Export
from supervision.tracker.wording import worded

OPEN_MOST = 3  # exports of one person at a time


@require_http_methods(["GET", "POST"])
@login_required
def export(request):
    """GET: the file, while it is being written. POST: an export in the background. Neither of more than was asked for."""
    criteria = Criteria(request.GET, person=request.user)
    if not criteria.is_valid():
        messages.warning(request, _("Nothing was exported: one of the criteria is wrong, as this page says."))
        return redirect(f"{reverse('supervision:tracker')}?{criteria.query()}")
    if request.method == "GET":
        answer = StreamingHttpResponse(_streamed(criteria, get_language()), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="interactions.csv"'
        return answer
    mine = Export.objects.filter(owner=request.user, state__in=[Export.State.WAITING, Export.State.RUNNING])
    if mine.count() >= OPEN_MOST:
        messages.warning(request, _("Three exports are being written already. Wait for one, or cancel it."))
    else:
        Export.begin(request.user, criteria.query())
    return redirect("supervision:tracker-exports")


@require_GET
@login_required
@in_local_time
def exports(request):
    """One's own exports, and how far they are."""
    mine = list(Export.objects.filter(owner=request.user)[:50])
    for one, words in zip(mine, worded([one.query for one in mine]), strict=True):
        one.words = words
    busy = any(one.state in (Export.State.WAITING, Export.State.RUNNING) for one in mine)
    return render(request, "supervision/tracker/exports.html", {"page": "tracker", "exports": mine, "busy": busy})


@require_POST
@login_required
def change(request, pk):
    """Cancel one, or go on with one that failed."""
    mine = get_object_or_404(Export, pk=pk, owner=request.user)
    if request.POST.get("do") == "resume":
        mine.resume()
    else:
        mine.cancel()
    return redirect("supervision:tracker-exports")


@require_GET
@login_required
def download(request, pk):
    """The file of one that is ready."""
    mine = get_object_or_404(Export, pk=pk, owner=request.user, state=Export.State.DONE)
    return FileResponse(open(mine.path, "rb"), as_attachment=True, filename=f"interactions-{pk}.csv")


async def _streamed(criteria, language):
    """Batch by batch: each is read only when the one before has been taken."""
    now, key, first = timezone.now(), "", True
    while first or key:
        lines, key = await sync_to_async(_batch)(criteria, now, key, language)
        yield (csv_head(language) if first else "") + lines
        first = False


def csv_head(language):
    """The first line in this language."""
    with override(language):
        return csv_lines.head()


def _batch(criteria, now, key, language):
    with override(language):
        lines, _number, onward = csv_lines.batch(criteria, now, key)
    return lines, onward
