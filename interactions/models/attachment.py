"""Files that messages carry: fetched from the platform once, kept and served by us."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interactions.models.message import Message
from interactions.models.states import Refused
from platforms.base import Media, MediaKind, Upload

ATTEMPT = timedelta(minutes=5)  # a worker that has not come back with a file by then is taken for dead


def files_refused(capabilities, files):
    """Why a platform would not take these files in one message, in words; None if it would."""
    kinds = {file.kind for file in files}
    if len(kinds) > 1:
        return _("This platform takes only one kind of file in one message.")
    most = capabilities.media_most.get(MediaKind(files[0].kind), 1)
    if len(files) > most:
        return ngettext("%(n)s file at most in one message.", "%(n)s files at most in one message.", most) % {"n": most}
    return next(filter(None, (file_refused(capabilities, file) for file in files)), None)


def file_refused(capabilities, file):
    """Why a platform would not take this file, in words; None if it would."""
    kind = MediaKind(file.kind)
    largest = capabilities.type_limits.get(file.mime, capabilities.media.get(kind))
    types = capabilities.media_types.get(kind)
    if largest is None:
        return _("This platform does not take files of this kind: %(name)s.") % {"name": file.name}
    if types and file.mime not in types:
        return _("This platform does not take %(mime)s: %(name)s.") % {"mime": file.mime, "name": file.name}
    if file.size > largest:
        size = filesizeformat(largest)
        return _("%(name)s is too large: this platform takes %(size)s at most.") % {"name": file.name, "size": size}
    return None


def kind_of(mime):
    """What a file of this type is to a platform."""
    group = mime.partition("/")[0]
    return MediaKind(group) if group in ("image", "video", "audio") else MediaKind.FILE


def place_of(attachment, name):
    """Where a file is kept: by day, under a name that nobody can guess, with no word of the customer's in it."""
    return f"attachments/{timezone.now():%Y/%m/%d}/{uuid4().hex}"


class Attachments(models.QuerySet):
    """Files of messages."""

    def due(self, now):
        """What should be fetched now, oldest first."""
        return self.filter(state=Attachment.State.WAITING, due_at__lte=now).order_by("due_at", "pk")


class Attachment(models.Model):
    """One file of a message, or one that an agent has put into his composer and not sent yet (`message` null).

    `external_id` and `url` say where the platform has it; the address is signed, short-lived and never shown.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Being fetched")
        KEPT = "kept", _("Kept")
        FAILED = "failed", _("Could not be fetched")

    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MediaKind])
    uuid = models.UUIDField(null=True, unique=True)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, null=True, related_name="+")
    draft = models.ForeignKey("interactions.Draft", models.SET_NULL, null=True, related_name="files")
    external_id = models.CharField(max_length=255, blank=True)
    url = models.TextField(blank=True)
    file = models.FileField(upload_to=place_of, blank=True)
    name = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    alt = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    objects = Attachments.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("attachment"), _("attachments")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["message", "place"], name="one_attachment_per_place")]
        # The tick looks for what is still to be fetched.
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="attachment_due")]

    def __str__(self):
        return self.name or f"{self.kind} {self.pk}"

    @property
    def media(self):
        """As the platform module knows it."""
        return Media(MediaKind(self.kind), url=self.url, id=self.external_id, mime=self.mime, name=self.name)

    @property
    def upload(self):
        """As the platform module sends it."""
        path = Path(self.file.path)
        return Upload(MediaKind(self.kind), path, self.name or path.name, self.mime, self.alt)

    def send_with(self, message, place):
        """It goes out with this message, once: a file that was sent already is refused."""
        mine = Attachment.objects.filter(pk=self.pk, message=None)
        if not mine.update(message=message, place=place, draft=None):
            raise Refused(_("This file was already sent. Attach it again."), "file_sent")

    def unsend(self):
        """The message that it was to go out with was called back: it is in the composer again."""
        Attachment.objects.filter(pk=self.pk).update(message=None, place=0)
        self.message, self.place = None, 0

    def claim(self):
        """Take it for fetching: True for exactly one caller."""
        mine = Attachment.objects.filter(pk=self.pk, state=self.State.WAITING, due_at=self.due_at)
        return bool(mine.update(due_at=timezone.now() + ATTEMPT, attempts=F("attempts") + 1))


def remove_files(attachments):
    """Delete attachments, and their files once that is certain."""
    for attachment in attachments:
        if attachment.file:
            transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in attachments]).delete()
