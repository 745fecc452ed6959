"""Interaction Details (R81): all that is known of one interaction, for its page and for the sheet beside the list."""

from itertools import pairwise

from interactions.models import Event, State
from interactions.words import containing, marked
from supervision import segments, telling
from supervision.conversation import conversation, neighbors
from supervision.quality.beside import beside as judged
from supervision.recordings.beside import beside
from supervision.reopening import way_on
from supervision.rows import bar, clock, row
from supervision.tracker.level import levels
from supervision.tracker.listing import told

NEAR = 2  # messages on each side of the one that was found, in the sheet


def everything_about(interaction, criteria, now, *, everything=False):
    """The context of the templates; `criteria` are those of the list from which one came."""
    events = list(Event.objects.filter(month=interaction.month, interaction_id=interaction.pk).order_by("number"))
    person = criteria.person
    names = telling.Names(events, person)
    stretches, text = segments.segments(events), criteria.given.get("text", "")
    said = conversation(interaction, person, everything=everything)
    found = _found(interaction, text, said.messages)
    same_before, same_after = neighbors(interaction, criteria.reach)
    drawn = bar(stretches, names, now)
    return {
        "interaction": interaction,
        "row": row(interaction, now),
        "level": told(levels([interaction], now)[interaction.pk]),
        "participants": _participants(interaction, stretches, names),
        "durations": _durations(stretches, now),
        "segments": drawn,
        "spans": _spans(stretches, drawn),
        "lines": telling.lines(events, names),
        "conversation": said,
        "nowhere": not criteria.reach.workgroups,
        "recordings": beside(interaction, person),
        "judged": judged(interaction, person),
        "found": found,
        "near": _near(said.lines, found),
        "sought": text,
        "before": same_before,
        "after": same_after,
        "way_on": way_on(interaction, person),
        "now": now,
    }


def _found(interaction, text, shown):
    """Ids of the messages of it in which the words stand, as far as they are shown; those get `pieces` with marks."""
    if not text:
        return set()
    ids = set(containing(interaction.messages.all(), text).values_list("pk", flat=True))
    there = [message for message in shown if message.pk in ids and message.shown["text"]]
    for message in there:
        message.pieces = marked(message.shown["text"], text)
    return {message.pk for message in there}


def _near(lines, found):
    """What the sheet shows of a conversation: around what was found, else its end."""
    places = [place for place, line in enumerate(lines) if "message" in line and line["message"].pk in found]
    middle = places[-1] if places else len(lines) - 1
    begin = max(0, min(middle - NEAR, len(lines) - 2 * NEAR - 1))
    return lines[begin : begin + 2 * NEAR + 1]


def _participants(interaction, stretches, names):
    """[(name, what he is)] of everybody who had to do with it: the customer first, then agents in the order of their coming."""
    customer = str(interaction.thread.peer or interaction.customer)
    agents = dict.fromkeys(one.agent for one in stretches if one.agent)
    had = {one.agent for one in stretches if one.state in (State.CONNECTED, State.HELD, State.PARKED)}
    return [(customer, "customer"), *((names.agent(pk), "agent" if pk in had else "offered") for pk in agents)]


def _durations(stretches, now):
    """How long it waited, was worked on and lay parked, as a clock shows it; blank of what it never was."""
    kinds = {
        "waited": (State.WAITING, State.ALERTING),
        "worked": (State.CONNECTED, State.HELD),
        "parked": (State.PARKED,),
    }
    totals = {name: segments.total(stretches, states, now) for name, states in kinds.items()}
    return {name: clock(seconds) if seconds else "" for name, seconds in totals.items()}


def _spans(stretches, drawn):
    """Each stretch with its beginning and end, for the table of segments; `turn`: it passes to somebody else there."""
    spans = [piece | {"since": one.since, "until": one.until} for one, piece in zip(stretches, drawn, strict=True)]
    turns = [before["who"] != after["who"] for before, after in pairwise(spans)]
    return [span | {"turn": turn} for span, turn in zip(spans, [False, *turns], strict=False)]
