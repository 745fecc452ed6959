"""The nouns of supervision, gathered for Django; each stands in the package that it belongs to."""

from supervision.policies.models import Policy
from supervision.recordings.models import Entry, Recording, SealingKey, Tag

__all__ = ["Entry", "Policy", "Recording", "SealingKey", "Tag"]
