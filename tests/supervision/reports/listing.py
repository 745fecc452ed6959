"""What a report says and what the Tracker lists of it, for tests."""

from django.http import QueryDict
from django.utils import timezone

from supervision.reports.asking import Asked
from supervision.reports.table import table
from supervision.tracker.criteria import Criteria
from supervision.tracker.finding import Finding


def report(person, name, **asked):
    """The table of one, as this person sees it."""
    form = Asked({"report": name, **asked}, person=person)
    assert form.is_valid(), form.errors
    return table(form)


def listed(person, link):
    """The ids that the Tracker lists at the address to which a figure leads."""
    criteria = Criteria(QueryDict(link.split("?")[1]), person=person)
    assert criteria.is_valid(), criteria.errors
    return set(Finding(criteria, timezone.now()).everything().values_list("pk", flat=True))


def agrees(person, row, counted):
    """Each figure is as many as the rows counted of it, by {figure: [interaction of each]}, and the Tracker lists theirs."""
    for figure, interactions in counted.items():
        assert (figure, row.values[figure]) == (figure, len(interactions))
        found = listed(person, row.links[figure]) if figure in row.links else set()
        assert (figure, found) == (figure, set(interactions))
