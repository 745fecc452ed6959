"""What customers' ratings come to: one definition, for the page of satisfaction and for the report."""

from django.db.models import Count, F, Q, Sum

from interactions.models import Survey

SATISFIED = 4  # and better
# Of surveys that were asked: how many, how many were answered by a rating, and how many gave 4 or 5.
COUNTS = {"asked": Q(), "rated": Q(rating__isnull=False), "satisfied": Q(rating__gte=SATISFIED)}
SUMS = {name: Count("pk", filter=condition) for name, condition in COUNTS.items()} | {"points": Sum("rating")}


def asked():
    """The surveys that were asked, with the type of their interaction."""
    found = Survey.objects.filter(state=Survey.State.ASKED).order_by()
    return found.annotate(media_type=F("interaction__media_type"))


def figures(asked, rated, points, satisfied):
    """{figure: value}: the mean with two places and the percentages with one; None where nobody was asked, or rated."""
    return {
        "asked": asked,
        "rated": rated,
        "mean": round(points / rated, 2) if rated else None,
        "satisfied": round(satisfied * 100 / rated, 1) if rated else None,
        "answering": round(rated * 100 / asked, 1) if asked else None,
    }
