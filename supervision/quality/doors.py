"""The way in to the pages about quality: for those with the right Quality, of the workgroups that they supervise."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_http_methods

from audit.local_times import in_local_time
from audit.rights import Right, needs


def for_quality(*methods):
    """A page for those with the right; the others are told which one they lack."""

    def around(view):
        return require_http_methods(methods)(login_required(needs(Right.QUALITY)(in_local_time(view))))

    return around


def number(words):
    """A key from an address or a form; 0, which nothing has, for what is none."""
    return int(words) if words and words.isdecimal() and len(words) < 18 else 0


def address(request, **key):
    """This list's address with another page of it."""
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    return "?" + urlencode(kept | key)
