"""The nouns of supervision, gathered for Django; each stands in the package that it belongs to."""

from supervision.policies.models import Policy
from supervision.recordings.models import Considered, Entry, Recording, SealingKey, Tag, Watermark

__all__ = ["Considered", "Entry", "Policy", "Recording", "SealingKey", "Tag", "Watermark"]
