"""Papers that prove something: a trade mark, a registration, a decision. Kept by us, shown to administrators only."""

from uuid import uuid4

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LARGEST = 10 * 1024 * 1024  # bytes
TYPES = ("application/pdf", "image/png", "image/jpeg")
HEAD = 8192  # bytes that tell the type


def place_of(_evidence, _name):
    """Where a paper is kept: under a name that nobody can guess."""
    return f"evidence/{timezone.now():%Y/%m}/{uuid4().hex}"


def checked(upload):
    """The type of an uploaded paper, by what it is and not by what it is called; ValidationError if it is not taken."""
    if upload.size > LARGEST:
        told = {"name": upload.name, "most": filesizeformat(LARGEST)}
        raise ValidationError(_("%(name)s is too large: %(most)s at most.") % told)
    upload.seek(0)
    mime = filetype.guess_mime(upload.read(HEAD)) or ""
    upload.seek(0)
    if mime not in TYPES:
        raise ValidationError(_("%(name)s is no PDF, PNG or JPEG: only these are taken.") % {"name": upload.name})
    return mime


class Evidence(models.Model):
    """One paper, as it was handed in."""

    file = models.FileField(_("file"), upload_to=place_of)
    name = models.CharField(_("name"), max_length=255)
    mime = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("handed in"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("evidence"), _("evidence")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.name

    @classmethod
    def keep(cls, upload, by):
        """Keep an uploaded paper; ValidationError if it is none that we take."""
        mime = checked(upload)
        return cls.objects.create(file=upload, name=upload.name[:255], mime=mime, size=upload.size, by=by)
