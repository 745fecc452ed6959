"""What each figure is called, what it counts and in which unit: the one definition that boards, alerts and people read."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """How a figure is written."""

    NUMBER = "number", _("a number")
    SECONDS = "seconds", _("a length of time")
    PERCENT = "percent", _("percent")


class Period(TextChoices):
    """The time over which is counted what happened. What is at this moment is the same in each."""

    NOW = "now", _("Now")
    TODAY = "today", _("Today")
    SHIFT = "shift", _("This shift")
    LATELY = "lately", _("Last 30 min")


PERIODS = {
    Period.NOW: _("the last 5 minutes"),
    Period.TODAY: _("since midnight in the time zone of the workgroup, or of the agent"),
    Period.SHIFT: _(
        "since the quarter of an hour in which the workgroup last opened by its business hours; without them, in which the "
        "first of the members now logged on did so. For an agent: since the quarter in which he logged on"
    ),
    Period.LATELY: _("the last 30 minutes"),
}


@dataclass(frozen=True)
class Figure:
    """One figure of a workgroup, or of an agent where `of_agents`; `counted`: over a period, else at this moment."""

    name: str
    label: str
    meaning: str
    unit: Unit = Unit.NUMBER
    counted: bool = False
    of_agents: bool = False


_ALL = [
    Figure("waiting", _("Waiting"), _("Interactions in the queue, those that are being offered to an agent included.")),
    Figure(
        "longest_waiting",
        _("Longest waiting"),
        _("Time since the oldest of those in the queue entered it, by the clock of the service level."),
        Unit.SECONDS,
    ),
    Figure(
        "active_conversations",
        _("Active social conversations"),
        _("Social conversations that an agent has connected or on hold."),
        of_agents=True,
    ),
    Figure(
        "longest_conversation",
        _("Longest social conversation"),
        _("Time since the first pick-up of the oldest active social conversation."),
        Unit.SECONDS,
        of_agents=True,
    ),
    Figure(
        "active_messages",
        _("Active direct messages"),
        _("Direct messages that an agent has connected or on hold."),
        of_agents=True,
    ),
    Figure(
        "longest_message",
        _("Longest direct message"),
        _("Time since the first pick-up of the oldest active direct message."),
        Unit.SECONDS,
        of_agents=True,
    ),
    Figure("alerting", _("Alerting"), _("Interactions that are being offered to an agent."), of_agents=True),
    Figure("connected", _("Connected"), _("Interactions that an agent has connected."), of_agents=True),
    Figure("held", _("On hold"), _("Interactions that an agent has on hold."), of_agents=True),
    Figure("logged_on", _("Agents logged on"), _("Members with a desk that was heard of in the last 45 seconds.")),
    Figure("available", _("Agents available"), _("Members logged on in a status that takes ACD interactions.")),
    Figure("in_status", _("Agents in a status"), _("Members logged on in the status that is named.")),
    Figure(
        "service_level",
        _("Service level"),
        _("Picked up within the target, of what was picked up or left unanswered, by the time of leaving the queue."),
        Unit.PERCENT,
        counted=True,
        of_agents=True,
    ),
    Figure("picked_up", _("Picked up"), _("Interactions picked up from the queue."), counted=True, of_agents=True),
    Figure(
        "unanswered",
        _("Left unanswered"),
        _("Interactions that ended in the queue: nobody picked them up."),
        counted=True,
    ),
    Figure(
        "longest_waited",
        _("Longest waited"),
        _("The longest time in the queue of those that left it."),
        Unit.SECONDS,
        counted=True,
        of_agents=True,
    ),
    Figure(
        "first_reply",
        _("First reply"),
        _("Mean time from the beginning of an interaction to the first reply that an agent wrote."),
        Unit.SECONDS,
        counted=True,
    ),
]
FIGURES = {figure.name: figure for figure in _ALL}


def value(figure, row, period=Period.TODAY, status=None):
    """What a figure says in a row of `counting.count`; None where there is nothing to say."""
    if figure.name == "in_status":
        return row["statuses"].get(str(status), 0)
    return row["over"][period][figure.name] if figure.counted else row[figure.name]
