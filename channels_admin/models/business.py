"""Who stands behind a WhatsApp business account: Business Managers, and the names that a company owns."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from channels_admin.models.evidence import Evidence


class BusinessManager(models.Model):
    """A Business Manager (business portfolio) at Meta. Each is verified on its own; it owns WhatsApp business accounts."""

    class Whose(models.TextChoices):
        """Whom it belongs to."""

        OWN = "own", _("Our own company")
        CLIENT = "client", _("A client for whom we run WhatsApp")
        PARTNER = "partner", _("A partner or provider: owns no numbers")

    class Verification(models.TextChoices):
        """What Meta's business verification says."""

        UNVERIFIED = "UNVERIFIED", _("Not verified")
        PENDING = "PENDING", _("In review")
        VERIFIED = "VERIFIED", _("Verified")
        REJECTED = "REJECTED", _("Rejected")

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As customers know it, letter for letter: display names must hold it.")
    )
    external_id = models.CharField(
        _("Business Manager ID"),
        max_length=20,
        unique=True,
        help_text=_("A number. At Meta under Business settings, Business info."),
    )
    whose = models.CharField(_("whose"), max_length=10, choices=Whose, default=Whose.OWN)
    legal_name = models.CharField(_("legal name"), max_length=255)
    address = models.TextField(_("address"), max_length=500, blank=True)
    website = models.CharField(
        _("website"), max_length=256, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    tax_id = models.CharField(_("tax ID"), max_length=60, blank=True)
    primary_page = models.CharField(
        _("primary page"), max_length=120, blank=True, help_text=_("The company's main page on Facebook.")
    )
    verification = models.CharField(
        _("business verification"), max_length=20, choices=Verification, default=Verification.UNVERIFIED
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("Business Manager"), _("Business Managers")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def verified(self):
        """Has Meta verified the business?"""
        return self.verification == self.Verification.VERIFIED


class OwnedName(models.Model):
    """A brand, product or trade name that belongs to a customer, with the paper that proves it: it may be a display name."""

    class Kind(models.TextChoices):
        """What is owned."""

        BRAND = "brand", _("Brand")
        PRODUCT = "product", _("Product")
        TRADE_NAME = "trade_name", _("Trade name")

    owner = models.ForeignKey(
        BusinessManager, models.CASCADE, related_name="owned_names", verbose_name=_("Business Manager")
    )
    text = models.CharField(_("name"), max_length=75, help_text=_("Exactly as it is registered."))
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind, default=Kind.BRAND)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name=_("evidence"), editable=False)
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("Register and number, for instance."))

    class Meta:
        verbose_name, verbose_name_plural = _("owned name"), _("owned names")
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["owner", "text"], name="one_proof_per_owned_name")]

    def __str__(self):
        return self.text


class Abbreviation(models.Model):
    """A word that counts as an abbreviation in display names, beside groups of two to five capitals."""

    text = models.CharField(_("abbreviation"), max_length=20, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("abbreviation"), _("abbreviations")
        ordering = ["text"]

    def __str__(self):
        return self.text
