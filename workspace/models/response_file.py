"""Files that go with a response."""

from functools import partial
from pathlib import PurePath
from uuid import uuid4

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import FeedKind, Platform
from interactions.files import PLAIN
from interactions.models import Attachment
from interactions.models.attachment import file_refused, kind_of
from workspace.models.response import Response

LARGEST = 16 * 1024 * 1024  # bytes; what WhatsApp takes of films, and more than most take of pictures
MOST = 5

KINDS = {
    Platform.FACEBOOK: (FeedKind.FACEBOOK_POSTS, FeedKind.MESSENGER),
    Platform.TWITTER: (FeedKind.X_POSTS, FeedKind.X_DIRECT),
    Platform.WHATSAPP: (FeedKind.WHATSAPP,),
}


def place_of(file, name):
    """Where a file is kept: under a name that nobody can guess."""
    return f"responses/{timezone.now():%Y/%m}/{uuid4().hex}"


class ResponseFile(models.Model):
    """A file that is attached to the answer when its response is inserted."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to=place_of)
    name = models.CharField(max_length=255)
    mime = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name, verbose_name_plural = _("file of a response"), _("files of responses")
        ordering = ["place", "pk"]

    def __str__(self):
        return self.name

    @property
    def kind(self):
        """What it is to a platform."""
        return kind_of(self.mime)

    @classmethod
    def checked(cls, uploaded, platforms):
        """An unsaved row for an uploaded file; raises `ValidationError` in words where no platform would take it."""
        if not uploaded.size:
            raise ValidationError(_("%(name)s is empty.") % {"name": uploaded.name})
        if uploaded.size > LARGEST:
            raise ValidationError(_("%(name)s is larger than 16 MB.") % {"name": uploaded.name})
        found = filetype.guess(uploaded.read(8192))
        uploaded.seek(0)
        mime = found.mime if found else _claimed(uploaded)
        made = cls(name=PurePath(uploaded.name).name[:255], mime=mime, size=uploaded.size)
        if not made.taken_on(platforms or Platform.values):
            words = {"name": made.name, "mime": made.mime}
            raise ValidationError(
                _("None of these platforms takes %(name)s (%(mime)s, too large or of a kind that none takes).") % words
            )
        return made

    def taken_on(self, platforms):
        """The platforms among these on which it can be sent, by public or by private answer."""
        return [name for name in platforms if any(self.taken_in(kind) for kind in KINDS[Platform(name)])]

    def taken_in(self, kind):
        """Can it be sent in a thread of this kind?"""
        return file_refused(FeedKind(kind).module.CAPABILITIES, self) is None

    def attach_to(self, interaction, agent):
        """A copy of it in this agent's composer."""
        made = Attachment(
            uuid=uuid4(),
            agent=agent,
            interaction=interaction,
            kind=self.kind,
            name=self.name,
            mime=self.mime,
            size=self.size,
            state=Attachment.State.KEPT,
        )
        with self.file.open("rb") as bytes_of:
            made.file.save(self.name, bytes_of)
        return made

    def copy_to(self, response):
        """The same file with another response."""
        with self.file.open("rb") as bytes_of:
            copy = ResponseFile(response=response, place=self.place, name=self.name, mime=self.mime, size=self.size)
            copy.file.save(self.name, ContentFile(bytes_of.read()))

    def remove(self):
        """Delete it, and its bytes once that is certain."""
        transaction.on_commit(partial(self.file.storage.delete, self.file.name))
        self.delete()


def _claimed(uploaded):
    """A type that is only claimed counts for text; whatever else has no sign of its own is just bytes."""
    claimed = uploaded.content_type or ""
    return claimed if claimed.startswith("text/") else PLAIN
