"""The reports and their figures: each has one definition, which is printed with it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supervision.statistics.figures import FIGURES, Unit


@dataclass(frozen=True)
class Column:
    """One figure of a report; `adds`: those of several intervals may be added up. `drawn`: it stands in the chart."""

    name: str
    label: str
    meaning: str
    unit: str = Unit.NUMBER
    adds: bool = True
    drawn: bool = False


@dataclass(frozen=True)
class Report:
    """What it is called, and its figures; its rows are intervals, or each of what `each` names."""

    name: str
    label: str
    columns: tuple
    each: str = ""


_live = FIGURES
_ALL = [
    Report(
        "volume",
        pgettext_lazy("how much comes in", "Volume"),
        (
            Column("begun", _("Begun"), _("Interactions that began in the interval."), drawn=True),
            Column(
                "ended",
                pgettext_lazy("how many", "Ended"),
                _("Interactions that were disconnected in the interval."),
                drawn=True,
            ),
            Column(
                "unanswered",
                _("Ended unanswered"),
                _("Of those that ended, those that nobody had ever picked up."),
            ),
            Column("conversations", _("Social conversations begun"), _("Of those that began, the public ones.")),
            Column("messages", _("Direct messages begun"), _("Of those that began, the private ones.")),
            Column(
                "received",
                _("Messages in"),
                _("What customers wrote in the interval in interactions that are in the workgroup."),
            ),
            Column(
                "sent",
                _("Messages out"),
                _("What the platform took of ours in the interval, automatic answers included."),
            ),
        ),
    ),
    Report(
        "service_level",
        _("Service level"),
        (
            Column(
                "service_level",
                _("Service level"),
                _live["service_level"].meaning,
                Unit.PERCENT,
                adds=False,
                drawn=True,
            ),
            Column("picked_up", _("Picked up"), _live["picked_up"].meaning),
            Column(
                "within", _("Within the target"), _("Of those picked up, the ones within the target of their type.")
            ),
            Column("unanswered", _("Left unanswered"), _live["unanswered"].meaning),
            Column("handed_on", _("Handed on"), _("Interactions that left the queue for another workgroup's.")),
            Column("longest_waited", _("Longest waited"), _live["longest_waited"].meaning, Unit.SECONDS, adds=False),
        ),
    ),
    Report(
        "first_reply",
        _("First reply"),
        (
            Column("first_reply", _("First reply"), _live["first_reply"].meaning, Unit.SECONDS, adds=False, drawn=True),
            Column("replies", _("First replies"), _("Interactions that got their first reply in the interval.")),
        ),
    ),
    Report(
        "handle_time",
        _("Handle time"),
        (
            Column(
                "mean",
                _("Mean handle time"),
                _("Connected, on hold and wrap-up time of what agents had in hand, per piece of work."),
                Unit.SECONDS,
                adds=False,
                drawn=True,
            ),
            Column(
                "work",
                _("Pieces of work"),
                _("An interaction counts once for each agent who had it; in the interval in which it ended."),
            ),
            Column("connected", _("Connected"), _("Time for which agents had them connected."), Unit.SECONDS),
            Column("held", _("On hold"), _("Time for which agents had them on hold."), Unit.SECONDS),
            Column("wrap_up", _("Wrap-up"), _("Time in the wrap-up status that followed the end."), Unit.SECONDS),
        ),
    ),
    Report(
        "satisfaction",
        _("Satisfaction"),
        (
            Column(
                "satisfied",
                _("Satisfied"),
                _("Of the customers who rated, those who gave 4 or 5 of 5."),
                Unit.PERCENT,
                adds=False,
                drawn=True,
            ),
            Column("asked", _("Asked"), _("Customers who were asked in the interval how satisfied they were.")),
            Column("rated", _("Rated"), _("Of those asked, the ones who answered by a number within 24 hours.")),
            Column("mean", _("Mean"), _("Of their ratings, 1 to 5."), adds=False),
            Column("answering", _("Of those asked"), _("Share of those asked who rated."), Unit.PERCENT, adds=False),
        ),
    ),
    Report(
        "agents",
        _("Agent activity"),
        (
            Column("picked_up", _("Picked up"), _live["picked_up"].meaning, drawn=True),
            Column(
                "work",
                _("Pieces of work"),
                _("An interaction counts once for each agent who had it; in the interval in which it ended."),
            ),
            Column("handle", _("Handle time"), _("Connected, on hold and wrap-up time of these."), Unit.SECONDS),
            Column("available", _("Available"), _("Time in a status of the group “available”."), Unit.SECONDS),
            Column("break", _("Break"), _("Time in a status of the group “break”."), Unit.SECONDS),
            Column("follow_up", _("Follow up"), _("Time in a status of the group “follow up”."), Unit.SECONDS),
            Column("training", _("Training"), _("Time in a status of the group “training”."), Unit.SECONDS),
            Column("unavailable", _("Unavailable"), _("Time in a status of the group “unavailable”."), Unit.SECONDS),
        ),
        each=_("Agent"),
    ),
    Report(
        "channels",
        _("Channel health and cost"),
        (
            Column("begun", _("Begun"), _("Interactions that began in the interval."), drawn=True),
            Column(
                "sent",
                _("Replies sent"),
                _("Replies that the platform took, of the interactions that began in the interval."),
            ),
            Column(
                "failed",
                _("Replies failed"),
                _("Of these interactions, replies that failed or of which it is not known."),
            ),
            Column(
                "incidents",
                _("Incidents"),
                _("Suspensions, ending access and stopped webhooks of the account, by when they began."),
            ),
            Column(
                "used",
                _("Calls and objects"),
                _("What the platform counts, by days in UTC; not known of a shorter time."),
            ),
            Column("cost", _("Cost"), _("The same, by the price table.")),
        ),
        each=_("Channel"),
    ),
]
REPORTS = {report.name: report for report in _ALL}
