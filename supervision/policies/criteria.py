"""What a policy is about: its criteria as conditions upon recordings."""

from django.db.models import Exists, OuterRef, Q

from interactions.models import Message
from interactions.words import containing
from supervision.recordings.models import Tag

FIELDS = {
    "media_types": "media_type",
    "platforms": "platform",
    "channels": "channel",
    "workgroups": "workgroup",
    "agents": "agent",
}


def recordings_that_fit(criteria):
    """The condition upon recordings; all of it must hold, and of each criterion one value."""
    condition = Q()
    for name, field in FIELDS.items():
        if criteria.get(name):
            condition &= Q(**{f"{field}__in": criteria[name]})
    if criteria.get("tags"):
        condition &= Q(Exists(_tagged(criteria["tags"])))
    if criteria.get("keyword"):
        said = Message.objects.filter(interaction=OuterRef("interaction"), deleted_at=None)
        condition &= Q(Exists(containing(said, criteria["keyword"])))
    return condition


def _tagged(names):
    """Recordings that carry one of these tags."""
    return Tag.recordings.through.objects.filter(recording=OuterRef("pk"), tag__name__in=names)


def fits(criteria, facts, spoken):
    """The same of one part of an interaction: `facts` by criterion; `spoken`: does the keyword stand in its messages?"""
    named = all(facts[name] in criteria[name] for name in FIELDS if criteria.get(name))
    return named and (spoken or not criteria.get("keyword"))
