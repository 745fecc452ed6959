"""Message templates: what may be said in WhatsApp once the window is closed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels_admin.models.waba import Waba


class Category(models.TextChoices):
    """Meta's categories; it may name others, which are kept as they are."""

    UTILITY = "UTILITY", _("Utility")
    AUTHENTICATION = "AUTHENTICATION", _("Authentication")
    MARKETING = "MARKETING", _("Marketing")


class Purpose(models.TextChoices):
    """What a template is for: our own label, beside Meta's category."""

    ACCOUNT_UPDATE = "account_update", _("Account Update")
    APPOINTMENT_UPDATE = "appointment_update", _("Appointment Update")
    ISSUE_RESOLUTION = "issue_resolution", _("Issue Resolution")
    SHIPPING_UPDATE = "shipping_update", _("Shipping Update")


class Source(models.TextChoices):
    """What a placeholder is filled with; `FREE` is typed by the agent."""

    CUSTOMER_NAME = "customer_name", _("Customer's name")
    ACCOUNT_NUMBER = "account_number", _("Account number")
    CASE_NUMBER = "case_number", _("Case number")
    FREE = "free", _("Typed by the agent")


class Format(models.TextChoices):
    """How placeholders are named."""

    POSITIONAL = "POSITIONAL", _("{{1}}, {{2}}, …")
    NAMED = "NAMED", _("{{name}}, {{case}}, …")


class Templates(models.QuerySet):
    """Templates that may be used."""

    def usable(self):
        """Approved ones; marketing only where the business account allows it, also if Meta made it so afterwards."""
        allowed = ~Q(category=Category.MARKETING) | Q(waba__marketing_allowed=True)
        return self.filter(allowed, status=Template.APPROVED)

    def of_channel(self, channel):
        """Those of the business account to which a channel's number belongs."""
        same = models.F("waba__account__external_id")  # an account may have been given another ID since
        return self.filter(waba__account=channel.account_id, waba__external_id=same)


class Template(models.Model):
    """One template in one language. `components` is what Meta has, or will have once a draft is submitted.

    `edited` holds {"category", "components"} that were changed here and not submitted yet. `status` is Meta's word, ours
    are DRAFT and, where Meta no longer lists it, DELETED. `variables` is {key: {"source", "example"}} with the
    keys of `platforms.whatsapp.filling`: `1` or `name` in the body, `header.1`, `button.0`.
    """

    DRAFT, APPROVED, PENDING, DELETED = "DRAFT", "APPROVED", "PENDING", "DELETED"
    # Message templates, "Edit templates": in other states Meta refuses.
    EDITABLE = ("APPROVED", "REJECTED", "PAUSED")

    waba = models.ForeignKey(Waba, models.CASCADE, related_name="templates", verbose_name=_("business account"))
    external_id = models.CharField(_("Meta's ID"), max_length=255, blank=True, editable=False, db_index=True)
    name = models.CharField(
        _("name"), max_length=512, help_text=_("Lower-case letters, digits and _. It cannot be changed later.")
    )
    language = models.CharField(_("language"), max_length=20, default="en", help_text=_("Like en, en_US, de or pt_BR."))
    category = models.CharField(_("category"), max_length=40, default=Category.UTILITY)
    category_at = models.DateTimeField(null=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose, blank=True)
    parameter_format = models.CharField(
        _("placeholders"), max_length=20, choices=Format, default=Format.POSITIONAL, blank=True
    )
    components = models.JSONField(default=list, blank=True)
    edited = models.JSONField(null=True, editable=False)
    variables = models.JSONField(_("filled with"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=40, default=DRAFT, editable=False)
    status_at = models.DateTimeField(_("since"), null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    quality = models.CharField(_("quality"), max_length=40, blank=True, editable=False)
    quality_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    synced_at = models.DateTimeField(_("last read"), null=True, editable=False)

    objects = Templates.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("message template"), _("message templates")
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["waba", "name", "language"], name="one_template_per_name_and_language")
        ]

    def __str__(self):
        return f"{self.name} ({self.language})"

    @property
    def at_platform(self):
        """Does Meta know it?"""
        return bool(self.external_id) and self.status != self.DELETED

    @property
    def wording(self):
        """Its components as an administrator last wrote them, submitted or not."""
        return self.edited["components"] if self.edited else self.components

    @property
    def wanted_category(self):
        """The category that it is to have once submitted."""
        return self.edited["category"] if self.edited else self.category

    @property
    def usable(self):
        """May it be sent?"""
        refused = self.category == Category.MARKETING and not self.waba.marketing_allowed
        return self.status == self.APPROVED and not refused
