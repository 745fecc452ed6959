"""One row of any noun of the console, with what it needs."""

from audit.models import Change
from tests import factories, factories_rules
from tests.channels_admin import factories_whatsapp
from tests.workspace import factories_responses


def make_one(model):
    """A row whose pages can be opened."""
    if model is Change:
        return Change.objects.create(noun="agents.station", object_id="1", name="DESK-1", verb="created", by=None)
    if model is factories.Status:
        return factories.status()
    name = f"{model.__name__}Factory"
    places = (factories, factories_rules, factories_whatsapp, factories_responses)
    return next(getattr(place, name) for place in places if hasattr(place, name))()
