"""The credentials with which the company is known to a platform."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.rights import Right
from channels_admin import renewing
from channels_admin.models.incident import Incident
from hints import wake
from platforms import genesys
from platforms.base import AppKeys, Wire
from platforms.http import shared_client
from rows.encrypted import EncryptedField

FRESH = timedelta(minutes=10)  # past it a refused token is worth a renewal
RESUMED_MOST = 1000  # replies hurried at once; the others go out when they are due


class Platform(models.TextChoices):
    """The platforms."""

    FACEBOOK = "facebook", _("Facebook")
    TWITTER = "twitter", _("X (Twitter)")
    WHATSAPP = "whatsapp", _("WhatsApp")


class Provider(models.TextChoices):
    """Who carries WhatsApp for an account."""

    META = "meta", _("Meta (Cloud API)")
    GENESYS = "genesys", _("Genesys Cloud")


# Where Genesys Cloud runs (developer.genesys.cloud, "Platform API", regions): only there its secret is ever sent.
REGIONS = [
    *("mypurecloud.com", "mypurecloud.com.au", "mypurecloud.de", "mypurecloud.ie", "mypurecloud.jp"),
    *("usw2.pure.cloud", "cac1.pure.cloud", "sae1.pure.cloud", "euw2.pure.cloud", "euc2.pure.cloud"),
    *("aps1.pure.cloud", "apne2.pure.cloud", "apne3.pure.cloud", "mec1.pure.cloud", "use2.us-gov-pure.cloud"),
]


class PlatformApp(models.Model):
    """The company's developer app at a platform: its secret signs the webhooks that come to /webhooks/<platform>/<app id>/.

    X has three more: an OAuth 2.0 client (ID and secret) with which accounts are linked, and a bearer token of the app
    itself, with which webhooks are registered.
    """

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    app_id = models.CharField(_("app ID"), max_length=255)
    name = models.CharField(_("name"), max_length=120)
    secret = EncryptedField(_("app secret"), blank=True)
    verify_token = EncryptedField(_("verify token"), blank=True)
    client_id = models.CharField(_("client ID"), max_length=255, blank=True)
    client_secret = EncryptedField(_("client secret"), blank=True)
    bearer = EncryptedField(_("bearer token"), blank=True)
    wanted = models.PositiveBigIntegerField(default=0, editable=False)
    draining_until = models.DateTimeField(null=True, editable=False)
    refused = models.PositiveBigIntegerField(_("deliveries refused for a wrong signature"), default=0, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("platform app"), _("platform apps")
        constraints = [models.UniqueConstraint(fields=["platform", "app_id"], name="one_row_per_platform_app")]

    def __str__(self):
        return self.name

    @property
    def webhook_url(self):
        """Where the platform sends this app's webhooks."""
        return f"{settings.PUBLIC_URL}/webhooks/{self.platform}/{self.app_id}/"

    def keys(self):
        """How the platform's token endpoint knows the app, and where it is."""
        x = self.platform == Platform.TWITTER
        return AppKeys(
            client_id=self.client_id or self.app_id,
            client_secret=self.client_secret if x else self.secret,
            base=settings.X_URL if x else settings.GRAPH_URL,
            authorize_base=settings.X_AUTHORIZE_URL if x else settings.FACEBOOK_AUTHORIZE_URL,
            version="" if x else settings.GRAPH_VERSION,
        )

    def wire(self, address):
        """How X is talked to as the app itself, about the user `address`."""
        return Wire(shared_client(), settings.X_URL, address, self.bearer)


class Accounts(models.QuerySet):
    """All accounts."""

    def current(self):
        """Those that administrators see. A deleted one stays until the last open conversation of its channels ends."""
        return self.filter(deleted_at=None)


class Account(models.Model):
    """A social media account: who we are to a platform, and the token that proves it.

    Token, refresh token and end change together and only by `take`; `generation` counts how often. A suspension that
    an older generation's failure asks for is none: the token that failed is not in use any more.
    """

    _granted = None  # by Genesys Cloud, for the wire that was asked for last

    CREDENTIALS = ("token", "refresh_token", "expires_at", "taken_at", "generation", "renewing_until", "suspended_at")

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    name = models.CharField(_("name"), max_length=120)
    app = models.ForeignKey(
        PlatformApp, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("platform app")
    )
    external_id = models.CharField(_("platform's ID"), max_length=255, blank=True)
    token = EncryptedField(_("access token"), blank=True)
    provider = models.CharField(_("provider"), max_length=20, choices=Provider, default=Provider.META)
    organization = models.CharField(_("organization short name"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True, choices=[(region, region) for region in REGIONS])
    client_id = models.CharField(_("client ID"), max_length=255, blank=True)
    client_secret = EncryptedField(_("client secret"), blank=True)
    human_agent = models.BooleanField(
        _("Human Agent"),
        default=False,
        help_text=_("Messenger: Meta has granted the Human Agent feature, so people may answer for seven days."),
    )
    answers_all = models.BooleanField(
        _("answers everybody"),
        default=False,
        help_text=_("X: the account's tier lets it answer posts whose authors never mentioned it (Enterprise)."),
    )
    refresh_token = EncryptedField(_("refresh token"), blank=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)
    scopes = models.JSONField(_("permissions"), default=list, editable=False)
    lacks = models.JSONField(_("missing permissions"), default=list, editable=False)
    generation = models.PositiveBigIntegerField(default=0, editable=False)
    renewing_until = models.DateTimeField(null=True, editable=False)
    linked_at = models.DateTimeField(_("linked"), null=True, editable=False)
    checked_at = models.DateTimeField(_("last checked"), null=True, editable=False)
    trouble = models.CharField(_("last trouble"), max_length=500, blank=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended since"), null=True, blank=True, editable=False)
    suspended_for = models.CharField(_("why"), max_length=500, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = Accounts.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("social media account"), _("social media accounts")
        ordering = ["platform", "name"]
        permissions = Right.of("channels_admin")

    def __str__(self):
        return self.name

    @property
    def renewable(self):
        """Can its token be renewed without a person?"""
        return self.platform == Platform.TWITTER and self.app_id is not None and bool(self.refresh_token)

    @property
    def ends_at(self):
        """When a person must have linked it again at the latest; None where no such time is known.

        `expires_at` is when the token itself or, at Meta, the access to data ends, whichever comes first.
        """
        return None if self.renewable else self.expires_at

    def token_now(self):
        """The token to use now; one that is about to end is renewed first."""
        if self.renewable and self.expires_at and self.expires_at <= timezone.now() + renewing.TOO_LATE:
            renewing.renew(self)
        return self.token

    def wire(self, address):
        """How to talk to the platform as this account, about `address` (page, number or X user id)."""
        if self.provider == Provider.GENESYS:
            return self._genesys_wire(address)
        base = settings.X_URL if self.platform == Platform.TWITTER else settings.GRAPH_URL
        version = "" if self.platform == Platform.TWITTER else settings.GRAPH_VERSION
        token = self.token_now()
        http = renewing.Client(shared_client(), self) if self.renewable else shared_client()
        return Wire(http, base, address, token, version)

    def _genesys_wire(self, address):
        api = settings.GENESYS_URL or f"https://api.{self.region}"
        self._granted = genesys.grant(*self._genesys_login())
        return Wire(shared_client(), api, address, self._granted.token)

    def _genesys_login(self):
        return settings.GENESYS_URL or f"https://login.{self.region}", self.client_id, self.client_secret

    def take(self, grant, *, replacing=None, **more):
        """Use what consent, renewal or an administrator brought: one UPDATE, so that nobody ever sees half of it.

        With `replacing`, a generation, only in place of that one; False where it is not the present one any more.
        """
        rows = Account.objects.filter(pk=self.pk)
        if replacing is not None:
            rows = rows.filter(generation=replacing)
        taken = rows.update(
            token=grant.token,
            refresh_token=grant.refresh,
            expires_at=grant.expires_at,
            scopes=list(grant.scopes),
            taken_at=timezone.now(),
            generation=F("generation") + 1,
            renewing_until=None,
            **more,
        )
        self.refresh_from_db(fields=[*self.CREDENTIALS, "scopes", *more])
        return bool(taken)

    def suspend(self, reason):
        """Stop using the token until somebody gives a new one; nothing that was read is lost.

        Not where the token in hand was replaced meanwhile, or is being renewed just now. One that can be renewed is
        renewed first; a fresh one that is refused too is refused for another reason.
        """
        if self.renewable and not self._is_fresh():
            return self._renew_soon()
        if self._granted and genesys.replaced(*self._genesys_login(), self._granted):
            return False
        idle = Q(renewing_until=None) | Q(renewing_until__lt=timezone.now())
        return self._park(Account.objects.filter(idle, generation=self.generation), reason)

    def give_up(self, reason):
        """The same, by whoever was renewing the token and could not."""
        return self._park(Account.objects.filter(generation=self.generation), reason, renewing_until=None)

    def resume(self):
        """Use the token again: feeds are read from where they stopped, replies that waited go out."""
        if self.provider == Provider.GENESYS:
            genesys.forget(*self._genesys_login())
        with transaction.atomic():
            Account.objects.filter(pk=self.pk).update(suspended_at=None, suspended_for="")
            Incident.objects.close(self, Incident.Kind.SUSPENDED, Incident.Kind.ENDING)
            for channel in self.channels.all():
                channel.feeds.update(next_poll_at=timezone.now())
            self.subscriptions.update(checked_at=None)
            wake("interactions.tasks.poll_due")
            for pk in self._waiting_replies():
                wake("interactions.tasks.deliver", pk)

    def _is_fresh(self):
        return self.taken_at is not None and self.taken_at > timezone.now() - FRESH

    def _renew_soon(self):
        """Whoever uses it next renews it, or a worker does at once; not suspended."""
        Account.objects.filter(pk=self.pk, generation=self.generation).update(expires_at=timezone.now())
        wake("channels_admin.tasks.refresh_due")
        return False

    def _park(self, rows, reason, **more):
        now = timezone.now()
        with transaction.atomic():
            changes = {"suspended_at": now, "suspended_for": reason[:500]} | more
            parked = rows.filter(pk=self.pk, suspended_at=None).update(**changes)
            if parked:
                Incident.objects.begin(self, Incident.Kind.SUSPENDED, reason, began=now)
                wake("channels_admin.tasks.tell_administrators")
        return bool(parked)

    def _waiting_replies(self):
        # They were put off while the account was suspended. The floor above keeps them; only their ids are needed here.
        replies = self.channels.filter(threads__messages__delivery__state="queued")
        return replies.order_by().values_list("threads__messages__delivery", flat=True)[:RESUMED_MOST]
