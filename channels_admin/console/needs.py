"""What needs an administrator's attention, the gravest first, each with the place where it is mended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agents.models import Family, License, Workgroup
from audit.kept_words import told
from channels_admin.health import STALE_ACCOUNT, condition, in_trouble, seconds
from channels_admin.models import Account, Channel, Feed, Incident, PhoneNumber, PlatformApp, PlatformNotice, Why, usage
from channels_admin.whatsapp import standing

WARNED_AHEAD = timedelta(days=30)
OF_EACH = 20  # so many of one kind; the lists have them all
LEVELS = {
    "critical": ("alert", _("Critical")),
    "major": ("diamond", _("Major")),
    "warning": ("warn", _("Warning")),
    "minor": ("info", _("Minor")),
}


@dataclass(frozen=True, slots=True)
class Need:
    """Something that wants attention; `level` is one of LEVELS, `do` what the button says that leads to `url`."""

    level: str
    title: str
    note: str
    url: str
    do: str
    since: datetime | None = None

    @property
    def icon(self):
        """Of its level."""
        return LEVELS[self.level][0]

    @property
    def word(self):
        """Its level in a word."""
        return LEVELS[self.level][1]


def needs(licenses):
    """All of them; `licenses` are the counts of access licenses."""
    accounts = [*_suspended(), *_incidents(), *_refused(), *_news()]
    channels = [*_channels(), *_numbers(), *_restricted(), *_budgets(), *_deserted(), *_stretched()]
    found = [*accounts, *channels, *_ending(), *_used_up(licenses)]
    return sorted(found, key=lambda need: list(LEVELS).index(need.level))


def _to(noun, pk):
    return reverse(f"console:{noun}_change", args=[pk])


def _suspended():
    rows = Account.objects.current().exclude(suspended_at=None).defer("token", "refresh_token", "client_secret")
    for account in rows[:OF_EACH]:
        title = _("%(account)s is suspended: nothing is read or sent") % {"account": account}
        note = told(account.suspended_for) or _("The platform refuses its token.")
        url = _to("channels_admin_account", account.pk)
        yield Need("critical", title, note, url, _("Link again"), account.suspended_at)


def _incidents():
    """Access that ends soon, webhooks that stopped; a suspension has its own words."""
    found = Incident.objects.open().filter(account__deleted_at=None).exclude(kind=Incident.Kind.SUSPENDED)
    secrets = [f"account__{name}" for name in ("token", "refresh_token", "client_secret")]
    for incident in found.select_related("account").defer(*secrets)[:OF_EACH]:
        title = f"{incident.account}: {incident.get_kind_display()}"
        do = _("Link again") if incident.kind == Incident.Kind.ENDING else _("See account")
        url = _to("channels_admin_account", incident.account_id)
        yield Need("warning", title, told(incident.reason), url, do, incident.began)


def _refused():
    for app in PlatformApp.objects.filter(refused__gt=0).defer("secret", "verify_token", "client_secret", "bearer"):
        title = _("%(n)s webhook deliveries to “%(app)s” were refused") % {"n": app.refused, "app": app}
        note = _("Their signature does not fit: check the app secret.")
        yield Need("warning", title, note, _to("channels_admin_platformapp", app.pk), _("See app"))


def _news():
    """What a platform told that is grave and that nobody has read."""
    for notice in PlatformNotice.objects.filter(seen_at=None, grave=True)[:OF_EACH]:
        title, url = told(notice.words)[:120], _to("channels_admin_platformnotice", notice.pk)
        yield Need("major", title, notice.get_platform_display(), url, _("Read it"), notice.at)


def _channels():
    parts = set(License.valid(timezone.now().date()).values_list("part", flat=True))
    secrets = [f"account__{name}" for name in ("token", "refresh_token", "client_secret")]
    rows = in_trouble().select_related("account").prefetch_related("feeds").defer(*secrets)
    for channel in rows[:OF_EACH]:
        found = condition(channel, License.FEATURES[Family.of(channel.platform)] in parts)
        if found.bad and found.words != STALE_ACCOUNT:
            url = _to("channels_admin_channel", channel.pk)
            yield Need("warning", f"{channel}: {found.words}", told(found.note), url, _("See channel"))


def _numbers():
    """Meta calls quality green, yellow or red."""
    words = {"YELLOW": _("The quality of %(number)s is medium"), "RED": _("The quality of %(number)s is low")}
    for number in PhoneNumber.objects.filter(quality__in=words)[:OF_EACH]:
        title = words[number.quality] % {"number": number.number}
        note = _("%(name)s: customers block or report it. Send less, or to those who asked for it.")
        url = _to("channels_admin_phonenumber", number.pk)
        yield Need("major", title, note % {"name": number.verified_name}, url, _("See number"), number.quality_at)


def _restricted():
    """WhatsApp numbers that may not do everything, or are near their messaging limit (R21a)."""
    suspect = ~Q(waba__standing="") | Q(status__in=("BANNED", "RESTRICTED")) | Q(written_first__gt=0)
    rows = PhoneNumber.objects.filter(suspect, gone_at=None).select_related("waba")
    for number in rows.defer("certificate", "certificate_before", "pin")[:OF_EACH]:
        words, url = standing.refusal_of(number), _to("channels_admin_phonenumber", number.pk)
        if words:
            yield Need("major", str(number), str(words), url, _("See number"), number.status_at)
        elif standing.is_near(number.written_first, number.limit):
            title = _("%(number)s has used more than 80 %% of its messaging limit") % {"number": number}
            note = _("It wrote first to %(n)s of %(most)s customers in 24 hours.")
            facts = {"n": number.written_first, "most": standing.most(number.limit)}
            yield Need("warning", title, note % facts, url, _("See number"))


def _budgets():
    limited = {channel.pk: channel for channel in Channel.objects.current().filter(monthly_budget__gt=0)}
    costs = usage.Usage.objects.filter(channel__in=limited).this_month().costs() if limited else {}
    for pk, cost in sorted(costs.items(), key=lambda pair: -pair[1]):
        channel = limited[pk]
        if cost < channel.monthly_budget * usage.WARN_AT:
            continue
        over = cost >= channel.monthly_budget
        title = _("%(channel)s has used up its budget") if over else _("%(channel)s nears its budget")
        note = _("%(spent)s of %(most)s this month. At 100 %% keyword search stops; all else goes on.")
        facts = {"channel": channel, "spent": f"{cost:.2f}", "most": f"{channel.monthly_budget:.2f}"}
        url = _to("channels_admin_channel", pk)
        yield Need("major" if over else "warning", title % facts, note % facts, url, _("Raise budget"))


def _deserted():
    """Workgroups of enabled channels to which nobody belongs."""
    enabled = Channel.objects.filter(enabled_at__isnull=False)
    used = {pk for pair in enabled.values_list("conversation_workgroup", "direct_workgroup").distinct() for pk in pair}
    manned = Workgroup.objects.filter(memberships__activated=True, memberships__agent__is_active=True)
    for workgroup in Workgroup.objects.filter(pk__in=used - {None}).exclude(pk__in=manned.values("pk")):
        title = _("Nobody answers in “%(workgroup)s”") % {"workgroup": workgroup}
        note = _("A channel sends its interactions there, and it has no activated member.")
        yield Need("warning", title, note, _to("agents_workgroup", workgroup.pk), _("Add members"))


def _stretched():
    """Read less often than asked for, because accounts share what a platform allows."""
    slow = Feed.objects.filter(channel__enabled_at__isnull=False, why__in=[Why.QUOTA, Why.USAGE])
    for feed in slow.filter(interval_now__gt=F("channel__poll_interval")).select_related("channel")[:OF_EACH]:
        facts = {
            "channel": feed.channel,
            "asked": seconds(feed.channel.poll_interval),
            "real": seconds(feed.interval_now),
        }
        title = _("%(channel)s is stretched from %(asked)s to %(real)s") % facts
        note = _("%(feed)s: %(why)s. Nothing is missed.") % {"feed": feed.get_kind_display(), "why": feed.because.label}
        yield Need("minor", title, note, _to("channels_admin_channel", feed.channel_id), _("See interval"))


def _ending():
    today = timezone.now().date()
    if not License.objects.filter(part__in=License.FEATURES.values()).exists():
        note = _("Channels open nothing, and nobody is offered anything.")
        yield Need(
            "warning", _("No platform is licensed"), note, reverse("console:license_load"), _("Load a license file")
        )
    for license in License.objects.filter(expires_on__lte=today + WARNED_AHEAD):
        over = license.expires_on < today
        title = _("The license “%(part)s” has ended") if over else _("The license “%(part)s” ends soon")
        note = _("Valid until %(day)s. Then its channels open nothing new.") % {"day": license.expires_on}
        words = title % {"part": license.get_part_display()}
        yield Need("warning", words, note, _licenses(), _("See licenses"))


def _licenses():
    return reverse("console:agents_license_changelist")


def _used_up(licenses):
    for count in licenses:
        if count.suspended:
            title = ngettext(
                "%(n)s access license for %(family)s is suspended",
                "%(n)s access licenses for %(family)s are suspended",
                count.suspended,
            )
            note = _("%(used)s are assigned, %(loaded)s are licensed: the newest receive nothing.")
            facts = {"n": count.suspended, "family": count.family.label, "used": count.used, "loaded": count.loaded}
            yield Need("warning", title % facts, note % facts, _licenses(), _("See who"))
        elif count.loaded and not count.free:
            title = _("No access license for %(family)s is left") % {"family": count.family.label}
            note = _("%(used)s of %(loaded)s are assigned.") % {"used": count.used, "loaded": count.loaded}
            url = reverse("console:agents_agent_changelist")
            yield Need("minor", title, note, url, _("See users"))
