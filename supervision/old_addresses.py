"""Where the supervisors' pages stood before: what people kept and sent on still leads there."""

from django.http import HttpResponsePermanentRedirect


def moved(request, rest):
    """To the same page at its address of today."""
    first = rest.partition("/")[0]
    place = f"tracker/{rest}" if not first or first.isdecimal() else rest
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(f"/supervision/{place}{query}")
