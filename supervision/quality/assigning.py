"""Who is to be judged by what: a card is assigned once, whoever asks and however often."""

from django.utils.translation import gettext_lazy as _

from agents.models import Agent
from interactions.models import Event, Refused, State
from supervision.quality.scorecards import Scorecard
from supervision.segments import segments


def assign(questionnaire, interaction, agent, by, scorer=None):
    """Assign a card in the version that is in use: (card, is it new). Safe to repeat; `by` None: a policy.

    Whoever scores is `scorer`, or who takes it first. Raises `Refused` in words where nothing is in use.
    """
    version = questionnaire.in_use if questionnaire.active else None
    if version is None:
        raise Refused(_("This questionnaire is not in use. Publish it first."), "not_in_use")
    facts = {"version": version, "assigned_by": by, "scorer": scorer}
    key = {"questionnaire": questionnaire, "interaction": interaction, "agent": agent, "calibration": None}
    return Scorecard.objects.get_or_create(**key, defaults=facts)


def worked_on(interaction):
    """The agents who had it in hand, by its journal, in the order of their first time."""
    events = Event.objects.filter(month=interaction.month, interaction_id=interaction.pk).order_by("number")
    worked = [one.agent for one in segments(events) if one.state == State.CONNECTED and one.agent]
    found = Agent.objects.in_bulk(set(worked))
    return [found[pk] for pk in dict.fromkeys(worked) if pk in found]
