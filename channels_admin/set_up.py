"""The order of work: what an installation needs before the first message can reach an agent, and how far it is."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agents.models import TAKE_SOCIAL, AccessLicense, Installation, Membership, Seat, Workgroup
from channels_admin.models import Account, Channel, Platform, PlatformApp


@dataclass(slots=True)
class Step:
    """One step: done, the current one, or later."""

    title: str
    done: bool
    note: str
    url: str
    next: str
    current: bool = False


def steps():
    """All steps in their order (R31); the first that is not done is the current one."""
    # What credentials are is encrypted; that there are some is seen from outside.
    credentials = Account.objects.current().annotate(known=Length("token") + Length("client_secret")).order_by()
    accounts = list(credentials.values_list("platform", "app", "known"))
    found = [_switch(), _account(accounts), _link(accounts), _channel(), _workgroup(), _agent()]
    current = next((step for step in found if not step.done), None)
    if current:
        current.current = True
    return found


def _to(noun, page="changelist"):
    return reverse(f"console:{noun}_{page}")


def _switch():
    here = Installation.here()
    on = _("On: polling, receiving, sending") if here.social_media else _("Nothing is polled, received or sent")
    return Step(_("Enable social media"), here.social_media, on, reverse("console:switch"), _("Switch it on"))


def _account(accounts):
    """How the company is known to a platform: its developer app, or an account that needs none."""
    n = PlatformApp.objects.count() + sum(app is None for _platform, app, _known in accounts)
    note = ngettext("%(n)s account", "%(n)s accounts", n) % {"n": n} if n else _("No platform knows us yet")
    page = "changelist" if n else "add"
    return Step(_("Social media account"), n > 0, note, _to("channels_admin_platformapp", page), _("Add an account"))


def _link(accounts):
    counted = Counter(platform for platform, _app, known in accounts if known)
    note = ", ".join(f"{counted[name]} {label}" for name, label in Platform.choices if name in counted)
    url = _to("channels_admin_account", "changelist" if accounts else "add")
    return Step(_("Link platform accounts"), bool(counted), note or _("No account is linked"), url, _("Link one"))


def _channel():
    total, enabled = Channel.objects.current().aggregate(n=Count("pk"), on=Count("enabled_at")).values()
    note = (
        _("%(enabled)s of %(total)s enabled") % {"enabled": enabled, "total": total}
        if total
        else _("Nothing is read yet")
    )
    page, words = ("changelist", _("Enable a channel")) if total else ("add", _("Add a channel"))
    return Step(_("Channel"), enabled > 0, note, _to("channels_admin_channel", page), words)


def _workgroup():
    manned = Membership.objects.filter(activated=True, agent__is_active=True, workgroup__queue_type__in=TAKE_SOCIAL)
    n = manned.values("workgroup").distinct().count()
    note = ngettext("%(n)s with members", "%(n)s with members", n) % {"n": n} if n else _("Nobody answers yet")
    page = "changelist" if Workgroup.objects.exists() else "add"
    return Step(_("Workgroup with members"), n > 0, note, _to("agents_workgroup", page), _("Add members"))


def _agent():
    seated = Seat.objects.live().filter(agent__memberships__activated=True)
    licensed = AccessLicense.objects.filter(acd_option=True)
    mine = Q(agent__in=licensed.values("agent")) | Q(station__in=licensed.values("station"))
    n = seated.filter(mine).values("agent").distinct().count()
    note = (
        ngettext("%(n)s logged on", "%(n)s logged on", n) % {"n": n} if n else _("Nobody with a license is logged on")
    )
    return Step(_("Agent logged on"), n > 0, note, _to("agents_agent"), _("See who may receive"))
