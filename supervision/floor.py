"""What the agents of a supervisor's workgroups have in hand now, and the ways to help: look, coach, join, take over (R72)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Prefetch, Sum
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agents.models import Agent, Workgroup
from audit.local_times import in_local_time
from audit.rights import Right, needs
from interactions.models import HelpRequest, Interaction, Joining, Refused, State
from interactions.models.states import OWNED
from supervision.rows import row

SHOWN = 200
ASKED = HelpRequest.objects.filter(state=HelpRequest.State.ASKED, interaction=OuterRef("pk"), agent=OuterRef("owner"))
FILTERS = ("workgroup", "agent", "state")


@require_http_methods(["GET", "POST"])
@login_required
@needs(Right.ACT)
@in_local_time
def floor(request):
    """Those who ask for help first, then the oldest; POST coaches, joins or takes over one."""
    if request.method == "POST":
        return _act(request)
    asked = _asked(request.GET)
    found, now = _among(request.user, asked), timezone.now()
    along = Prefetch("joinings", Joining.objects.filter(left_at=None).select_related("person"), "along")
    shown = found.annotate(wants_help=Exists(ASKED)).with_people().prefetch_related(along)
    mine = Workgroup.objects.filter(memberships__agent=request.user, memberships__supervises=True)
    context = {
        "page": "floor",
        "asked": asked,
        "mine": mine,
        "agents": Agent.objects.filter(memberships__workgroup__in=mine, is_active=True)
        .distinct()
        .order_by("first_name"),
        "states": [(state.value, state.label) for state in State if state in OWNED],
        "rows": [row(one, now) for one in shown.order_by("-wants_help", "created_at", "pk")[:SHOWN]],
        "version": version(found),
        "query": urlencode(asked),
        "now": now,
    }
    return render(request, "supervision/floor.html", context)


@require_GET
@login_required
@needs(Right.ACT)
def floor_version(request):
    """A word that changes whenever the page would look different: what an open page asks for every few seconds."""
    return JsonResponse({"version": version(_among(request.user, _asked(request.GET)))})


def version(found):
    """Every event has a number, so the sum of the numbers grows with each; what comes or goes changes the count."""
    facts = found.order_by().aggregate(n=Count("pk"), ids=Sum("pk"), numbers=Sum("last_event"))
    return "-".join(str(fact or 0) for fact in facts.values())


def _asked(query):
    """The filters that make sense."""
    given = {name: query.get(name, "") for name in FILTERS}
    return {name: value for name, value in given.items() if (value in OWNED if name == "state" else value.isdecimal())}


def _among(person, asked):
    """What others than he himself have in hand, in the workgroups that he supervises."""
    found = Interaction.objects.for_supervisor(person).filter(state__in=OWNED).exclude(owner=person)
    names = {"workgroup": "workgroup", "agent": "owner", "state": "state"}
    return found.filter(**{names[name]: value for name, value in asked.items()})


def _act(request):
    person, asked = request.user, request.POST
    mine = Interaction.objects.for_supervisor(person).select_related("owner", "workgroup")
    one = get_object_or_404(mine, pk=asked["pk"] if asked.get("pk", "").isdecimal() else 0)
    desk = HttpResponseRedirect(f"{reverse('workspace:desk')}#{one.pk}")
    try:
        if asked.get("do") == "coach":
            one.coach(person, asked.get("text", ""))
            messages.success(request, _("Sent to %(agent)s alone.") % {"agent": one.owner})
            return HttpResponseRedirect(request.get_full_path())
        verbs = {"join": one.join, "take_over": one.take_over}
        if asked.get("do") in verbs:
            verbs[asked["do"]](person)
        return desk
    except Refused as why:
        messages.error(request, str(why))
        return HttpResponseRedirect(request.get_full_path())
