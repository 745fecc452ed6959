"""What customers see as one place to write to."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Family, Installation, MediaType, Workgroup
from channels_admin.models.account import Account, Platform
from hints import wake


class SwitchedOff(Exception):
    """Social media is switched off: no channel can be enabled."""


class Channels(models.QuerySet):
    """All channels."""

    def current(self):
        """Those that administrators see. A deleted one stays for the conversations that came in by it."""
        return self.filter(deleted_at=None)


class Channel(models.Model):
    """Binds one page, handles and keywords, or a number of an account to the workgroups that answer there."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="channels", verbose_name=_("social media account")
    )
    addresses = models.JSONField(
        _("addresses"), default=list, help_text=_("Page IDs, X handles without @, or a WhatsApp phone number ID.")
    )
    keywords = models.JSONField(_("keywords"), default=list, blank=True, help_text=_("X only: words or phrases."))
    conversation_workgroup = models.ForeignKey(
        Workgroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("conversation workgroup")
    )
    direct_workgroup = models.ForeignKey(
        Workgroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("direct-message workgroup"),
        help_text=_("Blank: private messages are not read."),
    )
    enabled_at = models.DateTimeField(_("enabled since"), null=True, blank=True, editable=False)
    poll_interval = models.PositiveIntegerField(
        _("poll interval (ms)"), default=5000, validators=[MinValueValidator(1000), MaxValueValidator(3_600_000)]
    )
    opens_for_days = models.PositiveSmallIntegerField(
        _("opens for (days)"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("A public post that is older when it comes in is stored as history and opens nothing."),
    )
    whole_posts = models.BooleanField(
        _("whole posts"),
        default=False,
        help_text=_(
            "Facebook: all comments under one of our own posts are one conversation, not one for each comment."
        ),
    )
    monthly_budget = models.DecimalField(
        _("monthly budget"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("At 100 % keyword search stops; mentions, direct messages and replies go on. Blank: no limit."),
    )
    held_since = models.DateTimeField(_("replies wait since"), null=True, blank=True, editable=False)
    disabled_at = models.DateTimeField(_("disabled since"), null=True, blank=True, editable=False)
    off_with_all = models.BooleanField(_("disabled with all others"), default=False, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    post_limit = models.PositiveSmallIntegerField(
        _("post limit"), default=100, validators=[MinValueValidator(5), MaxValueValidator(500)]
    )

    objects = Channels.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("channel"), _("channels")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(poll_interval__gte=1000), name="channel_poll_interval_min"),
            models.CheckConstraint(
                condition=Q(enabled_at=None)
                | Q(conversation_workgroup__isnull=False)
                | Q(direct_workgroup__isnull=False),
                name="enabled_channel_has_workgroup",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def enabled(self):
        """Does it take in and open new interactions?"""
        return self.enabled_at is not None

    @property
    def family(self):
        """The license family of its platform."""
        return Family.of(self.platform)

    def workgroup_for(self, media_type):
        """The id of the workgroup that answers interactions of this type; None: they are not read."""
        public = media_type == MediaType.SOCIAL_CONVERSATION
        return self.conversation_workgroup_id if public else self.direct_workgroup_id

    @classmethod
    def names_sending_to(cls, workgroup):
        """The names of the channels whose interactions wait in this workgroup."""
        mine = Q(conversation_workgroup=workgroup) | Q(direct_workgroup=workgroup)
        return list(cls.objects.filter(mine).values_list("name", flat=True))

    def enable(self, *, from_where_it_stopped=False):
        """Begin now, so that what is older is history and opens nothing; or where it stopped, as if it had gone on.

        Then `disabled_at` stays until what was stored meanwhile has opened its interactions. SwitchedOff where social
        media is off; asked under the switch's lock, so that none slips through while it is turned.
        """
        now = timezone.now()
        began = (self.disabled_at or now) if from_where_it_stopped else now
        left = self.disabled_at if from_where_it_stopped else None
        changes = {"enabled_at": began, "disabled_at": left, "off_with_all": False}
        with transaction.atomic():
            if not Installation.locked().social_media:
                raise SwitchedOff
            Channel.objects.current().filter(pk=self.pk, enabled_at=None).update(**changes)
            self.refresh_from_db()
            self.feeds.sync(self)
        wake("interactions.tasks.poll_due")
        if left:
            wake("interactions.tasks.resume_due")

    def disable(self):
        """Open no new interactions from now on; open ones can be answered to their end."""
        now = timezone.now()
        Channel.objects.filter(pk=self.pk, enabled_at__isnull=False).update(enabled_at=None, disabled_at=now)
        Channel.objects.filter(pk=self.pk).update(off_with_all=False)
        self.refresh_from_db()

    def open_interactions(self):
        """How many of its interactions are not disconnected yet. The floor above keeps them; only the number is of use here."""
        still = Count("interactions", filter=~Q(interactions__state="disconnected"))
        return self.threads.aggregate(open=still)["open"]

    def discard(self):
        """Delete it for those who administer it: it opens nothing from now on, and its name is free again.

        History keeps it. What is open can be answered to its end; then `upkeep.retiring` takes its feeds and, where the
        account was deleted too, the credentials.
        """
        now = timezone.now()
        name = f"{self.name[:90]} ({now:%Y-%m-%d}, {self.pk})"
        with transaction.atomic():
            self.disable()
            Channel.objects.filter(pk=self.pk, deleted_at=None).update(deleted_at=now, name=name)
            self.refresh_from_db()
            wake("channels_admin.tasks.retire_deleted")

    def hold(self):
        """Let replies wait: its number cannot send for a while."""
        Channel.objects.filter(pk=self.pk, held_since=None).update(held_since=timezone.now())

    def let_go(self):
        """Its number can send again: what waited goes out."""
        Channel.objects.filter(pk=self.pk).update(held_since=None)
        waiting = self.threads.filter(messages__delivery__state="queued").order_by()
        for pk in waiting.values_list("messages__delivery", flat=True)[:1000]:
            wake("interactions.tasks.deliver", pk)
