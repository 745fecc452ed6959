"""Reopening what has ended, from its page: it waits again, for the agent who had it last first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.rights import Right, needs
from interactions.models import Interaction, Refused


@require_POST
@login_required
@needs(Right.ACT)
def reopen(request, pk):
    """Into the queue, and on to the page of the new one; where it cannot be, back with the reason."""
    mine = Interaction.objects.for_supervisor(request.user).select_related("workgroup", "owner")
    ended = get_object_or_404(mine, pk=pk)
    try:
        fresh = ended.reopen(request.user, to_queue=True)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("supervision:details", pk)
    facts = {"number": pk, "workgroup": ended.workgroup}
    messages.success(request, _("Interaction %(number)s goes on here. It waits in %(workgroup)s.") % facts)
    return redirect("supervision:details", fresh.pk)


def way_on(interaction, person):
    """What the page of an interaction that has ended offers: {"why": why it cannot be reopened, or blank}; else None."""
    if not interaction.disconnected_at or not person.has_perm(Right.ACT):
        return None
    refused = interaction.not_reopened(person)
    return {"why": refused[1] if refused else ""}
