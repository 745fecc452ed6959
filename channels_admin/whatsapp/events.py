"""Putting the platform's events into templates, numbers and accounts, as of the time at which they happened.

Events come repeated and in any order, and a reading of everything (`sync`) may have come before them. Each group of
facts therefore has its own clock, and moves forward only. Times are whole seconds, as Meta's are: of two events of one
second the later arrival wins, and the reading that every event asks for settles it.
"""

import re
from collections.abc import Callable

from django.db.models import Q

from channels_admin.models import PhoneNumber, Template, Waba
from channels_admin.whatsapp import news, renaming
from platforms import payload

# Events that are no status of their own ("message_template_status_update webhook reference").
BACK = {"REINSTATED": Template.APPROVED, "UNARCHIVED": Template.APPROVED}
REMARKS = ("FLAGGED",)


def apply(address, notice):
    """Carry out one `platforms.base.Notice` that came for `address`; what it does not concern is left alone."""
    reader = READERS.get(notice.field)
    if reader:
        reader(address, notice)


def newer(rows, clock, at, **facts):
    """Update `rows` as of `at`, unless they know something later already. Returns how many were changed."""
    return rows.filter(Q(**{clock: None}) | Q(**{f"{clock}__lte": at})).update(**facts, **{clock: at})


def accounts(address, notice):
    """The business account that a notice is for: the one it names, else the one it came for."""
    named = payload.ident(notice.data, "waba_info", "waba_id") or (notice.id if notice.subject == "account" else "")
    return Waba.objects.filter(external_id__in=filter(None, [named or address]))


def numbers(address, notice):
    """The number that a notice is about, by its id or as it is written."""
    shown = re.sub(r"\D", "", payload.ident(notice.data, "display_phone_number"))
    by_id = Q(external_id__in=[one for one in (notice.id, address) if one])
    return PhoneNumber.objects.filter(by_id | Q(digits=shown) if shown else by_id)


def templates(address, notice):
    """The template that a notice is about. One that was submitted, and whose id has not come back yet, is known by name."""
    ours = Template.objects.filter(waba__external_id=address)
    by_id = ours.filter(external_id=notice.id) if notice.id else ours.none()
    if by_id.exists():
        return by_id
    name, language = (payload.words(notice.data, f"message_template_{what}") for what in ("name", "language"))
    named = ours.filter(name=name, language=language, external_id="").exclude(submitted_at=None)
    named.update(external_id=notice.id)
    return by_id


def _template_status(address, notice):
    event = payload.words(notice.data, "event")
    facts = {"reason": news.reason(notice.data)}
    if event not in REMARKS:
        facts["status"] = BACK.get(event, event)[:40]
    if event:
        newer(templates(address, notice), "status_at", notice.at, **facts)
    category = payload.words(notice.data, "message_template_category")
    if category:
        newer(templates(address, notice), "category_at", notice.at, category=category[:40])


def _template_quality(address, notice):
    score = payload.words(notice.data, "new_quality_score")
    newer(templates(address, notice), "quality_at", notice.at, quality=score[:40])


def _template_category(address, notice):
    # Without `new_category` it is an announcement: nothing has changed yet.
    category = payload.words(notice.data, "new_category")
    if category:
        newer(templates(address, notice), "category_at", notice.at, category=category[:40])


def _number_quality(address, notice):
    event, limit = (payload.words(notice.data, name) for name in ("event", "current_limit"))
    if limit:
        newer(numbers(address, notice), "limit_at", notice.at, limit=limit[:40])
    status = {"FLAGGED": "FLAGGED", "UNFLAGGED": "CONNECTED"}.get(event)
    if status:
        newer(numbers(address, notice), "status_at", notice.at, status=status)


def _number_name(address, notice):
    decision = payload.words(notice.data, "decision")
    name = payload.words(notice.data, "requested_verified_name")[:255]
    facts = {"verified_name": name} if name and decision == "APPROVED" else {}
    newer(numbers(address, notice), "name_at", notice.at, name_status=decision[:40], **facts)
    for number in numbers(address, notice):
        renaming.decided(number, name, decision, news.reason(notice.data))


def _account_review(address, notice):
    decision = payload.words(notice.data, "decision")
    newer(accounts(address, notice), "review_at", notice.at, review=decision[:40])


def _account(address, notice):
    event = payload.words(notice.data, "event")
    state = payload.words(notice.data, "ban_info", "waba_ban_state")
    if event in news.GRAVE_ACCOUNT or state:
        standing = "" if state == "REINSTATE" else state or event
        note = "" if state == "REINSTATE" else news.restriction(notice.data)
        newer(accounts(address, notice), "standing_at", notice.at, standing=standing[:40], standing_note=note)
    elif event == "ACCOUNT_RECONNECTED":
        newer(accounts(address, notice), "standing_at", notice.at, standing="", standing_note="")


READERS: dict[str, Callable] = {
    "message_template_status_update": _template_status,
    "message_template_quality_update": _template_quality,
    "template_category_update": _template_category,
    "phone_number_quality_update": _number_quality,
    "phone_number_name_update": _number_name,
    "account_review_update": _account_review,
    "account_update": _account,
}
