"""What is judged about one interaction, for the page of its details: the customer's rating, and scorecards."""

from audit.rights import Right
from interactions.models import Survey
from supervision.quality.scorecards import Scorecard


def beside(interaction, person):
    """{"survey", "cards"}: the rating for whoever sees the page, cards for those with the right Quality."""
    survey = Survey.objects.filter(interaction=interaction).first()
    if not person.has_perm(Right.QUALITY):
        return {"survey": survey, "cards": []}
    cards = Scorecard.objects.for_supervisor(person).filter(interaction=interaction)
    return {"survey": survey, "cards": list(cards.with_names())}
