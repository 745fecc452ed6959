"""Erasing a customer: found, told what goes, confirmed by typing, reported. For Social Media Admin, or Policies."""

import functools

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.local_times import in_local_time
from audit.rights import Right
from interactions.models import Customer, Interaction, Refused
from supervision.erasure.erasing import GOES, STAYS, ask, preview
from supervision.erasure.models import Erasure

RIGHTS = (Right.SOCIAL_MEDIA_ADMIN, Right.POLICIES)
SHOWN = 20


def for_erasers(view):
    """A page for those with one of the two rights; the others are told which."""

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        if not any(request.user.has_perm(right) for right in RIGHTS):
            names = [right.label for right in RIGHTS]
            raise PermissionDenied(
                _("You need the right %(one)s or %(other)s.") % dict(zip(("one", "other"), names, strict=True))
            )
        return view(request, *args, **kwargs)

    return login_required(in_local_time(inner))


@require_GET
@for_erasers
def erasures(request):
    """A search for customers, and what was erased so far."""
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "page": "policies",
        "words": words,
        "customers": _found(words, request.user) if words else [],
        "erasures": Erasure.objects.select_related("by")[:SHOWN],
        "now": timezone.now(),
    }
    return render(request, "supervision/erasure/list.html", context)


def _known_to(person):
    """Customers, with `known`: whether the person sees interactions of his. The others have no name here (R73)."""
    seen = Interaction.objects.for_person(person).filter(customer=OuterRef("pk"))
    return Customer.objects.filter(merged_into=None).annotate(known=Exists(seen))


def _found(words, person):
    """By any part of a name or handle whom the person knows; anybody by exactly what he said of himself."""
    bare = words.lstrip("@+")
    exactly = Q(account_number=words) | Q(identities__external_id=bare) | Q(identities__handle__iexact=bare)
    if words.isdecimal() and len(words) < 18:
        exactly |= Q(pk=int(words))
    called = Q(name__icontains=words) | Q(identities__name__icontains=words) | Q(identities__handle__icontains=words)
    rows = _known_to(person).filter(exactly | called & Q(known=True)).distinct().order_by("name", "pk")
    return rows.prefetch_related("identities")[:SHOWN]


@require_http_methods(["GET", "POST"])
@for_erasers
def customer(request, pk):
    """What there is of one customer, and what would go; POST, with his name (or number) typed, asks for it."""
    one = get_object_or_404(_known_to(request.user), pk=pk)
    wanted, wrong = (one.known and one.name) or str(one.pk), ""
    if request.method == "POST":
        try:
            if request.POST.get("typed", "").strip() == wanted:
                made = ask(one, request.user)
                return HttpResponseRedirect(reverse("erasure:report", args=[made.pk]))
            wrong = _("This is not “%(name)s”: nothing was erased.") % {"name": wanted}
        except Refused as why:
            messages.error(request, str(why))
    counted = preview(one)
    context = {
        "page": "policies",
        "customer": one,
        "identities": one.identities.order_by("platform", "pk"),
        "goes": [(words, counted[name]) for name, words in GOES],
        "stays": [(words, counted[name]) for name, words in STAYS],
        "open": one.interactions.open().count(),
        "wanted": wanted,
        "wrong": wrong,
    }
    return render(request, "supervision/erasure/customer.html", context)


@require_GET
@for_erasers
def report(request, pk):
    """What one erasure came to."""
    one = get_object_or_404(Erasure.objects.select_related("by"), pk=pk)
    context = {
        "page": "policies",
        "one": one,
        "goes": [(words, one.report.get(name, 0)) for name, words in GOES],
        "stays": [(words, one.report.get(name, 0)) for name, words in STAYS],
        "now": timezone.now(),
    }
    return render(request, "supervision/erasure/report.html", context)
