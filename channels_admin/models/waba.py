"""WhatsApp business accounts and their phone numbers, as Meta describes them."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.account import Account, Platform
from channels_admin.models.business import BusinessManager
from rows.encrypted import EncryptedField

EVERY = timedelta(hours=1)  # how often templates and numbers are read
NOT_BEFORE = timedelta(minutes=1)  # after the last reading: Meta counts calls per hour, and events come in bursts
LEASE = timedelta(minutes=5)  # a worker that has not come back by then is taken for dead


class Wabas(models.QuerySet):
    """Which accounts there are, and which are to be read."""

    def missing(self):
        """WhatsApp accounts with an ID of which nothing has been read yet."""
        accounts = Account.objects.current().filter(platform=Platform.WHATSAPP).exclude(external_id="")
        return accounts.exclude(external_id__in=self.values("external_id"))

    def due(self, now):
        """Those whose time has come, whom nobody is reading, and whose token is in order."""
        free = Q(busy_until=None) | Q(busy_until__lt=now)
        secret = Length("account__token") + Length("account__client_secret")
        with_token = self.annotate(secret=secret).filter(secret__gt=0)
        return with_token.filter(free, sync_due_at__lte=now, account__suspended_at=None)

    def claim(self, now, pk):
        """Take one for this worker: True for one of them only. What is wished from now on is another reading's affair."""
        free = Q(busy_until=None) | Q(busy_until__lt=now)
        return bool(self.filter(free, pk=pk).update(busy_until=now + LEASE, sync_due_at=now + EVERY))

    def wish(self, now):
        """Read these soon: something happened at the platform."""
        for pk, synced_at in self.values_list("pk", "synced_at"):
            due = max(now, synced_at + NOT_BEFORE) if synced_at else now
            Waba.objects.filter(pk=pk, sync_due_at__gt=due).update(sync_due_at=due)


class Waba(models.Model):
    """A WhatsApp business account: templates belong to it, and so do phone numbers."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="wabas", verbose_name=_("social media account"), editable=False
    )
    external_id = models.CharField(_("business account ID"), max_length=255, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255, editable=False)
    marketing_allowed = models.BooleanField(
        _("marketing templates allowed"),
        default=False,
        help_text=_("Off: none can be submitted, and one that Meta counts as marketing is not sent."),
    )
    owner = models.ForeignKey(
        BusinessManager,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wabas",
        verbose_name=_("owner"),
        help_text=_("The Business Manager that owns it. One may own several business accounts."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, help_text=_("As WhatsApp Manager shows it, like Europe/Lisbon.")
    )
    payment_method = models.CharField(
        _("payment method"), max_length=120, blank=True, help_text=_("In words: never a card's number.")
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, editable=False)
    verification = models.CharField(_("business verification"), max_length=40, blank=True, editable=False)
    review = models.CharField(_("account review"), max_length=40, blank=True, editable=False)
    review_at = models.DateTimeField(null=True, editable=False)
    standing = models.CharField(_("standing"), max_length=40, blank=True, editable=False)
    standing_note = models.TextField(_("what is restricted"), blank=True, editable=False)
    standing_at = models.DateTimeField(null=True, editable=False)
    synced_at = models.DateTimeField(_("last read"), null=True, editable=False)
    sync_due_at = models.DateTimeField(default=timezone.now, editable=False)
    sync_failures = models.PositiveIntegerField(default=0, editable=False)
    sync_error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)

    objects = Wabas.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("WhatsApp business account"), _("WhatsApp business accounts")
        ordering = ["name"]
        indexes = [models.Index(fields=["sync_due_at"], name="waba_sync_due")]

    def __str__(self):
        return self.name

    def wire(self, address=""):
        """How to talk to Meta about the account, or about `address`: one of its numbers or templates."""
        return self.account.wire(address or self.external_id)

    def synced(self, now):
        """Everything was read as it stood at `now`."""
        kept = {"synced_at": now, "busy_until": None, "sync_error": "", "sync_failures": 0}
        Waba.objects.filter(pk=self.pk).update(**kept)

    def sync_failed(self, reason, until):
        """It could not be read: why, and when it is tried again."""
        failed = {"busy_until": None, "sync_error": reason[:500], "sync_due_at": until}
        Waba.objects.filter(pk=self.pk).update(**failed, sync_failures=models.F("sync_failures") + 1)


class PhoneNumber(models.Model):
    """A number of a business account. `status`, `quality`, `limit` and the name's review are Meta's own words.

    Each group of facts knows when it was true, so that an older event never undoes a newer one.
    """

    waba = models.ForeignKey(Waba, models.CASCADE, related_name="numbers", verbose_name=_("business account"))
    external_id = models.CharField(_("phone number ID"), max_length=255, unique=True)
    number = models.CharField(_("number"), max_length=40)
    digits = models.CharField(max_length=40, db_index=True, editable=False)
    verified_name = models.CharField(_("name"), max_length=255, blank=True)
    name_status = models.CharField(_("name review"), max_length=40, blank=True)
    name_at = models.DateTimeField(null=True)
    quality = models.CharField(_("quality rating"), max_length=40, blank=True)
    quality_at = models.DateTimeField(null=True)
    limit = models.CharField(_("messaging limit"), max_length=40, blank=True)
    limit_at = models.DateTimeField(null=True)
    status = models.CharField(_("status"), max_length=40, blank=True)
    status_at = models.DateTimeField(null=True)
    verification = models.CharField(_("verification"), max_length=40, blank=True)
    hosted = models.CharField(_("runs on"), max_length=40, blank=True)
    official = models.BooleanField(_("official business account"), default=False)
    gone_at = models.DateTimeField(_("not there any more since"), null=True)
    synced_at = models.DateTimeField(_("last read"), null=True)
    country = models.CharField(_("country"), max_length=2, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, blank=True, editable=False)
    owner = models.ForeignKey(
        BusinessManager,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="numbers",
        verbose_name=_("owner"),
        help_text=_("Who owns the number. Blank: the owner of the business account."),
    )
    certificate = EncryptedField(_("certificate"), blank=True, default="")
    certificate_before = EncryptedField(blank=True, default="", editable=False)
    pin = EncryptedField(_("PIN"), blank=True, default="")
    written_first = models.PositiveIntegerField(_("written to first in 24 hours"), default=0, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    code_method = models.CharField(max_length=10, blank=True, editable=False)
    code_at = models.DateTimeField(null=True, editable=False)
    code_said = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("phone number"), _("phone numbers")
        ordering = ["number"]

    def __str__(self):
        return self.number or self.external_id

    @property
    def is_verified(self):
        """Was its code confirmed?"""
        return self.verification == "VERIFIED"

    @property
    def is_registered(self):
        """Does it work at WhatsApp? For Genesys Cloud that is told as a status, too."""
        return self.status in ("CONNECTED", "LINKED", "FLAGGED", "RESTRICTED")

    @property
    def owned_by(self):
        """The Business Manager that owns it; None where nobody has been named."""
        return self.owner or self.waba.owner
