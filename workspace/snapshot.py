"""What a desk shows, read from the rows: the agent himself, his interactions, the queues of his workgroups."""

import time

from django.db.models import Count, Min
from django.utils import timezone

from agents.models import TAKE_SOCIAL, AccountCode, Agent, MediaType, Membership, Station, Status, Workgroup, WrapUpCode
from agents.room import Item, Shares
from channels_admin.models import FeedKind
from interactions.models import Event, Interaction, State
from interactions.models.reopening import WITHIN
from interactions.serializers import events, iso, named, row
from rows.prepared import Prepared
from workspace.helping import acts_in, wanted_of

_rows = Prepared(lambda ids: Interaction.objects.filter(pk__in=ids).with_row().order_by())
_journal = Prepared(
    lambda months, ids, after: Event.objects.filter(month__in=months, interaction_id__in=ids, number__gt=after)
)
SOCIAL = (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE)
MOST_QUEUED = 100
MOST_CLOSED = 10


def version():
    """A number that grows: of two whole states the one with the higher version is the newer."""
    return time.time_ns() // 1_000_000


def me(agent):
    """The agent as his own desk shows him."""
    seat = getattr(agent, "seat", None)
    return {
        "version": version(),
        "id": agent.pk,
        "name": str(agent),
        "initials": "".join(word[0] for word in str(agent).split()[:2]).upper(),
        "logged_on": seat is not None,
        "station": named(seat and seat.station),
        "usual_station": agent.usual_station_id,
        "status": agent.status and _status(agent.status),
        "status_since": iso(agent.status_since),
        "load": load(agent),
        "settings": agent.preferences,
        "help": wanted_of(agent.pk),
    }


def fresh(agent_id):
    """The agent with all that `me` shows."""
    return Agent.objects.select_related("status", "seat__station").get(pk=agent_id)


def _status(status):
    marks = {"takes_acd": status.takes_acd, "do_not_disturb": status.do_not_disturb, "icon": status.icon}
    return {"id": status.pk, "name": status.words, "group": status.group} | marks


def load(agent):
    """How much of him is taken: number now, number that would fill him, percent; `exempt` are on hold and take no room.

    Held ones are exempt as soon as one of his workgroups gives without regard to them.
    """
    shares, items = Shares.load(), Interaction.objects.loads([agent.pk])[agent.pk]
    workgroups = dict(agent.memberships.filter(activated=True).values_list("workgroup", "workgroup__exempts_held"))
    kinds = [(Item(media_type, workgroup), free) for workgroup, free in workgroups.items() for media_type in SOCIAL]
    rooms = (shares.room_for(agent.pk, items, new, exempts_held=free) for new, free in kinds)
    counted = [item for item in items if not item.held] if any(workgroups.values()) else items
    return {
        "now": len(items),
        "max": len(items) + max(rooms, default=0),
        "percent": shares.percent(agent.pk, counted),
        "exempt": len(items) - len(counted),
    }


def queue_counts():
    """What waits: ({workgroup id: {"waiting", "longest_since"}}, {agent id: the same, of what waits for him}), in one query.

    Nobody's queue is empty there: it is left out.
    """
    workgroups, agents = {}, {}
    waiting = Interaction.objects.filter(state=State.WAITING).order_by().values("workgroup", "preferred")
    for line in waiting.annotate(waiting=Count("pk"), since=Min("queued_at")):
        _tally(workgroups, line["workgroup"], line)
        if line["preferred"]:
            _tally(agents, line["preferred"], line)
    return workgroups, agents


def _tally(tallies, key, line):
    before = tallies.get(key, {"waiting": 0, "longest_since": iso(line["since"])})
    longest = min(before["longest_since"], iso(line["since"]))
    tallies[key] = {"waiting": before["waiting"] + line["waiting"], "longest_since": longest}


def workgroups_of(agents):
    """{agent id: [(workgroup id, name), …]} in one query."""
    found = {agent: [] for agent in agents}
    rows = Membership.objects.filter(agent__in=agents, workgroup__queue_type__in=TAKE_SOCIAL).order_by(
        "workgroup__name"
    )
    for agent, workgroup, name in rows.values_list("agent", "workgroup", "workgroup__name"):
        found[agent].append((workgroup, name))
    return found


EMPTY = {"waiting": 0, "longest_since": None}


def queues(agent_id, mine, counts):
    """The queues of these (id, name) workgroups, and his own, as whole state."""
    workgroups, agents = counts
    return {
        "version": version(),
        "workgroups": [{"id": pk, "name": name, **workgroups.get(pk, EMPTY)} for pk, name in mine],
        "own": agents.get(agent_id, EMPTY),
    }


def desk(agent):
    """Everything a freshly opened desk needs."""
    agent = fresh(agent.pk)
    mine = Interaction.objects.of(agent).with_row().order_by("pk")
    return {
        "me": me(agent),
        "statuses": [_status(status) for status in Status.objects.filter(selectable=True)],
        "stations": stations(),
        "interactions": [row(interaction, agent) for interaction in mine],
        "queues": queues(agent.pk, workgroups_of([agent.pk])[agent.pk], queue_counts()),
        "limits": {kind.value: _limits(kind.module.CAPABILITIES) for kind in FeedKind},
        "wrap_ups": [named(code) for code in WrapUpCode.objects.filter(active=True)],
        "account_codes": [named(code) for code in AccountCode.objects.filter(active=True)],
        "acts_in": acts_in(agent),
        "asking": list(Workgroup.objects.filter(asks_wrap_up=True).values_list("pk", flat=True)),
        "closed": [row(interaction, agent) for interaction in _closed(agent)],
    }


def _closed(agent):
    """What he ended lately and can reopen, oldest first: the newest few."""
    lately = {"state": State.DISCONNECTED, "disconnected_at__gt": timezone.now() - WITHIN}
    return Interaction.objects.filter(owner=agent, **lately).with_row().order_by("-disconnected_at")[:MOST_CLOSED][::-1]


def _limits(capabilities):
    return {"text": capabilities.text_limit, "states": [state.value for state in capabilities.states]}


def stations():
    """The stations, and who sits there."""
    found = []
    for station in Station.objects.select_related("seat__agent"):
        seat = getattr(station, "seat", None)
        found.append({**named(station), "taken_by": str(seat.agent) if seat and seat.is_live else None})
    return found


def news(agent_id, after):
    """What a desk has not seen: {interaction id: (row or None when it is not his to see, [event, …])}.

    `after` maps interaction ids to the number of the last event that the desk has.
    """
    agent = Agent(pk=agent_id)  # his id is all that is asked for below
    found = dict.fromkeys(after, (None, []))
    rows = _reach(agent, _rows(list(after)))
    missing = [r for r in rows if r.last_event > after[r.pk]]
    journal = events_after({r: after[r.pk] for r in missing}, agent_id)
    for interaction in rows:
        found[interaction.pk] = (row(interaction, agent), journal.get(interaction.pk, []))
    return found


def _reach(agent, rows):
    """Those of these interactions that `for_person` would give him. Most are his own, which costs no further query."""
    his = [r for r in rows if r.is_of(agent)]
    others = [r.pk for r in rows if not r.is_of(agent)]
    seen = (
        set(Interaction.objects.for_person(agent).filter(pk__in=others).values_list("pk", flat=True)) if others else ()
    )
    return his + [r for r in rows if r.pk in seen]


def events_after(after, viewer_id):
    """{interaction id: [event JSON, …]} for {interaction: number}, in one query of the journal."""
    if not after:
        return {}
    rows = _journal(list({i.month for i in after}), [i.pk for i in after], min(after.values()))
    numbers = {interaction.pk: number for interaction, number in after.items()}
    by_interaction = {}
    for event in events((e for e in rows if e.number > numbers[e.interaction_id]), viewer_id):
        by_interaction.setdefault(event["interaction"], []).append(event)
    return by_interaction
