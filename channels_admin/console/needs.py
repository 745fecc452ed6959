"""What needs an administrator's attention, the gravest first, each with the place where it is mended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agents.license_counts import counts
from agents.models import License, Workgroup
from channels_admin.health import STALE_ACCOUNT
from channels_admin.models import Account, Incident, PlatformApp

WARNED_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that wants attention; `level` is critical, warning or minor."""

    level: str
    icon: str
    word: str
    title: str
    note: str
    url: str
    do: str
    since: datetime | None = None


def needs(rows):
    """All of them; `rows` are [(channel, its condition)]."""
    return [*_suspended(), *_incidents(), *_channels(rows), *_ending(), *_used_up(), *_refused(), *_deserted(rows)]


def _to(noun, pk):
    return reverse(f"console:{noun}_change", args=[pk])


def _warning(title, note, url, do, since=None):
    return Need("warning", "warn", _("Warning"), title, note, url, do, since)


def _suspended():
    for account in Account.objects.current().exclude(suspended_at=None).defer("token", "refresh_token"):
        title = _("%(account)s is suspended: nothing is read or sent") % {"account": account}
        note = account.suspended_for or _("The platform refuses its token.")
        url = _to("channels_admin_account", account.pk)
        yield Need("critical", "alert", _("Critical"), title, note, url, _("Link again"), account.suspended_at)


def _incidents():
    """Access that ends soon, webhooks that stopped; a suspension has its own words."""
    found = (
        Incident.objects.open()
        .filter(account__deleted_at=None)
        .exclude(kind=Incident.Kind.SUSPENDED)
        .select_related("account")
    )
    for incident in found.defer("account__token", "account__refresh_token"):
        title = f"{incident.account}: {incident.get_kind_display()}"
        url = _to("channels_admin_account", incident.account_id)
        yield _warning(title, incident.reason, url, _("See account"), incident.began)


def _channels(rows):
    for channel, condition in rows:
        if condition.bad and condition.words != STALE_ACCOUNT:
            title = f"{channel}: {condition.words}"
            yield _warning(title, condition.note, _to("channels_admin_channel", channel.pk), _("See channel"))


def _ending():
    today = timezone.now().date()
    if not License.objects.filter(part__in=License.FEATURES.values()).exists():
        note = _("Channels open nothing, and nobody is offered anything.")
        yield _warning(_("No platform is licensed"), note, reverse("console:license_load"), _("Load a license file"))
    for license in License.objects.filter(expires_on__lte=today + WARNED_AHEAD):
        over = license.expires_on < today
        title = _("The license “%(part)s” has ended") if over else _("The license “%(part)s” ends soon")
        note = _("Valid until %(day)s. Then its channels open nothing new.") % {"day": license.expires_on}
        words = title % {"part": license.get_part_display()}
        yield _warning(words, note, _licenses(), _("See licenses"))


def _licenses():
    return reverse("console:agents_license_changelist")


def _used_up():
    for count in counts():
        if count.suspended:
            title = ngettext(
                "%(n)s access license for %(family)s is suspended",
                "%(n)s access licenses for %(family)s are suspended",
                count.suspended,
            )
            note = _("%(used)s are assigned, %(loaded)s are licensed: the newest receive nothing.")
            facts = {"n": count.suspended, "family": count.family.label, "used": count.used, "loaded": count.loaded}
            yield _warning(title % facts, note % facts, _licenses(), _("See who"))
        elif count.loaded and not count.free:
            title = _("No access license for %(family)s is left") % {"family": count.family.label}
            note = _("%(used)s of %(loaded)s are assigned.") % {"used": count.used, "loaded": count.loaded}
            url = reverse("console:agents_agent_changelist")
            yield Need("minor", "info", _("Minor"), title, note, url, _("See users"))


def _refused():
    for app in PlatformApp.objects.filter(refused__gt=0).defer("secret", "verify_token"):
        title = _("%(n)s webhook deliveries to “%(app)s” were refused") % {"n": app.refused, "app": app}
        note = _("Their signature does not fit: check the app secret.")
        yield _warning(title, note, _to("channels_admin_platformapp", app.pk), _("See app"))


def _deserted(rows):
    """Workgroups of enabled channels to which nobody belongs."""
    used = {pk for channel, _condition in rows if channel.enabled for pk in _workgroups(channel) if pk}
    manned = Workgroup.objects.filter(memberships__activated=True, memberships__agent__is_active=True)
    for workgroup in Workgroup.objects.filter(pk__in=used).exclude(pk__in=manned.values("pk")):
        title = _("Nobody answers in “%(workgroup)s”") % {"workgroup": workgroup}
        note = _("A channel sends its interactions there, and it has no activated member.")
        yield _warning(title, note, _to("agents_workgroup", workgroup.pk), _("Add members"))


def _workgroups(channel):
    return channel.conversation_workgroup_id, channel.direct_workgroup_id
