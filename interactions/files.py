"""Files of messages: fetched from the platform once, soon after they came, and kept by us.

Platforms give signed addresses that end within minutes or days, so a file that cannot be fetched at first is tried again
for a day. Only hosts of the platform itself are asked, and what comes is taken for what it is, not for what it says.
"""

import logging
from datetime import timedelta

import filetype
from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import wake
from interactions.models import Attachment, Interaction, Message
from interactions.models.customer import storable
from platforms import download
from platforms.base import Outcome, PlatformError

log = logging.getLogger(__name__)

BACKOFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 6 * 3600, 12 * 3600)]
LARGEST = 100 * 1024 * 1024  # the largest that a platform lets a customer send to us here: a document of WhatsApp
PLAIN = "application/octet-stream"


def files_of(message, media):
    """The rows of a message's files, not yet saved."""
    return [
        Attachment(
            message=message,
            place=place,
            kind=one.kind.value,
            external_id=one.id[:255],
            url=storable(one.url),
            name=storable(one.name)[:255],
            mime=storable(one.mime)[:120],
            size=one.size,
            alt=storable(one.alt)[:1000],
        )
        for place, one in enumerate(media)
    ]


def keep(rows):
    """Save the rows of new files; a worker is hinted at each."""
    for row in Attachment.objects.bulk_create(rows):
        wake("interactions.tasks.fetch_attachment", row.pk)


def due_now(limit=20):
    """Ids of the files that should be fetched now."""
    return list(Attachment.objects.due(timezone.now()).values_list("pk", flat=True)[:limit])


def fetch(pk):
    """Fetch one file, if it is still to be fetched: exactly one caller does."""
    due = Attachment.objects.due(timezone.now())  # a hint may come late, while somebody is at it
    attachment = due.select_related("message__thread__channel__account").filter(pk=pk).first()
    if attachment is None or attachment.message is None or not attachment.claim():
        return
    thread = attachment.message.thread
    wire = thread.channel.account.wire(thread.address)
    try:
        address, headers = thread.module.locate(wire, attachment.media)
        with download.fetched(wire, address, headers, LARGEST) as file:
            _keep(attachment, file)
    except PlatformError as error:
        _failed(attachment, error)


def _keep(attachment, file):
    kind = filetype.guess(file.name)
    attachment.mime = kind.mime if kind else _believed(attachment.mime.partition(";")[0].strip())
    attachment.file.save(attachment.name or "file", File(file), save=False)
    attachment.size, attachment.state, attachment.url = attachment.file.size, Attachment.State.KEPT, ""
    _settle(attachment, ["file", "mime", "size", "state", "url"])


def _believed(mime):
    """What is said of a file that is not known by its first bytes. What is shown in place always is known by them."""
    return PLAIN if mime in settings.SHOWN_INLINE else mime or PLAIN


def _failed(attachment, error):
    """Later again, or never: then the conversation says so."""
    tries = attachment.attempts + 1
    log.warning("attachment %s could not be fetched: %s", attachment.pk, error)
    if error.outcome != Outcome.MESSAGE_FAILED and tries <= len(BACKOFF):
        due = error.retry_at or timezone.now() + BACKOFF[tries - 1]
        Attachment.objects.filter(pk=attachment.pk).update(due_at=due, reason=error.reason[:200])
        return
    attachment.state, attachment.url = Attachment.State.FAILED, ""
    attachment.reason = (error.reason or str(_("The file could not be fetched.")))[:200]
    _settle(attachment, ["state", "url", "reason"])


def _settle(attachment, fields):
    """Write down how it went; a message that was deleted meanwhile has no file any more."""
    with transaction.atomic():
        still = Attachment.objects.select_for_update().filter(pk=attachment.pk).first()
        if still is None:
            attachment.file and attachment.file.delete(save=False)
            return
        attachment.save(update_fields=fields)
        Interaction.message_changed(Message.objects.get(pk=attachment.message_id), "file")


def forget_unsent(older_than=timedelta(days=1)):
    """Files that agents put into a composer and never sent; those of a draft stay as long as it does."""
    for attachment in Attachment.objects.filter(message=None, draft=None, made_at__lt=timezone.now() - older_than)[
        :100
    ]:
        attachment.file.delete(save=False)
        attachment.delete()


def served_inline(attachment):
    """May a browser show it in place? Only kinds that cannot run anything."""
    return attachment.mime in settings.SHOWN_INLINE
