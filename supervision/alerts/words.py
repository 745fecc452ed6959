"""Alerts in sentences, in the language of the moment."""

from django.utils.translation import gettext as _

from agents.models import Status
from supervision.alerts.models import Condition
from supervision.rows import clock, number, percent
from supervision.statistics.figures import FIGURES, Period, Unit


def written(figure, value):
    """A value as its figure is written; a dash for none."""
    if value is None:
        return "–"
    if figure.unit == Unit.SECONDS:
        return clock(value)
    if figure.unit == Unit.PERCENT:
        return percent(value)
    return number(value)


def condition(of, status=""):
    """“Service level (today) under 60 % for 5:00”; `of` is an `About`, `status` the name of the status that it counts."""
    figure = FIGURES[of.figure]
    facts = {"figure": _named(of, figure, status), "threshold": written(figure, of.threshold)}
    sentence = {
        Condition.OVER: _("%(figure)s over %(threshold)s"),
        Condition.UNDER: _("%(figure)s under %(threshold)s"),
        Condition.EQUAL: _("%(figure)s equal to %(threshold)s"),
    }[of.condition] % facts
    return _("%(what)s for %(time)s") % {"what": sentence, "time": clock(of.holds_for)} if of.holds_for else sentence


def _named(of, figure, status):
    if figure.name == "in_status":
        return _("Agents in status %(status)s") % {"status": status}
    if figure.counted:
        return _("%(figure)s (%(period)s)") % {"figure": figure.label, "period": Period(of.period).label}
    return figure.label


def told(of, value, status=""):
    """The condition and what the figure says now."""
    facts = {"what": condition(of, status), "value": written(FIGURES[of.figure], value)}
    return _("%(what)s, now %(value)s") % facts


def cleared(of, status=""):
    """An alert that is over."""
    return _("No longer: %(what)s") % {"what": condition(of, status)}


def status_of(of):
    """The name of the status that is counted; blank for other figures."""
    return Status.objects.get(pk=of.status_id).words if of.status_id else ""
