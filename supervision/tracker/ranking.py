"""By relevance: in how many messages of an interaction the words stand; where that is equal, the newer one comes first.

All that fits is weighed, as long as the database expects few enough messages with these words. Of more, only the newest are
(`NEWEST`), and the page says so: whoever looks for a word that stands everywhere wants no other order of a million.
"""

from dataclasses import dataclass

from django.db.models import Count

from supervision.tracker.conditions import said
from supervision.tracker.planning import TooLong, expected, searching

WEIGHED = 20_000  # messages
NEWEST = 500  # interactions
WEIGHING = 2000  # ms


@dataclass(frozen=True, slots=True)
class Ranking:
    """[(hits, key, id)], the best first; `whole`: is that all that fits?"""

    rows: list
    whole: bool

    @property
    def ids(self):
        """The interactions in this order."""
        return [row[-1] for row in self.rows]


def ranking(criteria, everything, newest):
    """Of what `criteria` ask for: `everything(limit)` and `newest(limit)` give [(key, id)]."""
    found = said(criteria.given["text"], criteria.person).filter(interaction__isnull=False).order_by()
    try:
        with searching(WEIGHING):
            if expected(found) <= WEIGHED:
                return _weighed(everything(WEIGHED + 1), found, WEIGHED)
    except TooLong:
        pass  # the database expected fewer than there are
    with searching():
        rows = newest(NEWEST + 1)
        return _weighed(rows, found.filter(interaction__in=[pk for _key, pk in rows]), NEWEST)


def _weighed(rows, found, most):
    hits = dict(found.values_list("interaction").annotate(n=Count("pk")))
    best = sorted(((hits.get(pk, 0), key, pk) for key, pk in rows[:most]), reverse=True)
    return Ranking(best, len(rows) <= most)
