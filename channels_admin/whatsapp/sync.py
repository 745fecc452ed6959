"""Reading all templates and numbers of a business account: hourly, after every event, and when somebody asks."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from channels_admin.models import Account, Format, PhoneNumber, Provider, Template, Waba
from channels_admin.models.waba import EVERY
from channels_admin.whatsapp import changed, integrated, news, phone, renaming, starter, wording
from channels_admin.whatsapp.events import newer
from channels_admin.whatsapp.notices import tell
from platforms.base import Notice, Outcome, PlatformError
from platforms.whatsapp.management import accounts, numbers, templates

log = logging.getLogger(__name__)

DECISIONS = "message_template_status_update"


def sync_due():
    """Read every account that is due."""
    make_missing()
    now = timezone.now()
    for pk in Waba.objects.due(now).values_list("pk", flat=True):
        read(pk)


def read(pk):
    """Read one account, unless somebody is at it. Returns why it failed as a sentence, blank if it did not."""
    waba = Waba.objects.select_related("account").get(pk=pk)
    if not (waba.account.token or waba.account.client_secret):
        return _("The account “%(account)s” has no access token: link it, or enter one.") % {"account": waba.account}
    if not Waba.objects.claim(timezone.now(), pk):
        return ""
    try:
        sync(waba)
    except PlatformError as error:
        return _failed(waba, error)
    except Exception as error:
        _put_off(waba, f"{type(error).__name__}", None)
        raise
    return ""


def make_missing():
    """A row for each WhatsApp account that has none yet, with the starter template as its first draft."""
    for account in Account.objects.filter(pk__in=Waba.objects.missing().values("pk")).defer("token"):
        waba, made = Waba.objects.get_or_create(
            external_id=account.external_id, defaults={"account": account, "name": account.name}
        )
        if made:
            starter.make(waba)


def sync(waba):
    """Read all its numbers and templates now. PlatformError if Meta does not give them: then nothing is changed."""
    began = timezone.now().replace(microsecond=0)
    if waba.account.provider == Provider.GENESYS:
        integrated.read(waba)
        return waba.synced(began)
    wire = waba.wire()
    found = accounts.described(wire, waba.external_id)
    found_numbers = numbers.listed(wire, waba.external_id)
    found_templates = templates.listed(wire, waba.external_id)
    with transaction.atomic():
        _take_account(waba, found, began)
        _take_numbers(waba, found_numbers, began)
        _take_templates(waba, found_templates, began)
        waba.synced(began)


def _failed(waba, error):
    if error.outcome is Outcome.ACCOUNT_SUSPENDED:
        waba.account.suspend(error.reason)
    again = error.outcome in (Outcome.RETRY, Outcome.UNKNOWN, Outcome.WAIT)
    _put_off(waba, error.reason, error.retry_at if again else timezone.now() + EVERY)
    log.warning("business account %s could not be read: %s", waba.pk, error)
    return error.reason


def _put_off(waba, reason, until):
    later = timedelta(minutes=min(2**waba.sync_failures, 60))
    waba.sync_failed(reason, until or timezone.now() + later)


def _take_account(waba, found, began):
    rows = Waba.objects.filter(pk=waba.pk)
    rows.update(currency=found.currency[:3], verification=found.verification[:40])
    if found.review and newer(rows, "review_at", began, review=found.review[:40]):
        changed.tell_of_review(waba, found.review, began)


def _take_numbers(waba, found, began):
    for number in found:
        own = {"waba": waba, "number": number.shown, "digits": _digits(number.shown), "synced_at": began}
        own |= _read_off(number.shown)
        own |= {"verification": number.verification, "hosted": number.platform, "official": number.official}
        row, made = PhoneNumber.objects.update_or_create(external_id=number.id, defaults=own | {"gone_at": None})
        if number.new_name_status:
            renaming.decided(row, "", number.new_name_status, "")
        for clock, facts in _clocked(number).items():
            taken = newer(PhoneNumber.objects.filter(pk=row.pk), clock, began, **facts)
            if taken and not made:
                changed.tell_of(row, facts, began)
    ids = [number.id for number in found]
    waba.numbers.filter(gone_at=None).exclude(external_id__in=ids).update(gone_at=began)


def _clocked(number):
    return {
        "name_at": {"verified_name": number.name, "name_status": number.name_status},
        "quality_at": {"quality": number.quality},
        "limit_at": {"limit": number.limit},
        "status_at": {"status": number.status},
    }


def _read_off(shown):
    """What the number itself tells."""
    found = phone.described(shown)
    return {"country": found.country, "kind": found.kind} if found else {}


def _digits(number):
    return "".join(sign for sign in number if sign.isdigit())


def _take_templates(waba, found, began):
    known = list(waba.templates.all())
    by_id = {row.external_id: row for row in known if row.external_id}
    by_name = {(row.name, row.language): row for row in known}
    for template in found:
        row = by_id.get(template.id) or by_name.get((template.name, template.language))
        row = _adopted(row, template) if row else _made(waba, template, began)
        _bring_up_to_date(row, template, began)
    listed = Q(external_id__in=[template.id for template in found]) | Q(external_id="")
    for row in waba.templates.exclude(listed).exclude(status=Template.DELETED):
        _gone(row, began)


def _made(waba, template, began):
    parts = list(template.components)
    return Template.objects.create(
        waba=waba,
        external_id=template.id,
        name=template.name,
        language=template.language,
        category=template.category,
        components=parts,
        variables=wording.variables(parts, {}),
        status=template.status,
    )


def _adopted(row, template):
    """A row that is Meta's template now. What was written here under its name, and never submitted, is kept as edited."""
    if row.external_id != template.id:
        if row.status == Template.DRAFT and row.submitted_at is None and row.components:
            row.edited = {"category": row.category, "components": row.components}
        Template.objects.filter(pk=row.pk).update(external_id=template.id, edited=row.edited)
    return row


def _bring_up_to_date(row, template, began):
    """The facts of each clock, unless an event knows something later; and the news, where Meta decided unheard."""
    rows = Template.objects.filter(pk=row.pk)
    changed = row.status != template.status
    told = {"reason": _reason(template)} if changed or template.reason else {}
    taken = newer(rows, "status_at", began, status=template.status[:40], **told)
    newer(rows, "category_at", began, category=template.category[:40])
    newer(rows, "quality_at", began, quality=template.quality[:40])
    own = {"synced_at": began, "parameter_format": Format.POSITIONAL if template.numbered else Format.NAMED}
    parts = list(template.components)
    if parts != row.components:
        own |= {"components": parts, "variables": wording.variables(parts, row.variables)}
    rows.update(**own)
    if taken and changed and row.status != Template.DRAFT:
        _tell(row, template.status, began)


def _gone(row, began):
    # One that was submitted while we read is not in the list either.
    if newer(Template.objects.filter(pk=row.pk), "status_at", began, status=Template.DELETED):
        _tell(row, Template.DELETED, began)


def _tell(row, status, began):
    data = {"event": status, "message_template_name": row.name, "message_template_language": row.language}
    tell(row.waba.account.platform, row.waba.external_id, Notice(DECISIONS, began, "template", row.external_id, data))


def _reason(template):
    return news.reason({"reason": template.reason})
