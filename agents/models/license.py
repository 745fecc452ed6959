"""What the installation may use, and who may receive it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Family(models.TextChoices):
    """Platforms that are licensed together: Facebook and X, or WhatsApp."""

    SOCIAL_MEDIA = "social_media", _("Social media")
    WHATSAPP = "whatsapp", _("WhatsApp")

    @classmethod
    def of(cls, platform):
        """The family of a platform."""
        return cls.WHATSAPP if platform == "whatsapp" else cls.SOCIAL_MEDIA


class License(models.Model):
    """A part that the installation is licensed for: a feature that the server may use, or a number of access licenses."""

    class Part(models.TextChoices):
        """The part numbers."""

        FEATURE_SOCIAL_MEDIA = "I3_FEATURE_SOCIAL_MEDIA", _("Social media")
        FEATURE_WHATSAPP = "I3_FEATURE_WHATSAPP_SOCIAL_MEDIA", _("WhatsApp")
        ACCESS_SOCIAL_MEDIA = "I3_ACCESS_ACD_SOCIAL_MEDIA", _("ACD access, social media")
        ACCESS_WHATSAPP = "I3_ACCESS_ACD_WHATSAPP", _("ACD access, WhatsApp")

    FEATURES = {Family.SOCIAL_MEDIA: Part.FEATURE_SOCIAL_MEDIA, Family.WHATSAPP: Part.FEATURE_WHATSAPP}
    ACCESS = {Family.SOCIAL_MEDIA: Part.ACCESS_SOCIAL_MEDIA, Family.WHATSAPP: Part.ACCESS_WHATSAPP}

    part = models.CharField(_("part number"), max_length=60, unique=True, choices=Part)
    count = models.PositiveIntegerField(_("count"), default=1)
    expires_on = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Blank: without end."))

    class Meta:
        verbose_name, verbose_name_plural = _("license"), _("licenses")
        ordering = ["part"]

    def __str__(self):
        return self.part

    @classmethod
    def valid(cls, today):
        """The parts that are licensed today."""
        return cls.objects.filter(Q(expires_on=None) | Q(expires_on__gte=today), count__gt=0)

    @classmethod
    def allows(cls, family, today):
        """Is the platform family switched on?"""
        return cls.valid(today).filter(part=cls.FEATURES[family]).exists()


class AccessLicense(models.Model):
    """Lets one agent, or whoever sits at one station, receive a platform family; the ACD option switches it on."""

    family = models.CharField(_("platform family"), max_length=20, choices=Family)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="access_licenses"
    )
    station = models.ForeignKey("agents.Station", models.CASCADE, null=True, blank=True, related_name="access_licenses")
    acd_option = models.BooleanField(_("ACD option"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("access license"), _("access licenses")
        constraints = [
            models.CheckConstraint(
                condition=Q(agent__isnull=True) ^ Q(station__isnull=True), name="access_license_of_agent_or_station"
            ),
            models.UniqueConstraint(fields=["family", "agent"], name="one_access_license_per_agent"),
            models.UniqueConstraint(fields=["family", "station"], name="one_access_license_per_station"),
        ]

    def __str__(self):
        return f"{self.family}: {self.agent or self.station}"
