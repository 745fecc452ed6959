"""What an administrator does with channels: enable, disable, poll now. Each says what happened, for one or for many."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.recording import record
from channels_admin.addressing import obstacles
from channels_admin.models import Platform, Provider, SwitchedOff
from hints import wake

TAKEN = _("Somebody else has just given this page, inbox or number to another channel. Look there first.")
NAMED = 5  # so many failures of many channels are told one by one


def by_webhook(channel):
    """Meta's WhatsApp has no inbox to poll; through Genesys Cloud it has one."""
    return bool(channel) and channel.platform == Platform.WHATSAPP and channel.account.provider == Provider.META


def enable(request, channel, from_where_it_stopped=False):
    """The button Enable."""
    wrong = _enabled(request.user, channel, from_where_it_stopped)
    if wrong:
        return messages.error(request, f"{channel}: {wrong}")
    text = _("“%(channel)s” is enabled: it reads from now on.")
    if from_where_it_stopped:
        text = _("“%(channel)s” is enabled: it reads on from where it stopped.")
    messages.success(request, text % {"channel": channel})


def disable(request, channel):
    """The button Disable."""
    if _disabled(request.user, channel):
        text = _("“%(channel)s” is disabled: it opens nothing new, and what is open can be answered to its end.")
        messages.success(request, text % {"channel": channel})


def poll(request, channel):
    """The button Poll now."""
    if not channel.enabled:
        return messages.error(request, _("“%(channel)s” is disabled: enable it first.") % {"channel": channel})
    _polled(channel)
    messages.success(request, _("“%(channel)s” is being read.") % {"channel": channel})


def enable_all(request, channels):
    """Those that are ticked and off."""
    failed = [(channel, _enabled(request.user, channel)) for channel in channels if not channel.enabled]
    done = sum(not wrong for _channel, wrong in failed)
    _tell(request, ngettext("%(n)s channel is enabled.", "%(n)s channels are enabled.", done), done)
    _tell_failures(request, [(channel, wrong) for channel, wrong in failed if wrong])


def disable_all(request, channels):
    """Those that are ticked and on."""
    done = sum(_disabled(request.user, channel) for channel in channels)
    _tell(request, ngettext("%(n)s channel is disabled.", "%(n)s channels are disabled.", done), done)


def poll_all(request, channels):
    """Those that are ticked and on."""
    on = [channel for channel in channels if channel.enabled]
    for channel in on:
        _polled(channel)
    _tell(request, ngettext("%(n)s channel is being read.", "%(n)s channels are being read.", len(on)), len(on))


def _enabled(by, channel, from_where_it_stopped=False):
    """Enable it; returns why it could not be, in a sentence."""
    if channel.enabled:
        return ""
    wrong = obstacles(channel)
    if wrong:
        return " ".join(str(text) for text in wrong)
    try:
        with transaction.atomic():
            channel.enable(from_where_it_stopped=from_where_it_stopped)
            record(by, "enabled", channel, {}, {})
    except SwitchedOff:
        return " ".join(str(text) for text in obstacles(channel))
    except IntegrityError:
        return TAKEN
    return ""


def _disabled(by, channel):
    """Disable it; returns whether it was on."""
    if not channel.enabled:
        return False
    with transaction.atomic():
        channel.disable()
        record(by, "disabled", channel, {}, {})
    return True


def _polled(channel):
    """All its feeds are due; WhatsApp has our webhook inbox in place of one to poll."""
    channel.feeds.update(next_poll_at=timezone.now())
    if by_webhook(channel):
        wake("interactions.tasks.drain_due")
    else:
        wake("interactions.tasks.poll_due")


def _tell(request, text, count):
    if count:
        messages.success(request, text % {"n": count})


def _tell_failures(request, failed):
    for channel, wrong in failed[:NAMED]:
        messages.error(request, f"{channel}: {wrong}")
    more = len(failed) - NAMED
    if more > 0:
        text = ngettext("%(n)s more could not be enabled.", "%(n)s more could not be enabled.", more)
        messages.error(request, text % {"n": more})
