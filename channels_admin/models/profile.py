"""A number's business profile: what customers see of the company in WhatsApp."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import EmailValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from channels_admin.models.onboarding import Onboarding
from channels_admin.models.waba import PhoneNumber


def place_of(_profile, _name):
    """Where a photo is kept: under a name that nobody can guess."""
    return f"profiles/{uuid4().hex}.png"


class BusinessProfile(models.Model):
    """The profile as it is wanted. `apart`: [field, ours, theirs] where WhatsApp had something else when last read."""

    number = models.OneToOneField(
        PhoneNumber, models.CASCADE, null=True, related_name="profile", verbose_name=_("number"), editable=False
    )
    onboarding = models.OneToOneField(Onboarding, models.SET_NULL, null=True, related_name="profile", editable=False)
    photo = models.FileField(_("photo"), upload_to=place_of, blank=True, editable=False)
    about = models.CharField(
        _("about"), max_length=139, blank=True, help_text=_("One line beside the name, 139 characters at most.")
    )
    address = models.CharField(_("address"), max_length=256, blank=True)
    description = models.CharField(
        _("description"), max_length=256, blank=True, help_text=_("What you do, 256 characters at most.")
    )
    email = models.CharField(_("e-mail"), max_length=128, blank=True, validators=[EmailValidator()])
    vertical = models.CharField(_("industry"), max_length=128, blank=True)
    website = models.CharField(_("website"), max_length=256, blank=True, validators=[URLValidator(["http", "https"])])
    website_2 = models.CharField(
        _("second website"), max_length=256, blank=True, validators=[URLValidator(["http", "https"])]
    )
    pushed_at = models.DateTimeField(null=True, editable=False)
    pushed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    pushed_photo = models.CharField(max_length=255, blank=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    apart = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("business profile"), _("business profiles")

    def __str__(self):
        return str(self.number or self.onboarding)

    @property
    def account(self):
        """The social media account through which it goes."""
        return self.number.waba.account if self.number else self.onboarding.account

    @property
    def display_name(self):
        """What stands above it."""
        return self.number.verified_name if self.number else self.onboarding.display_name

    @property
    def shown_number(self):
        """The number as people write it."""
        return self.number.number if self.number else self.onboarding.typed

    @property
    def websites(self):
        """Those that are given."""
        return [site for site in (self.website, self.website_2) if site]
