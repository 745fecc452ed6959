"""What can be pressed on the checklist: each takes what was sent, and calls one verb."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Approval, OnboardingStep
from channels_admin.onboarding import doing


def _step(request, onboarding):
    number = request.POST.get("step", "")
    steps = onboarding.steps.select_related("onboarding__account", "onboarding__owner", "onboarding__waba")
    return get_object_or_404(steps, kind=number if number.isdecimal() else 0)


def finish(request, onboarding):
    """The button Finish step."""
    doing.finish(_step(request, onboarding), request.user)


def reopen(request, onboarding):
    """The button Open again."""
    OnboardingStep.objects.reopen(_step(request, onboarding))


def responsible(request, onboarding):
    """Who is responsible, how long it takes, and a note."""
    days = request.POST.get("lead_days", "")
    if not days.isdecimal() or not 0 < int(days) <= 365:
        raise doing.Refused(_("Enter the lead time in days, 1 to 365."))
    facts = {"responsible": request.POST.get("responsible", "").strip()[:120], "lead_days": int(days)}
    step = _step(request, onboarding)
    OnboardingStep.objects.filter(pk=step.pk).update(**facts, note=request.POST.get("note", "").strip()[:1000])


def paper(request, onboarding):
    """A paper put to a step."""
    upload = request.FILES.get("paper")
    if upload is None:
        raise doing.Refused(_("Choose a file first."))
    doing.keep_paper(_step(request, onboarding), upload, request.user)


def test(request, onboarding):
    """The button Test connection."""
    doing.test_connection(onboarding)


def waba(request, onboarding):
    """Which business account it is."""
    doing.name_waba(onboarding, request.POST.get("waba", ""))


def read(request, onboarding):
    """The button Read now."""
    if onboarding.waba is None:
        raise doing.Refused(_("Enter the business account first."))
    doing.read_waba(onboarding.waba)


def number(request, onboarding):
    """The button Add the number."""
    doing.add_number(onboarding)


def approval(request, onboarding):
    """An approval that was given."""
    kind = request.POST.get("kind", "")
    if kind not in Approval.Kind.values:
        raise doing.Refused(_("This approval is not asked for."))
    note = request.POST.get("note", "").strip()
    doing.record_approval(onboarding, kind, request.user, waived="waived" in request.POST, note=note)


def certificate(request, onboarding):
    """The certificate for Genesys Cloud."""
    doing.keep_certificate(onboarding, request.POST.get("certificate", ""))


def integration(request, onboarding):
    """The button Create the integration."""
    doing.create_integration(onboarding)


VERBS = {
    "finish": finish,
    "reopen": reopen,
    "responsible": responsible,
    "paper": paper,
    "test": test,
    "waba": waba,
    "read": read,
    "number": number,
    "approval": approval,
    "certificate": certificate,
    "integration": integration,
}
DONE = {
    "finish": _("The step is done."),
    "reopen": _("The step is open again, and those after it wait for it."),
    "responsible": _("Saved."),
    "paper": _("The paper is kept."),
    "test": _("Genesys Cloud answers, and everything that is needed is there."),
    "waba": _("The business account is on record."),
    "read": _("The business account and its numbers are as WhatsApp has them now."),
    "number": _("The number is in the business account."),
    "approval": _("The approval is recorded."),
    "certificate": _("The certificate is kept, encrypted, and not shown again."),
    "integration": _("Genesys Cloud has the number. It must be verified now."),
}
