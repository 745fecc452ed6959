"""What administrators do on the checklist: each verb changes rows, and says in words why it cannot."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.kept_words import in_english, told
from channels_admin.models import (
    Account,
    Approval,
    BusinessProfile,
    Evidence,
    OnboardingStep,
    PhoneNumber,
    StepKind,
    Waba,
)
from channels_admin.onboarding import rules
from channels_admin.onboarding.facts import gather
from channels_admin.whatsapp import phone, sync
from channels_admin.whatsapp.states import status_of
from platforms import genesys
from platforms.base import PlatformError
from platforms.genesys import integrations
from platforms.whatsapp.management import registration

# (responsible, days) of each step, as long as nobody says otherwise.
META = {
    StepKind.CONNECTION: (_("Administrator"), 1),
    StepKind.WABA: (_("Owner of the Business Manager"), 3),
    StepKind.NUMBER: (_("Administrator"), 1),
    StepKind.APPROVALS: (_("Meta"), 7),
    StepKind.CHANNEL: (_("Administrator"), 1),
    StepKind.VERIFICATION: (_("A person at the number"), 1),
}
GENESYS = META | {
    StepKind.CONNECTION: (_("Genesys Cloud administrator"), 2),
    StepKind.WABA: (_("Genesys, on behalf of the customer"), 5),
    StepKind.NUMBER: (_("Genesys"), 2),
    StepKind.APPROVALS: (_("Meta, and the customer's Facebook administrator"), 7),
}
WAYS_OUT = _(
    "If it is in the WhatsApp or WhatsApp Business app: delete the account in the app on the phone, its chats do not come "
    "along. If another provider has it: have the number migrated to your business account, and switch its two-step "
    "verification off there first."
)


class Refused(Exception):
    """It cannot be done now; the text says why and what to do."""


def begin(onboarding):
    """Its six steps; the first is open."""
    table = GENESYS if onboarding.genesys else META
    steps = [
        OnboardingStep(onboarding=onboarding, kind=kind, responsible=str(who), lead_days=days)
        for kind, (who, days) in table.items()
    ]
    steps[0].began_at = timezone.now()
    OnboardingStep.objects.bulk_create(steps, ignore_conflicts=True)


def finish(step, by):
    """Call a step done; those before it must be, and it must have all it wants."""
    facts = gather(step.onboarding)
    missing = next((one for one in rules.checks(StepKind(step.kind), facts) if not one.good), None)
    if missing:
        note = missing.note or _("not yet")
        raise Refused(f"{missing.words}: {note}")
    if not OnboardingStep.objects.finish(step, by, timezone.now()):
        raise Refused(_("Finish the steps before it first."))


def must_be_open(onboarding, kind):
    """Refuse what belongs to a step that is not open yet."""
    if onboarding.steps.filter(kind__lt=kind, done_at=None).exists():
        raise Refused(_("This step opens when those before it are done."))


def test_connection(onboarding):
    """Ask Genesys Cloud; everything that is missing is named."""
    account = onboarding.account
    try:
        problems = genesys.connection_problems(account.wire(""))
    except PlatformError as error:
        problems = [told(error.reason)]
    Account.objects.filter(pk=account.pk).update(checked_at=timezone.now(), trouble=" ".join(problems)[:500])
    if problems:
        raise Refused(" ".join(problems))


def name_waba(onboarding, external_id):
    """Say which business account it is; with Meta it is read at once, which proves that the app may."""
    must_be_open(onboarding, StepKind.WABA)
    fault = gather(onboarding).owner_fault
    if fault:
        raise Refused(fault)
    typed = external_id.strip()
    if not typed.isdecimal() or not 5 <= len(typed) <= 20:
        raise Refused(_("The ID of a business account is a number of 5 to 20 digits, as WhatsApp Manager shows it."))
    facts = {"account": onboarding.account, "name": onboarding.account.name, "owner": onboarding.owner}
    waba, _made = Waba.objects.get_or_create(external_id=typed, defaults=facts)
    if waba.account_id != onboarding.account_id:
        raise Refused(_("This business account belongs to the account “%(account)s”.") % {"account": waba.account})
    if waba.owner_id is None:
        Waba.objects.filter(pk=waba.pk).update(owner=onboarding.owner)
    type(onboarding).objects.filter(pk=onboarding.pk).update(waba=waba)
    if not onboarding.genesys:
        read_waba(waba)


def read_waba(waba):
    """Read the business account now."""
    failure = sync.read(waba.pk)
    if failure:
        raise Refused(failure)


def add_number(onboarding):
    """Add the number at Meta, with its name for review; one that is there already is taken as it is."""
    must_be_open(onboarding, StepKind.NUMBER)
    facts = gather(onboarding)
    if facts.number_fault or facts.name_faults:
        raise Refused(" ".join(filter(None, [facts.number_fault, *facts.name_faults])))
    found = phone.parse(onboarding.typed)
    known = PhoneNumber.objects.filter(digits=found.digits, gone_at=None).first()
    if known is None:
        known = _added(onboarding, found)
    elif known.waba_id != onboarding.waba_id:
        raise Refused(_("The number is in the business account %(waba)s.") % {"waba": known.waba})
    _now_has(onboarding, known)


def _added(onboarding, found):
    wire, code = onboarding.waba.wire(), found.calling_code
    try:
        number = registration.add(
            wire, onboarding.waba.external_id, code, found.digits.removeprefix(code), onboarding.display_name
        )
    except PlatformError as error:
        if registration.in_use(error):
            _note_in_use(onboarding, error)
            raise Refused(_and_ways_out(error)) from None
        raise
    return _row(onboarding, found, number, name_status="PENDING_REVIEW", status="PENDING")


def _row(onboarding, found, number, **more):
    facts = {"waba": onboarding.waba, "number": found.shown, "digits": found.digits, "country": found.country}
    facts |= {"kind": found.kind, "verified_name": onboarding.display_name, "gone_at": None, **more}
    return PhoneNumber.objects.update_or_create(external_id=number, defaults=facts)[0]


def record_approval(onboarding, kind, by, *, waived=False, note=""):
    """Note that an approval was given, or that it goes on without it as far as the platform lets it."""
    must_be_open(onboarding, StepKind.APPROVALS)
    facts = gather(onboarding)
    if kind not in rules.wanted_approvals(facts):
        raise Refused(_("This approval is not asked for."))
    if facts.approvals.get(kind) == rules.REFUSED:
        raise Refused(_("It was refused: mend what was wrong and have it reviewed again."))
    if waived and not rules.may_waive(kind, facts):
        raise Refused(_("It cannot go on without this approval."))
    facts = {"waived": waived, "by": by, "note": note[:255], "at": timezone.now()}
    Approval.objects.update_or_create(onboarding=onboarding, kind=kind, defaults=facts)


def keep_certificate(onboarding, certificate):
    """Genesys Cloud: keep the certificate that Meta gave for number and name."""
    must_be_open(onboarding, StepKind.CHANNEL)
    typed = "".join(certificate.split())
    if len(typed) < 40 or not typed.isascii():
        raise Refused(_("This is no certificate: copy all of it, as the Business Manager shows it under View."))
    type(onboarding).objects.filter(pk=onboarding.pk).update(certificate=typed)


def create_integration(onboarding):
    """Genesys Cloud: tie the number to the organization; it must then be verified."""
    must_be_open(onboarding, StepKind.CHANNEL)
    if not onboarding.certificate:
        raise Refused(_("Enter the certificate first."))
    found = phone.parse(onboarding.typed)
    try:
        made = integrations.create(
            onboarding.account.wire(""), onboarding.display_name, found.e164, onboarding.certificate
        )
    except PlatformError as error:
        raise Refused(_and_ways_out(error) if registration.in_use(error) else told(error.reason)) from None
    more = {"name_status": "APPROVED", "status": status_of(made.status), "certificate": onboarding.certificate}
    with transaction.atomic():
        number = _row(onboarding, found, made.id, **more)
        _now_has(onboarding, number)


@in_english
def _note_in_use(onboarding, error):
    type(onboarding).objects.filter(pk=onboarding.pk).update(in_use=_and_ways_out(error)[:500])


def _and_ways_out(error):
    return f"{told(error.reason)} {WAYS_OUT}"


def _now_has(onboarding, number):
    """The number is there: it is the onboarding's, and so is the profile that was written before."""
    type(onboarding).objects.filter(pk=onboarding.pk).update(number=number, in_use="")
    if not BusinessProfile.objects.filter(number=number).exists():
        BusinessProfile.objects.filter(onboarding=onboarding).update(number=number)


def keep_paper(step, upload, by):
    """Put a paper to a step; ValidationError if it is none that we take."""
    with transaction.atomic():
        step.papers.add(Evidence.keep(upload, by))
