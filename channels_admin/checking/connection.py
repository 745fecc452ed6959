"""*Test connection*: everything a channel needs to work, each with what was found and where it is mended."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import License, Workgroup
from audit.kept_words import told
from audit.local_times import relative
from channels_admin.checking import addresses
from channels_admin.checking.asking import brief
from channels_admin.checking.verdict import GOOD, WARNS, WRONG
from channels_admin.linkers import linker
from channels_admin.models import Platform, Provider, Subscription, usage
from platforms import genesys
from platforms.base import PlatformError

ICONS = {GOOD: "done", WARNS: "warn", WRONG: "alert"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing: what was looked at, what was found, and the page that cures it."""

    what: str
    tone: str
    found: str
    url: str = ""
    cure: str = ""

    def as_json(self):
        """For the page."""
        names = ("what", "tone", "found", "url", "cure")
        told_of = {"found": told(str(self.found))}
        return {name: str(getattr(self, name)) for name in names} | told_of | {"icon": ICONS[self.tone]}


def checks(channel):
    """All of them, in the order in which they matter."""
    return [*_access(channel), *_addresses(channel), *_webhooks(channel), *_people(channel), *_budget(channel)]


def worst(found):
    """The tone of the whole."""
    return max((one.tone for one in found), key=[GOOD, WARNS, WRONG].index, default=GOOD)


def _to(noun, pk):
    return reverse(f"console:channels_admin_{noun}_change", args=[pk])


def _access(channel):
    account = channel.account
    cure = {"url": _to("account", account.pk), "cure": _("See account")}
    if not License.allows(channel.family, timezone.now().date()):
        url = reverse("console:agents_license_changelist")
        yield Check(
            _("License"), WRONG, _("This platform is not licensed: nothing is taken in."), url, _("See licenses")
        )
    if not (account.token or account.client_secret):
        yield Check(_("Access"), WRONG, _("“%(account)s” has no access token.") % {"account": account}, **cure)
        return
    try:
        yield from _asked(account, cure)
    except PlatformError as error:
        yield Check(_("Access"), WRONG, error.reason, **cure)


def _asked(account, cure):
    """What the platform says about the token."""
    if account.provider == Provider.GENESYS:
        problems = genesys.connection_problems(brief(account))
        yield from (Check(_("Genesys Cloud"), WRONG, text, **cure) for text in problems)
        if not problems:
            yield Check(_("Genesys Cloud"), GOOD, _("It answers, and everything that is needed is there."))
        return
    if account.app is None:
        yield Check(_("Access"), GOOD, _("A token is set by hand; the next lines say whether it is taken."))
        return
    health = linker(account.platform).health(account.app.keys(), account.token_now())
    if not health.valid:
        yield Check(_("Access"), WRONG, health.reason or _("The platform does not take the token."), **cure)
        return
    ends = _("valid until %(end)s") % {"end": relative(account.ends_at)} if account.ends_at else _("no end is known")
    yield Check(_("Access"), GOOD, _("The platform takes the token; %(ends)s.") % {"ends": ends})
    lacks = health.lacks if account.platform == Platform.FACEBOOK else account.lacks
    if lacks:
        names = _("Missing: %(names)s. Link again and grant all.") % {"names": ", ".join(lacks)}
        yield Check(_("Permissions"), WARNS, names, **cure)


def _addresses(channel):
    url = _to("channel", channel.pk)
    for address in channel.addresses:
        found = addresses.checked(channel.account, address, channel.addresses, channel.pk)
        what = f"@{address}" if channel.platform == Platform.TWITTER else address
        words = found.said or found.note or _("It can be read.")
        yield Check(what, found.tone, words, *(() if found.tone == GOOD else (url, _("Change it"))))


def _webhooks(channel):
    """Polling goes on without them; WhatsApp has nothing else."""
    needed = channel.platform == Platform.WHATSAPP and channel.account.provider == Provider.META
    rows = Subscription.objects.filter(
        account=channel.account, address__in=[*channel.addresses, channel.account.external_id]
    )
    for row in rows:
        words = row.trouble or _("They come; looked at %(when)s.") % {
            "when": relative(row.good_at) if row.good_at else "–"
        }
        yield Check(_("Webhooks"), (WRONG if needed else WARNS) if row.trouble else GOOD, words)
    if needed and not rows and channel.enabled:
        words = _("Not looked at yet: this is done within a minute of enabling.")
        yield Check(_("Webhooks"), WARNS, words)


def _people(channel):
    """Somebody must be there who may be offered what comes."""
    wanted = filter(None, dict.fromkeys([channel.conversation_workgroup_id, channel.direct_workgroup_id]))
    manned = set(
        Workgroup.objects.filter(memberships__activated=True, memberships__agent__is_active=True).values_list(
            "pk", flat=True
        )
    )
    for group in Workgroup.objects.filter(pk__in=[*wanted]):
        cure = (reverse("console:agents_workgroup_change", args=[group.pk]), _("Add members"))
        if not group.takes_social:
            yield Check(str(group), WRONG, _("It has no ACD queue: nothing can wait there."), *cure)
        elif group.pk not in manned:
            yield Check(str(group), WARNS, _("Nobody is an activated member: what comes waits."), *cure)
        else:
            yield Check(str(group), GOOD, _("It has a queue and members."))


def _budget(channel):
    spent, most, share = usage.budget_of(channel)
    if share is not None and share >= usage.WARN_AT:
        words = _("%(spent)s of %(most)s are used this month.") % {"spent": f"{spent:.2f}", "most": f"{most:.2f}"}
        yield Check(_("Budget"), WRONG if share >= 1 else WARNS, words, _to("channel", channel.pk), _("Raise it"))
