"""The pages of recordings: the list, the player, and what it plays. Each asks `recordings_for` whether it may."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.local_times import in_local_time
from audit.recording import record
from audit.rights import Right, needs
from interactions.files import served_inline
from interactions.models import Attachment
from supervision.policies.security import Act, recordings_for
from supervision.recordings import exporting, listing, scenes
from supervision.recordings.archive import Archive, entries_of
from supervision.recordings.erasing import purge
from supervision.recordings.rules import PERSON, rule
from supervision.recordings.search import Attributes
from supervision.recordings.verifying import verify
from supervision.rows import clock
from supervision.tracker.reach import Reach


@require_GET
@login_required
@needs(Right.RECORDINGS)
@in_local_time
def recordings(request):
    """What the person may see, newest first; attributes and page are in the address."""
    search = Attributes(request.GET, mine=recordings_for(request.user, Act.SEE))
    found = search.found()
    page = listing.page(found.with_people(), request.GET.get("before", ""))
    playable = set(
        recordings_for(request.user, Act.PLAY).filter(pk__in=[one.pk for one in page.rows]).values_list("pk", flat=True)
    )
    number, more = listing.count(found)
    away = 0 if search.given.get("archived") else listing.count(search.found(archived="only"))[0]
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    context = {
        "page": "recordings",
        "search": search,
        "filtered": set(search.given),
        "rows": [{"one": one, "lasts": clock(one.seconds), "plays": one.pk in playable} for one in page.rows],
        "older": page.older and "?" + urlencode(kept | {"before": page.older}),
        "first": "?" + urlencode(kept) if request.GET.get("before") else "",
        "number": number,
        "more": more,
        "away": away and (away, "?" + urlencode(kept | {"archived": "only"})),
        "now": timezone.now(),
    }
    return render(request, "supervision/recordings/list.html", context)


@require_GET
@login_required
@in_local_time
def player(request, pk):
    """Re-enacts one recording: for whom a policy lets play it, and for whose part it is."""
    played = _played(request.user, pk)
    recording = played["recording"]
    context = played | {
        "page": "recordings",
        "kept": recording.archived_at and Archive.objects.select_related("policy", "by").filter(recording=pk).first(),
        "may": _acts(request.user, recording),
        "lists": request.user.has_perm(Right.RECORDINGS),
        "details": Reach.of(request.user).interactions.filter(recordings=pk).exists(),
    }
    return render(request, "supervision/recordings/player.html", context)


@require_GET
@login_required
@in_local_time
def dock(request, pk):
    """The same player beside the details of the interaction, as a piece of that page."""
    return render(request, "supervision/recordings/_dock.html", _played(request.user, pk))


def _played(person, pk):
    """What the player needs, as far as this person may play it; verified just now."""
    mine = recordings_for(person, Act.PLAY)
    recording = get_object_or_404(mine.with_people(), pk=pk)
    drawn = scenes.scenes(recording, entries_of(recording))
    parts = mine.filter(interaction=recording.interaction_id).order_by("began_at", "pk")
    beside = list(parts.values_list("pk", flat=True))
    place = beside.index(recording.pk)
    return {
        "recording": recording,
        "scenes": drawn,
        "marks": scenes.marks(recording, drawn),
        "length": scenes.length_of(recording),
        "lasts": clock(recording.seconds),
        "said": sum(one.kind == "message" for one in drawn),
        "place": place + 1,
        "of": len(beside),
        "before": beside[place - 1] if place else None,
        "after": beside[place + 1] if place + 1 < len(beside) else None,
        "verdict": verify(recording),
    }


def _acts(person, recording):
    """What the person may do with it beside playing: names of acts."""
    acts = [Act.EXPORT] if recording.purged_at else [Act.EXPORT, Act.ARCHIVE, Act.DELETE]
    return [act.value for act in acts if recordings_for(person, act).filter(pk=recording.pk).exists()]


@require_GET
@login_required
def file(request, pk, attachment):
    """A file of a recording, as long as the recording has it."""
    recording = get_object_or_404(recordings_for(request.user, Act.PLAY), pk=pk)
    if not any(one.kind == "file" and one.attachment_id == attachment for one in entries_of(recording) if one.content):
        raise Http404
    kept = get_object_or_404(Attachment, pk=attachment, state=Attachment.State.KEPT)
    try:
        stream = kept.file.open("rb")
    except OSError:
        raise Http404 from None
    inline = served_inline(kept)
    answer = FileResponse(
        stream, as_attachment=not inline, filename=kept.name, content_type=kept.mime if inline else ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@login_required
def export(request, pk, form):
    """The recording as a file that can be verified: `form` is json or html. That it went out is in the audit log."""
    recording = get_object_or_404(recordings_for(request.user, Act.EXPORT).with_people(), pk=pk)
    entries = entries_of(recording)
    if form == "json":
        answer = JsonResponse(exporting.as_json(recording, entries), json_dumps_params={"ensure_ascii": False})
    else:
        answer = HttpResponse(exporting.as_page(recording, entries), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="recording-{pk}.{form}"'
    record(request.user, "exported", recording, {}, {"format": form})
    return answer


@require_POST
@login_required
def delete(request, pk):
    """Erase all that it holds; that there was a recording, and who deleted it, stays."""
    recording = get_object_or_404(recordings_for(request.user, Act.DELETE), pk=pk)
    purge(recording, rule(PERSON, str(request.user)))
    record(request.user, "deleted", recording, {"entries": recording.length}, {})
    messages.success(request, _("What the recording held is erased."))
    return HttpResponseRedirect(reverse("recordings:player", args=[pk]))
