"""How many access licenses there are, how many are assigned, and how many are left."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from agents.models import AccessLicense, Family, License


@dataclass(frozen=True, slots=True)
class Count:
    """The access licenses of one platform family."""

    family: Family
    part: License.Part
    loaded: int
    used: int

    @property
    def free(self):
        """How many may still be assigned; never below zero."""
        return max(0, self.loaded - self.used)

    @property
    def suspended(self):
        """How many are assigned beyond what is loaded: the newest, who receive nothing."""
        return max(0, self.used - self.loaded)


def counts(today=None):
    """The counts of all families, in their order. What ran out counts as not loaded."""
    valid = dict(License.valid(today or timezone.now().date()).values_list("part", "count"))
    used = Counter(AccessLicense.objects.values_list("family", flat=True))
    return [Count(family, part, valid.get(part, 0), used[family]) for family, part in License.ACCESS.items()]


def locked_count(family):
    """The count of one family; its license row is held to the end of the transaction, so people assign one by one."""
    list(License.objects.select_for_update(no_key=True).filter(part=License.ACCESS[family]))
    return next(count for count in counts() if count.family == family)
