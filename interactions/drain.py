"""Working off the webhook inbox: in order of arrival, one worker at a time for each app."""

import logging
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Account, Feed, FeedKind, PlatformApp
from channels_admin.whatsapp.notices import take as take_notices
from channels_admin.whatsapp.notices import tell
from interactions import wishes
from interactions.intake import take_in
from interactions.models import Inbox
from interactions.models.customer import storable
from platforms import hub, times
from platforms.base import SAID, Notice
from rows.prepared import Prepared
from rows.returning import update_returning

_known = Prepared(
    lambda kinds, addresses: Feed.objects.filter(kind__in=kinds, address__in=addresses).select_related("channel")
)
_waiting = Prepared(lambda app: Inbox.objects.filter(app_id=app, done_at=None).order_by("key")[:BATCH])
log = logging.getLogger(__name__)

REVOKED = ("oauth.revoke", "oauth_revoke", "user_event")  # X Activity API, and the Account Activity API before it
LEASE = timedelta(seconds=10)  # after a kill the inbox stands still for so long at most
BATCH = 50
AWAY = (InterfaceError, OperationalError)  # the database cannot be reached: nothing is wrong with the delivery


def drain(app_id):
    """Work off what an app's inbox holds, unless another worker is at it: that one is told to look again."""
    app = PlatformApp(pk=app_id)
    if not _claim(app):
        return
    while True:
        while _work(app):
            _renew(app)
        if _left(app):
            return


def _claim(app):
    """Become its worker if nobody is. Somebody is: he has perhaps read the inbox already, so he is told to look again."""
    now = timezone.now()
    free = Q(draining_until=None) | Q(draining_until__lt=now)
    until = Case(When(free, then=Value(now + LEASE)), default=F("draining_until"))
    there = _lease(app, draining_until=until, wanted=F("wanted") + 1)
    return there and app.draining_until == now + LEASE


def _left(app):
    """Stop being its worker, unless somebody has wished since."""
    until = Case(When(wanted=app.wanted, then=None), default=Value(timezone.now() + LEASE))
    return _lease(app, draining_until=until) and app.draining_until is None


def _renew(app):
    _lease(app, draining_until=timezone.now() + LEASE)


def _lease(app, **changes):
    rows = PlatformApp.objects.filter(pk=app.pk)
    return update_returning(app, rows, only=("platform", "wanted", "draining_until"), **changes)


def left_to_do():
    """Ids of the apps whose inbox holds something."""
    return list(Inbox.objects.filter(done_at=None).values_list("app_id", flat=True).distinct())


def _work(app):
    """One batch: taken in together, then ticked off. A crash in between repeats it, which changes nothing."""
    rows = _waiting(app.pk)
    failures = {}
    try:
        _take_in(app, rows)
    except AWAY:
        raise
    except Exception:  # noqa: BLE001  one that we cannot read or store must not stop those beside and behind it
        failures = _one_by_one(app, rows)
    _tick_off(app, rows, failures)
    return len(rows) == BATCH


def _take_in(app, rows):
    """Parse these deliveries and take in what they hold, feed by feed."""
    posts, notices = {}, {}
    for row in rows:
        for kind, part in hub.parse_webhook(app.platform, bytes(row.body)):
            posts.setdefault((kind, part.address), []).extend(_dated(part.posts, row.received_at))
            notices.setdefault(part.address, []).extend(part.notices)
    for feed in _feeds({key: found for key, found in posts.items() if found}):
        take_in(feed, _for(feed, posts[feed.kind, feed.address]), told=True)
    for address in filter(notices.get, notices):
        _take_notices(app, address, notices[address])


def _for(feed, posts):
    """X tells of whom mentions the account; a channel that does not watch its handle has only what it knows of that.

    Which handle is the account's the channel's first reading finds out (the cursor's `ids`).
    """
    handles = feed.cursor.get("ids") if feed.kind == FeedKind.X_POSTS else None
    if handles is None or not {feed.address, ""}.isdisjoint(handles.values()):
        return posts
    return [replace(post, joins_only=post.kind in SAID and not post.own) for post in posts]


def _dated(posts, received):
    """What the platform gave no time for happened when it came."""
    return [replace(post, at=received) if post.at == times.UNDATED else post for post in posts]


def _take_notices(app, address, notices):
    """News about the account: kept and applied. A consent that was withdrawn suspends the account at once."""
    take_notices(app.platform, address, notices, app)
    for notice in notices:
        if notice.field in REVOKED:
            for account in Account.objects.filter(platform=app.platform, external_id=address):
                account.suspend(str(_("The account's owner has withdrawn the consent: link it again.")))
        if notice.subject == "person" and notice.field == "user_preferences":
            wishes.prefer(app.platform, notice)


def _one_by_one(app, rows):
    """Take in what can be; returns {key of a delivery that cannot: why}."""
    failures = {}
    for row in rows:
        try:
            _take_in(app, [row])
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001  as above
            log.exception("delivery %s of app %s could not be taken in", row.key, app.pk)
            failures[row.key] = storable(f"{type(error).__name__}: {error}")[:500]
            _take_in_what_can_be(app, row)
            _tell(app, row, failures[row.key])
    return failures


def _take_in_what_can_be(app, row):
    """A delivery holds what many people wrote: what one of them wrote must not cost the others theirs."""
    with _passed_over():
        parts = hub.parse_webhook(app.platform, bytes(row.body))
        feeds = {(feed.kind, feed.address): feed for feed in _feeds({(kind, part.address): 1 for kind, part in parts})}
        for kind, part in parts:
            feed = feeds.get((kind, part.address))
            for post in _dated(part.posts, row.received_at) if feed else ():
                with _passed_over():
                    take_in(feed, _for(feed, [post]), told=True)
            for notice in part.notices:
                with _passed_over():
                    _take_notices(app, part.address, [notice])


@contextmanager
def _passed_over():
    """What is wrong here was logged when the delivery failed as a whole."""
    try:
        yield
    except AWAY:
        raise
    except Exception as error:  # noqa: BLE001  as above
        log.warning("passed over: %s", error)


def _tell(app, row, failure):
    """Administrators are told, for part of it is missing."""
    told = {"delivery": str(row.key), "failure": failure}
    tell(app.platform, "", Notice("delivery_failed", row.received_at, "app", str(row.key), told))


def _feeds(posts):
    """The feeds of these (kind, address) pairs; what is for none of ours is somebody else's."""
    kinds, addresses = {str(kind) for kind, _ in posts}, {address for _, address in posts}
    return [feed for feed in _known(list(kinds), list(addresses)) if (feed.kind, feed.address) in posts]


def _tick_off(app, rows, failures):
    done = timezone.now()
    keys = [row.key for row in rows if row.key not in failures]
    months = {row.month for row in rows}
    Inbox.objects.filter(month__in=months, app_id=app.pk, key__in=keys).update(done_at=done)
    for row in rows:
        if row.key in failures:
            Inbox.objects.filter(month=row.month, key=row.key).update(done_at=done, failure=failures[row.key])
