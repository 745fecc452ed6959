"""Do the platforms still deliver their webhooks to us? Asked every ten minutes; one that was dropped is renewed.

Messenger takes an app off a page whose webhook failed for an hour ("Webhooks", Messenger Platform); X calls a webhook
invalid that fails its checks ("Webhooks", docs.x.com). What came meanwhile is read by polling, which is due at once.
WhatsApp cannot be polled: what it could not deliver is a gap.
"""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from channels_admin.models import Feed, FeedKind, Gap, Incident, Platform, Subscription
from channels_admin.upkeep.deliverers import subscribe, subscribed
from hints import wake
from platforms.base import Gap as Span
from platforms.base import PlatformError

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
REPEATED = timedelta(days=7)  # for so long WhatsApp repeats what it could not deliver ("Webhooks", WhatsApp)
REAL = {"graph.facebook.com", "api.x.com"}
# One subscription brings an X account's posts and its direct messages.
TOGETHER = {FeedKind.X_DIRECT: FeedKind.X_POSTS}


def check_due(limit=200):
    """Check those whose turn it is; of several workers one gets each."""
    if not reachable():
        return
    _sync()
    now = timezone.now()
    turn = Q(checked_at=None) | Q(checked_at__lte=now - EVERY)
    usable = Subscription.objects.filter(turn, account__suspended_at=None, account__app__isnull=False)
    for one in usable.select_related("account__app").order_by("checked_at")[:limit]:
        if Subscription.objects.filter(pk=one.pk, checked_at=one.checked_at).update(checked_at=now):
            if one.checked_at:  # nobody was here in between
                _lost(one, one.checked_at, now - REPEATED)
            check(one)


def reachable():
    """Can platforms reach us? Real ones need https; one that is played elsewhere does not."""
    played = {urlsplit(settings.GRAPH_URL).hostname, urlsplit(settings.X_URL).hostname}.isdisjoint(REAL)
    return played or settings.PUBLIC_URL.startswith("https://")


def check(one):
    """Ask about one subscription, and mend it where it is gone."""
    app = one.account.app
    if app.platform == Platform.TWITTER and not app.bearer:
        return _trouble(one, _("X delivers nothing: the app has no bearer token. Everything is read by polling."))
    try:
        if not subscribed(one):
            _noticed(one)
            subscribe(one)
    except PlatformError as error:
        log.warning("webhooks of %s: %s", one, error)
        return _trouble(one, error.reason or str(error))
    _good(one)


def _trouble(one, reason):
    Subscription.objects.filter(pk=one.pk).update(trouble=reason[:500])


def _noticed(one):
    """It was in order and is not any more: note since when, and read what may be missing."""
    if one.good_at is not None:
        reason = _("%(what)s was no longer delivered to us; it has been read by polling since.") % {"what": one}
        kind = Incident.Kind.UNSUBSCRIBED
        Incident.objects.begin(one.account, kind, reason, mark=_mark(one), began=one.good_at)
        _lost(one, one.good_at, timezone.now())
        _read_now(one)


def _lost(one, since, until):
    """WhatsApp tells nobody again what it had for us in this span, if it is one."""
    for feed in _feeds(one).filter(kind=FeedKind.WHATSAPP, channel__enabled_at__isnull=False).select_related("channel"):
        began = max(since, feed.channel.enabled_at)
        if began < until:
            Gap.objects.note(feed, [Span(began, until)])


def _good(one):
    Subscription.objects.filter(pk=one.pk).update(good_at=timezone.now(), trouble="")
    if Incident.objects.close(one.account, Incident.Kind.UNSUBSCRIBED, mark=_mark(one)):
        _read_now(one)  # whatever came between the last look and this moment


def _mark(one):
    return f"{one.kind}:{one.address}"


def _read_now(one):
    _feeds(one).update(next_poll_at=timezone.now())
    wake("interactions.tasks.poll_due")


def _feeds(one):
    feeds = Feed.objects.filter(channel__account=one.account_id)
    if one.account.platform == Platform.FACEBOOK:
        return feeds.filter(kind=one.kind, address=one.address)
    return feeds


def _sync():
    """A row for everything that enabled channels read, and none for what they no longer do."""
    there = {(one.account_id, one.kind, one.address): one for one in Subscription.objects.all()}
    wanted = set(_wanted())
    Subscription.objects.filter(pk__in=[one.pk for key, one in there.items() if key not in wanted]).delete()
    new = [Subscription(account_id=key[0], kind=key[1], address=key[2]) for key in wanted - there.keys()]
    Subscription.objects.bulk_create(new, ignore_conflicts=True)


def _wanted():
    """(account, kind, address): a Facebook page has two, an X account and a WhatsApp business account one."""
    feeds = Feed.objects.filter(channel__enabled_at__isnull=False, channel__account__app__isnull=False)
    rows = feeds.values_list("channel__account", "channel__account__external_id", "kind", "address")
    for account, own, kind, address in rows:
        named = address if kind in (FeedKind.FACEBOOK_POSTS, FeedKind.MESSENGER) else own
        if named:
            yield account, str(TOGETHER.get(kind, kind)), named
