"""Taking in what platforms tell about accounts: kept once, shown to administrators, and applied."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from audit.kept_words import in_english
from channels_admin.models import Platform, PlatformNotice, Waba
from channels_admin.whatsapp import events, news
from channels_admin.whatsapp.pressing import is_pressing
from hints import wake
from platforms import times

# News of single customers or conversations is kept, but is nothing that administrators are told.
QUIET = ("person", "thread")
# Their cause is at the platform: what is listed there may have changed.
READ_ANEW = ("template", "number", "account")


def take(platform, address, notices, app=None):
    """Store and apply the `platforms.base.Notice`s that came for `address` (page, number or account id).

    Returns the rows that are new: what was delivered before changes nothing. `app` is the `PlatformApp`, where known.
    """
    rows = {}
    for notice in sorted(notices, key=lambda one: one.at):
        row = _row(platform, address, notice, app)
        rows.setdefault(row.digest, (row, notice))
    if not rows:
        return []
    with transaction.atomic():
        known = set(PlatformNotice.objects.filter(digest__in=rows).values_list("digest", flat=True))
        fresh = [pair for digest, pair in rows.items() if digest not in known]
        PlatformNotice.objects.bulk_create([row for row, _ in fresh], ignore_conflicts=True)
        if platform == Platform.WHATSAPP:
            _apply(address, [notice for _, notice in fresh])
    return [row for row, _ in fresh]


def tell(platform, address, notice):
    """Keep a piece of news that we found out ourselves, for administrators to read."""
    PlatformNotice.objects.bulk_create([_row(platform, address, notice, None)], ignore_conflicts=True)


def _apply(address, notices):
    for notice in notices:
        events.apply(address, notice)
    concerned = [notice for notice in notices if notice.subject in READ_ANEW]
    for notice in concerned:
        _read_anew(address, notice)
    if concerned:
        wake("channels_admin.whatsapp.tasks.sync_due")


def _read_anew(address, notice):
    wabas = events.accounts(address, notice)
    if not wabas.exists():
        wabas = Waba.objects.filter(numbers__in=events.numbers(address, notice))
    wabas.wish(timezone.now())


@in_english
def _row(platform, address, notice, app):
    told = news.of(platform, notice)
    data = _storable(notice.data)
    return PlatformNotice(
        platform=platform,
        app=app,
        address=_text(address)[:255],
        field=_text(notice.field)[:100],
        subject=notice.subject,
        object_id=_text(notice.id)[:255],
        at=timezone.now() if notice.at == times.UNDATED else notice.at,
        data=data,
        words=_text(told.words),
        grave=told.grave,
        understood=notice.subject != "unsupported",
        digest=_digest(platform, address, notice, data),
        seen_at=timezone.now() if notice.subject in QUIET else None,
        mail_due_at=timezone.now() if is_pressing(notice) else None,
    )


def _digest(platform, address, notice, data):
    facts = [str(platform), address, notice.field, notice.subject, notice.id, notice.at.isoformat(), data]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _storable(value):
    """JSON values without what PostgreSQL refuses: NUL, and halves of a sign outside the basic plane."""
    if isinstance(value, dict):
        return {_text(str(key)): _storable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable(one) for one in value]
    return _text(value) if isinstance(value, str) else value


def _text(text):
    return text.replace("\0", "").encode(errors="replace").decode()
