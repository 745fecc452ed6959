"""Archiving a recording by hand and bringing one back, for whom a policy lets do it (R83)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions.models import Refused
from supervision.policies.security import Act, recordings_for
from supervision.recordings import archiving


@require_POST
@login_required
def archive(request, pk):
    """Out of the working set; no policy is asked about it further."""
    recording = get_object_or_404(recordings_for(request.user, Act.ARCHIVE), pk=pk)
    if archiving.archive(recording, by=request.user):
        messages.success(request, _("The recording is in the archive. No retention policy touches it there."))
    return HttpResponseRedirect(reverse("recordings:player", args=[pk]))


@require_POST
@login_required
def restore(request, pk):
    """Back into the working set."""
    recording = get_object_or_404(recordings_for(request.user, Act.ARCHIVE), pk=pk)
    try:
        if archiving.restore(recording, request.user):
            messages.success(request, _("The recording is back. Retention policies leave it alone for 30 days."))
    except Refused as why:
        messages.error(request, str(why))
    return HttpResponseRedirect(reverse("recordings:player", args=[pk]))
