"""An interaction as the supervisors' pages draw it: a row of the list, the bar of its stretches."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from interactions.models import State
from interactions.words import around, marked

ICONS = {
    State.WAITING: "glass",
    State.ALERTING: "bell",
    State.CONNECTED: "talk",
    State.HELD: "pause",
    State.PARKED: "park",
    State.DISCONNECTED: "end",
}
BAR = 1000  # units of the drawing
GAP = 3
NARROWEST = 6


def row(interaction, now, sought=""):
    """What the list and the head of the details show. Load with `with_people()`; `says` is the text to quote."""
    ended = interaction.disconnected_at
    words = around(getattr(interaction, "says", "") or "", sought)
    return {
        "interaction": interaction,
        "state": State(interaction.state),
        "icon": ICONS[interaction.state],
        "customer": str(interaction.thread.peer or interaction.customer),
        "channel": interaction.thread.channel,
        "duration": clock(((ended or now) - interaction.created_at).total_seconds()),
        "says": marked(words, sought),
        "now": now,
    }


def number(value):
    """A number in the language of the moment, with two places at most, and no more than it has."""
    value = round(value, 2)
    return number_format(value, 0 if value == int(value) else None, force_grouping=True)


def percent(value):
    """The same with its sign, on one line."""
    return (_("%(n)s %%") % {"n": number(value)}).replace(" ", "\N{NO-BREAK SPACE}")


def clock(seconds):
    """A length of time as a clock shows it: 0:46, 19:43, 1:02:07."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def bar(stretches, names, now):
    """The stretches with their place on a bar of `BAR` units; the shortest is still to be seen."""
    lengths = [one.seconds(now) for one in stretches]
    room = BAR - NARROWEST * len(stretches) - GAP * max(0, len(stretches) - 1)
    share = room / (sum(lengths) or 1)
    drawn, at = [], 0.0
    for one, length in zip(stretches, lengths, strict=True):
        width = NARROWEST + max(0.0, length * share)
        drawn.append(_piece(one, names, length) | {"x": round(at, 1), "width": round(width, 1)})
        at += width + GAP
    return drawn


def _piece(one, names, length):
    who = names.agent(one.agent) if one.agent else names.workgroup(one.workgroup)
    return {"state": one.state, "icon": ICONS[one.state], "time": clock(length), "who": who, "lasts": one.until is None}
