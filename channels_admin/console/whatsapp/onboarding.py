"""The checklist of an onboarding: its six steps on one page, and one address for each thing that is pressed on it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from audit.console_site import console
from audit.recording import record
from channels_admin.console.whatsapp.acting import DONE, VERBS
from channels_admin.models import Onboarding, OnboardingStep, StepKind
from channels_admin.onboarding import doing, rules
from channels_admin.onboarding.facts import channel_of, gather
from channels_admin.whatsapp import verifying
from platforms.base import PlatformError


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the page shows it."""

    row: OnboardingStep
    checks: list
    is_open: bool

    @property
    def kind(self):
        """Its place."""
        return StepKind(self.row.kind)

    @property
    def met(self):
        """Has it all that it wants?"""
        return all(one.good for one in self.checks)

    @property
    def tone(self):
        """The class of its color."""
        return "connected" if self.row.done_at else "current" if self.is_open else "later"

    @property
    def waits(self):
        """Day so and so of its lead time."""
        days = (timezone.now() - (self.row.began_at or timezone.now())) // timedelta(days=1) + 1
        return _("day %(day)s of %(all)s") % {"day": days, "all": self.row.lead_days}

    @property
    def late(self):
        """Has it taken longer than was thought?"""
        began = self.row.began_at
        return self.is_open and began is not None and timezone.now() - began > timedelta(days=self.row.lead_days)

    @property
    def lead(self):
        """How long it takes, in words."""
        return ngettext("%(n)s day", "%(n)s days", self.row.lead_days) % {"n": self.row.lead_days}


def _find(pk):
    rows = Onboarding.objects.select_related("account__app", "owner", "waba__owner", "number__waba__account")
    return get_object_or_404(rows.prefetch_related("approvals__by"), pk=pk)


@require_GET
def checklist(request, pk):
    """The page."""
    onboarding = _find(pk)
    facts = gather(onboarding)
    rows = {row.kind: row for row in onboarding.steps.select_related("done_by").prefetch_related("papers__by")}
    now = rules.current({kind for kind, row in rows.items() if row.done_at})
    steps = [StepView(rows[kind], rules.checks(kind, facts), kind == now) for kind in StepKind]
    context = {
        "title": onboarding.name,
        "onboarding": onboarding,
        "facts": facts,
        "steps": steps,
        "current": next((step for step in steps if step.is_open), None),
        "approvals": _approvals(onboarding, facts),
        "channel": channel_of(onboarding),
        "channel_add": _channel_add(onboarding),
        "voice_only": onboarding.number and verifying.methods(onboarding.number) == ("VOICE",),
        "opts": Onboarding._meta,
    }
    return render(request, "console/onboarding.html", console.each_context(request) | context)


def _approvals(onboarding, facts):
    recorded = {row.kind: row for row in onboarding.approvals.all()}
    return [
        {
            "kind": kind,
            "words": rules.APPROVALS[kind],
            "state": facts.approvals.get(kind, rules.OPEN),
            "row": recorded.get(kind),
            "limit": rules.LIMITS.get(kind, ""),
            "waivable": rules.may_waive(kind, facts),
        }
        for kind in rules.wanted_approvals(facts)
    ]


def _channel_add(onboarding):
    """The form of a new channel with what is known filled in."""
    if onboarding.number is None:
        return ""
    known = {"account": onboarding.account_id, "addresses": onboarding.number.external_id, "name": onboarding.name}
    return f"{reverse('console:channels_admin_channel_add')}?{urlencode(known)}"


@require_POST
def act(request, pk, verb):
    """One thing pressed on the page."""
    if verb not in VERBS:
        raise Http404
    onboarding = _find(pk)
    before = _state(onboarding)
    try:
        VERBS[verb](request, onboarding)
    except (doing.Refused, PlatformError) as refused:
        messages.error(request, getattr(refused, "reason", "") or str(refused))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, DONE[verb])
        record(request.user, "changed", onboarding, before, _state(_find(pk)))
    return HttpResponseRedirect(reverse("console:onboarding", args=[pk]) + f"#step-{_step_of(request)}")


def _step_of(request):
    number = request.POST.get("step", "")
    return number if number.isdecimal() else "1"


def _state(onboarding):
    """What the audit log compares: what was pressed, never a certificate."""
    approvals = {f"approval: {row.get_kind_display()}": _given(row) for row in onboarding.approvals.all()}
    facts = {"business account": str(onboarding.waba or ""), "number": str(onboarding.number or "")}
    facts["certificate"] = "•••" if onboarding.certificate else ""
    for step in onboarding.steps.prefetch_related("papers"):
        name = str(step.get_kind_display())
        facts[f"{name}: done"] = step.done_at is not None
        facts[f"{name}: responsible"] = f"{step.responsible}, {step.lead_days} d. {step.note}".strip()
        facts[f"{name}: papers"] = [str(paper) for paper in step.papers.all()]
    return facts | approvals


def _given(row):
    return str(_("goes on without it") if row.waived else _("given"))
