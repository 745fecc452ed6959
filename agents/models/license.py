"""What the installation may use, and who may receive it."""

from collections import Counter

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
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
    """A part that the installation is licensed for: a feature that the server may use, or a number of access licenses.

    Rows are written by loading a license file (`agents.licensing`), never by hand.
    """

    class Part(models.TextChoices):
        """The part numbers."""

        FEATURE_SOCIAL_MEDIA = "I3_FEATURE_SOCIAL_MEDIA", _("Social media")
        FEATURE_WHATSAPP = "I3_FEATURE_WHATSAPP_SOCIAL_MEDIA", _("WhatsApp")
        ACCESS_SOCIAL_MEDIA = "I3_ACCESS_ACD_SOCIAL_MEDIA", _("ACD access, social media")
        ACCESS_WHATSAPP = "I3_ACCESS_ACD_WHATSAPP", _("ACD access, WhatsApp")

    FEATURES = {Family.SOCIAL_MEDIA: Part.FEATURE_SOCIAL_MEDIA, Family.WHATSAPP: Part.FEATURE_WHATSAPP}
    ACCESS = {Family.SOCIAL_MEDIA: Part.ACCESS_SOCIAL_MEDIA, Family.WHATSAPP: Part.ACCESS_WHATSAPP}

    part = models.CharField(_("part number"), max_length=60, unique=True, choices=Part)
    name = models.CharField(_("name"), max_length=120, blank=True)
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
    def counts(cls, today=None):
        """{family: how many access licenses are loaded today}."""
        valid = dict(cls.valid(today or timezone.now().date()).values_list("part", "count"))
        return {family: valid[part] for family, part in cls.ACCESS.items() if part in valid}

    @classmethod
    def allows(cls, family, today):
        """Is the platform family switched on?"""
        return cls.valid(today).filter(part=cls.FEATURES[family]).exists()


class NoneFree(Exception):
    """All access licenses of a family are assigned; the text says how many there are."""


def covered(rows, counts):
    """Of assignments, in the order in which they were made and with their family first, those that the counts cover.

    This is what holds the counts, whatever was assigned: where a smaller file was loaded the newest are suspended, and
    they come back by themselves with a larger one.
    """
    seen = Counter()
    for row in rows:
        seen[row[0]] += 1
        if seen[row[0]] <= counts.get(row[0], 0):
            yield row


class AccessLicenses(models.QuerySet):
    """Assignments of access licenses, the oldest first."""

    def assign(self, family, *, agent=None, station=None, acd_option=True):
        """Give one to an agent or a station; NoneFree when all are assigned. One at a time, so never one too many."""
        with transaction.atomic():
            list(License.objects.select_for_update(no_key=True).filter(part=License.ACCESS[family]))
            loaded = License.counts().get(family, 0)
            if self.model.objects.filter(family=family).count() >= loaded:
                text = _("No access license for %(family)s is free: %(loaded)s are loaded, and all are assigned.")
                raise NoneFree(text % {"family": Family(family).label, "loaded": loaded})
            return self.create(family=family, agent=agent, station=station, acd_option=acd_option)

    def with_place(self):
        """With `place`, its number among those of its family, and `loaded`, how many of them are licensed today."""
        older = AccessLicense.objects.filter(family=OuterRef("family"), pk__lte=OuterRef("pk")).order_by()
        parts = [When(family=family, then=Value(part)) for family, part in License.ACCESS.items()]
        loaded = License.valid(timezone.now().date()).filter(part=OuterRef("part"))
        return self.annotate(
            place=Subquery(older.values("family").annotate(n=Count("pk")).values("n")),
            part=Case(*parts, default=Value("")),
            loaded=Coalesce(Subquery(loaded.values("count")[:1], output_field=IntegerField()), 0),
        )

    def suspended(self):
        """Those that the counts do not cover: the newest."""
        return self.with_place().filter(place__gt=F("loaded"))


class AccessLicense(models.Model):
    """Lets one agent, or whoever sits at one station, receive a platform family; the ACD option switches it on."""

    family = models.CharField(_("platform family"), max_length=20, choices=Family)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="access_licenses"
    )
    station = models.ForeignKey("agents.Station", models.CASCADE, null=True, blank=True, related_name="access_licenses")
    acd_option = models.BooleanField(_("ACD option"), default=True)

    objects = AccessLicenses.as_manager()

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


class LicenseFile(models.Model):
    """A license file that was loaded: what it said, when and by whom; the newest is the one in force."""

    serial = models.CharField(_("serial"), max_length=80)
    customer = models.CharField(_("customer"), max_length=200)
    key = models.CharField(_("signed with the key"), max_length=40)
    issued_at = models.DateTimeField(_("issued"))
    parts = models.JSONField(_("parts"), default=list)
    text = models.TextField(_("file"))
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("loaded by")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("license file"), _("license files")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.customer} {self.serial}"


class LicenseWarning(models.Model):
    """That a license ends in so many days (0: it has ended), of which administrators are told once."""

    part = models.CharField(_("part number"), max_length=60)
    expires_on = models.DateField(_("valid until"))
    days = models.PositiveSmallIntegerField(_("days ahead"))
    mailed_at = models.DateTimeField(_("administrators told"), null=True)
    mail_due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("license warning"), _("license warnings")
        constraints = [
            models.UniqueConstraint(fields=["part", "expires_on", "days"], name="one_warning_per_end_and_days")
        ]

    def __str__(self):
        return f"{self.part} {self.expires_on} -{self.days}"
