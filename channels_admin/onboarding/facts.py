"""What is known of an onboarding, gathered from the rows that say so: nothing is kept twice."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import License
from audit.kept_words import told
from channels_admin.models import Approval, BusinessManager, Channel, Onboarding
from channels_admin.onboarding import rules
from channels_admin.whatsapp import known, phone
from channels_admin.whatsapp.owners import id_fault

# What the customer information form must hold before a business account is asked for (R19a).
FORM = {
    "legal_name": _("legal name"),
    "address": _("address"),
    "website": _("website"),
}
CONTACT = {"contact_name": _("contact"), "contact_email": _("contact's e-mail"), "display_name": _("display name")}


def gather(onboarding):
    """The `rules.Facts` of an onboarding as things stand now."""
    account, owner, number = onboarding.account, onboarding.owner, onboarding.number
    recorded = {row.kind: row for row in onboarding.approvals.all()}
    client = owner is not None and owner.whose == BusinessManager.Whose.CLIENT
    parsed, fault = _number(onboarding)
    channel = channel_of(onboarding)
    return rules.Facts(
        genesys=onboarding.genesys,
        credentials=bool(account.client_secret and account.client_id) if onboarding.genesys else bool(account.token),
        app=account.app_id is not None,
        licensed=License.valid(timezone.now().date()).filter(part=License.Part.FEATURE_WHATSAPP).exists(),
        connected=account.checked_at is not None and not account.trouble and account.suspended_at is None,
        owner=str(owner) if owner else "",
        owner_fault=str(_owner_fault(owner)),
        runs_for_client=client,
        owner_verified=owner is not None and owner.verified,
        form_missing=tuple(_missing(onboarding)),
        declared=onboarding.declared_at is not None,
        case_by_case=onboarding.case_by_case,
        decision=onboarding.decision,
        waba=f"{onboarding.waba} ({onboarding.waba.external_id})" if onboarding.waba else "",
        waba_fault=str(_waba_fault(onboarding)),
        number=parsed.shown if parsed else "",
        number_fault=str(fault),
        name=onboarding.display_name,
        name_faults=tuple(str(one.words) for one in known.name_refusals(onboarding.display_name, owner)),
        added=number is not None,
        approvals={kind: _approval(kind, onboarding, recorded) for kind in rules.APPROVALS},
        certificate=bool(number and number.certificate) or bool(onboarding.certificate),
        integration=onboarding.genesys and number is not None,
        channel=str(channel) if channel else "",
        verified=number is not None and number.is_verified,
        registered=number is not None and number.is_registered,
        enabled=channel is not None and channel.enabled,
    )


def channel_of(onboarding):
    """The channel of the number, once there is one."""
    if onboarding.number is None:
        return None
    channels = Channel.objects.current().filter(account=onboarding.account)
    return next((one for one in channels if one.addresses == [onboarding.number.external_id]), None)


def number_fault(onboarding, parsed):
    """Why this number cannot be onboarded here: somebody else is at it. Blank: nobody."""
    other = Onboarding.objects.exclude(pk=onboarding.pk).filter(digits=parsed.digits).first()
    if other:
        return _("“%(other)s” is onboarding this number already.") % {"other": other}
    return ""


def _number(onboarding):
    try:
        parsed = phone.parse(onboarding.typed)
    except phone.Refused as refused:
        return None, str(refused)
    return parsed, number_fault(onboarding, parsed) or told(onboarding.in_use)


def _owner_fault(owner):
    if owner is None:
        return id_fault("", {})
    return id_fault(owner.external_id, known.meanings())


def _missing(onboarding):
    for name, words in FORM.items():
        if not getattr(onboarding.owner, name, ""):
            yield str(words)
    for name, words in CONTACT.items():
        if not getattr(onboarding, name):
            yield str(words)


def _waba_fault(onboarding):
    waba = onboarding.waba
    if waba is None:
        return _("Enter its ID, as WhatsApp Manager shows it.")
    if onboarding.owner_id and waba.owner_id not in (None, onboarding.owner_id):
        return _("It belongs to another Business Manager: %(owner)s.") % {"owner": waba.owner}
    if not onboarding.genesys and not waba.synced_at:
        return waba.sync_error or _("It has not been read yet: press Read the business account.")
    return waba.sync_error if not onboarding.genesys else ""


def _approval(kind, onboarding, recorded):
    """Given, refused or open: by what Meta says where it says so, else by what was recorded."""
    said = _SAID[kind](onboarding)
    if said in (rules.GIVEN, rules.REFUSED):
        return said
    row = recorded.get(kind)
    if row is None:
        return rules.OPEN
    return rules.WAIVED if row.waived else rules.GIVEN


def _on_behalf(onboarding):
    return rules.OPEN


def _business(onboarding):
    words = {onboarding.owner.verification if onboarding.owner else ""}
    words.add(onboarding.waba.verification.upper() if onboarding.waba else "")
    if "VERIFIED" in words:
        return rules.GIVEN
    return rules.REFUSED if words & {"REJECTED", "FAILED"} else rules.OPEN


def _account(onboarding):
    review = onboarding.waba.review if onboarding.waba else ""
    return {"APPROVED": rules.GIVEN, "REJECTED": rules.REFUSED}.get(review, rules.OPEN)


def _name(onboarding):
    status = onboarding.number.name_status if onboarding.number else ""
    good = {"APPROVED": rules.GIVEN, "AVAILABLE_WITHOUT_REVIEW": rules.GIVEN}
    return good.get(status) or {"DECLINED": rules.REFUSED, "REJECTED": rules.REFUSED}.get(status, rules.OPEN)


_SAID = {
    Approval.Kind.ON_BEHALF: _on_behalf,
    Approval.Kind.BUSINESS: _business,
    Approval.Kind.ACCOUNT: _account,
    Approval.Kind.NAME: _name,
}
