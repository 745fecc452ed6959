"""The search of the desk and its pages (Ctrl+K): within the reach of who asks, a few of each, in a handful of queries."""

from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.models import Agent, Membership, Workgroup
from audit.console_site import console
from audit.rights import Right
from interactions.models import Identity, Interaction
from interactions.models.states import State
from interactions.names import name_of
from workspace.finding import an_object

LONGEST = 80  # characters of what is searched for; more finds nothing either
OF_EACH = 6
RECENT = timedelta(days=90)  # by name; a number finds however old it is, and the history has all of it
MOST_IDS = 10


@an_object
class FindView(APIView):
    """What fits some words, in groups as the page draws them."""

    def get(self, request):
        """{groups: [{caption, found: [{words, note, icon, url}]}]}; `?recent=` ids of interactions, told without words."""
        asked = request.query_params
        words = asked.get("q", "")[:LONGEST].replace("\0", "").split()
        groups = _fitting(request.user, words) if words else _recent(request.user, asked.get("recent", ""))
        groups.append((_("Pages"), _pages(request, words)))
        return Response({"groups": [{"caption": caption, "found": found} for caption, found in groups if found]})


def _recent(person, ids):
    numbers = [int(number) for number in ids.split(",")[:MOST_IDS] if number.isdecimal() and len(number) < 19]
    there = {row.pk: row for row in _rows(person).filter(pk__in=numbers)} if numbers else {}
    return [(_("Recent"), [_interaction(there[number]) for number in numbers if number in there])]


def _fitting(person, words):
    return [
        (_("Interactions"), _interactions(person, words)),
        (_("Customers"), _customers(person, words)),
        (_("Agents"), _agents(person, words)),
    ]


# --- interactions and customers ------------------------------------------------------------------------------------


def _rows(person):
    return Interaction.objects.for_person(person).with_row()


def _interactions(person, words):
    """By number, or by the customer's names; the newest first."""
    number = words[0].lstrip("#")
    numbered = Q(pk=int(number)) if len(words) == 1 and number.isdecimal() and len(number) < 19 else Q(pk=None)
    named = _named(words) & Q(created_at__gte=timezone.now() - RECENT)
    return [_interaction(row) for row in _rows(person).filter(numbered | named).order_by("-pk")[:OF_EACH]]


def _named(words):
    """Every word is in the customer's name, or in a name, handle or number of the same one of his identities."""
    own, ids = Q(), Identity.objects.filter(customer=OuterRef("customer"))
    for word in words:
        own &= Q(customer__name__icontains=word)
        plain = word.lstrip("@+") or word
        ids = ids.filter(Q(name__icontains=word) | Q(handle__icontains=plain) | Q(external_id__icontains=plain))
    return own | Exists(ids)


def _interaction(row):
    peer, kind = row.thread.peer, row.thread.kind
    where = name_of(Workgroup, row.workgroup_id) if row.workgroup_id else ""
    facts = [_("no. %(id)s") % {"id": row.pk}, str(State(row.state).label), where]
    return {
        "words": str(peer or row.customer),
        "note": " · ".join(fact for fact in facts if fact),
        "icon": "messenger" if kind == "messenger" else row.platform,
        "url": _at(row.pk),
    }


def _at(pk):
    return f"{reverse('workspace:desk')}#{pk}"


def _customers(person, words):
    """Those one has to do with, each once; what was last with them is what opens."""
    mine = Interaction.objects.for_person(person).filter(_named(words), created_at__gte=timezone.now() - RECENT)
    rows = mine.order_by().values("customer", "customer__name").annotate(newest=Max("pk")).order_by("-newest")[:OF_EACH]
    unknown = _("Unknown customer")
    return [
        {
            "words": row["customer__name"] or unknown,
            "note": _("Customer %(id)s, latest: no. %(newest)s") % {"id": row["customer"], "newest": row["newest"]},
            "icon": "person",
            "url": _at(row["newest"]),
        }
        for row in rows
    ]


# --- people and pages ------------------------------------------------------------------------------------------------


def _agents(person, words):
    """Colleagues, with how they are: on the desk they are whom one can transfer to."""
    found = Agent.objects.filter(pk__in=Membership.objects.values("agent"), is_active=True).exclude(pk=person.pk)
    for word in words:
        found = found.filter(Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word))
    rows = found.select_related("status").order_by("first_name", "username")[:OF_EACH]
    return [
        {
            "words": str(one),
            "note": _(one.status.name) if one.status else _("No status"),
            "icon": "us",
            "url": None,
            "agent": one.pk,
        }
        for one in rows
    ]


def _pages(request, words):
    person = request.user
    pages = [
        (True, _("Agent desk"), "talks", "workspace:desk"),
        (True, _("Responses"), "responses", "workspace:responses"),
        (True, _("Tracker"), "search", "supervision:tracker"),
        (person.has_perm(Right.STATISTICS), _("Live board"), "board", "statistics:board"),
        (person.has_perm(Right.STATISTICS), _("Alerts"), "bell", "statistics:alerts"),
        (person.has_perm(Right.ACT), _("Floor"), "us", "supervision:floor"),
        (person.has_perm(Right.ACT), _("Queues"), "inbox", "supervision:queues"),
        (person.has_perm(Right.QUALITY), _("Quality"), "quality", "quality:cards"),
        (True, _("My scorecards"), "quality", "own:cards"),
        (True, _("My recordings"), "quality", "own:recordings"),
        (person.has_perm(Right.REPORTS), _("Reports"), "report", "reports:reports"),
        (console.has_permission(request), _("Console"), "console", "console:index"),
    ]
    wanted = [word.lower() for word in words]
    return [
        {"words": name, "note": "", "icon": icon, "url": reverse(route)}
        for may, name, icon, route in pages
        if may and _has(name, wanted)
    ]


def _has(name, wanted):
    return all(word in name.lower() for word in wanted)
