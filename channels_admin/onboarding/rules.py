"""What each step of an onboarding wants, as checks in words; and which step is open. Nothing here asks a database (R19)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from channels_admin.models import StepKind

ON_BEHALF, BUSINESS, ACCOUNT, NAME = "on_behalf", "business", "account", "name"
GIVEN, WAIVED, REFUSED, OPEN = "given", "waived", "refused", "open"
WAIVABLE = (BUSINESS, NAME)
APPROVALS = {
    ON_BEHALF: _("The customer approved “message on behalf” in the notifications of the Business Manager"),
    BUSINESS: _("Meta verified the business"),
    ACCOUNT: _("WhatsApp approved the business account"),
    NAME: _("WhatsApp approved the display name"),
}
# What the platform allows before the approval ("Messaging limits", "Display names").
LIMITS = {
    BUSINESS: _(
        "Unverified: it may write first to 250 customers in 24 hours, and the account has at most two numbers."
    ),
    NAME: _("Before the name is approved customers see the number only, and messages may be refused (131037)."),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a step wants: `note` says what to do, or what there is."""

    words: str
    good: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an onboarding, as plain values. Sentences are blank where all is well."""

    genesys: bool = False
    credentials: bool = False
    app: bool = False
    licensed: bool = False
    connected: bool = False
    owner: str = ""
    owner_fault: str = ""
    runs_for_client: bool = False
    owner_verified: bool = False
    form_missing: tuple[str, ...] = ()
    declared: bool = False
    case_by_case: bool = False
    decision: str = ""
    waba: str = ""
    waba_fault: str = ""
    number: str = ""
    number_fault: str = ""
    name: str = ""
    name_faults: tuple[str, ...] = ()
    added: bool = False
    approvals: dict[str, str] = field(default_factory=dict)
    certificate: bool = False
    integration: bool = False
    channel: str = ""
    verified: bool = False
    registered: bool = False
    enabled: bool = False


def checks(kind, facts):
    """What a step wants, in the order in which it is done."""
    return list(_CHECKS[kind](facts))


def is_met(kind, facts):
    """Can the step be called done?"""
    return all(one.good for one in checks(kind, facts))


def wanted_approvals(facts):
    """Which approvals this provider asks for; they come in any order."""
    return (ON_BEHALF, BUSINESS, ACCOUNT, NAME) if facts.genesys else (ACCOUNT, BUSINESS, NAME)


def may_waive(kind, facts):
    """May it go on without this approval, with limits? Meta lets it; with Genesys Cloud all are needed."""
    return not facts.genesys and kind in WAIVABLE and facts.approvals.get(kind) == OPEN


def current(done):
    """The step that is open: the first that is not done; None when all are. `done` are the kinds that are."""
    return next((kind for kind in StepKind if kind not in done), None)


def _connection(facts) -> Iterator[Check]:
    if facts.genesys:
        note = _("Organization short name, region, client ID and secret.")
        yield Check(_("The organization and its client are entered"), facts.credentials, note)
        note = _("Press Test connection: product and permissions are looked at.")
        yield Check(_("Genesys Cloud answers and nothing is missing"), facts.connected, "" if facts.connected else note)
    else:
        yield Check(_("The account has an access token"), facts.credentials, _("Of a system user of the business."))
        yield Check(_("The account has an app"), facts.app, _("Messages come to its webhook."))
    yield Check(
        _("WhatsApp is licensed"), facts.licensed, "" if facts.licensed else _("Load a license with the WhatsApp part.")
    )


def _waba(facts) -> Iterator[Check]:
    yield Check(
        _("The Business Manager is the customer's own"), not facts.owner_fault, facts.owner_fault or facts.owner
    )
    if facts.runs_for_client:
        note = "" if facts.owner_verified else _("You run the number for a client: WhatsApp wants the client verified.")
        yield Check(_("The client's Business Manager is verified"), facts.owner_verified, note)
    missing = _("Missing: %(names)s.") % {"names": ", ".join(facts.form_missing)} if facts.form_missing else ""
    yield Check(_("The customer information form is complete"), not facts.form_missing, missing)
    yield Check(
        _("The commerce policy was declared to be kept"),
        facts.declared,
        "" if facts.declared else _("Tick it in the customer information form."),
    )
    if facts.case_by_case:
        yield _decision(facts)
    yield Check(
        _("The business account is there"), bool(facts.waba) and not facts.waba_fault, facts.waba_fault or facts.waba
    )


def _decision(facts):
    notes = {
        "accepted": "",
        "declined": _("WhatsApp declined this business: the number cannot be onboarded."),
    }
    note = notes.get(facts.decision, _("Case by case: ask WhatsApp, and record the decision in the form."))
    return Check(_("WhatsApp accepts this industry"), facts.decision == "accepted", note)


def _number(facts) -> Iterator[Check]:
    yield Check(_("WhatsApp can use the number"), not facts.number_fault, facts.number_fault or facts.number)
    yield Check(
        _("WhatsApp can take the display name"), not facts.name_faults, " ".join(facts.name_faults) or facts.name
    )
    if not facts.genesys:
        note = "" if facts.added else _("Press Add the number: its name goes into review.")
        yield Check(_("The number is in the business account"), facts.added, note)


def _approvals(facts) -> Iterator[Check]:
    for kind in wanted_approvals(facts):
        state = facts.approvals.get(kind, OPEN)
        yield Check(APPROVALS[kind], state in (GIVEN, WAIVED), LIMITS[kind] if state == WAIVED else "")


def _channel(facts) -> Iterator[Check]:
    if facts.genesys:
        note = "" if facts.certificate else _("It stands in the Business Manager once name and number are approved.")
        yield Check(_("The certificate is on record"), facts.certificate, note)
        note = "" if facts.integration else _("Press Create the integration.")
        yield Check(_("Genesys Cloud has the number's integration"), facts.integration, note)
    note = facts.channel or _("Add the channel: it says which workgroup answers.")
    yield Check(_("The number has its channel"), bool(facts.channel), note)


def _verification(facts) -> Iterator[Check]:
    yield Check(
        _("The code was confirmed"),
        facts.verified,
        "" if facts.verified else _("A person takes the call or reads the SMS."),
    )
    if not facts.genesys:
        note = "" if facts.registered else _("The PIN of two-step verification is set.")
        yield Check(_("The number is registered"), facts.registered, note)
    note = "" if facts.enabled else _("Enable the channel: from then on messages come in.")
    yield Check(_("The channel is enabled"), facts.enabled, note)


_CHECKS = {
    StepKind.CONNECTION: _connection,
    StepKind.WABA: _waba,
    StepKind.NUMBER: _number,
    StepKind.APPROVALS: _approvals,
    StepKind.CHANNEL: _channel,
    StepKind.VERIFICATION: _verification,
}
