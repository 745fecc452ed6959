"""One handling of a conversation, from entering a queue to disconnect: its facts. What can be done to it: `verbs.py`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import AccountCode, Family, Label, MediaType, Workgroup, WrapUpCode
from agents.rings import EVERYONE
from audit.rights import Right
from interactions.models.acting import Acting
from interactions.models.automatic import Automatic
from interactions.models.customer import Customer
from interactions.models.idle import Idle
from interactions.models.labels import Labeled
from interactions.models.message import Message
from interactions.models.note import Noting
from interactions.models.queries import Interactions
from interactions.models.reading import Reads
from interactions.models.reply import Replies
from interactions.models.snippet import Snipping
from interactions.models.states import OPEN, State
from interactions.models.stay import Queued
from interactions.models.surveyed import Surveyed
from interactions.models.thread import Thread
from interactions.models.together import Together
from interactions.models.undo import Undoing
from interactions.models.verbs import Verbs


class Interaction(
    Verbs, Snipping, Together, Replies, Automatic, Idle, Acting, Noting, Undoing, Labeled, Reads, Queued, Surveyed
):
    """One spell of agents' work on a thread; at most one of a thread is open.

    Its customer is the author of the message that opened it. `last_event` is the number of the newest line of its
    journal, `inbound_number` that of the customer's newest message. `line` is the same for all that the same agents may have,
    `score_basis` orders those in one line (`interactions/standing.py`); `skills` are what it asks for (`agents/needs.py`).
    """

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="interactions")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="interactions", verbose_name=_("customer"))
    workgroup = models.ForeignKey(
        Workgroup, models.PROTECT, related_name="interactions", verbose_name=_("workgroup"), db_index=False
    )
    platform = models.CharField(_("platform"), max_length=20)
    media_type = models.CharField(_("interaction type"), max_length=30, choices=MediaType)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING)
    state_since = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="interactions",
        verbose_name=_("agent"),
        db_index=False,
    )
    returns_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    preferred = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    preferred_until = models.DateTimeField(null=True)
    last_attempted = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("last attempted"),
        db_index=False,
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    first_in_line = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(_("priority"), default=50)
    skills = models.JSONField(default=list)
    relaxed = models.PositiveSmallIntegerField(default=0)
    ring = models.PositiveSmallIntegerField(default=EVERYONE)
    ring_until = models.DateTimeField(null=True)
    overflowed = models.PositiveSmallIntegerField(default=0)
    step_due_at = models.DateTimeField(null=True)
    line = models.CharField(max_length=80, default="")
    score_basis = models.BigIntegerField(default=0)
    window_closes_at = models.DateTimeField(null=True)
    offer_expires_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    picked_up_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    first_reply_in = models.ForeignKey(Workgroup, models.PROTECT, null=True, related_name="+", db_index=False)
    parked_until = models.DateTimeField(null=True)
    disconnected_at = models.DateTimeField(_("disconnected"), null=True)
    wrap_up = models.ForeignKey(WrapUpCode, models.PROTECT, null=True, related_name="+", db_index=False)
    account_code = models.ForeignKey(
        AccountCode, models.PROTECT, null=True, related_name="+", verbose_name=_("account code"), db_index=False
    )
    last_event = models.PositiveIntegerField(default=0)
    inbound_number = models.PositiveIntegerField(default=0)
    last_message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    unread = models.PositiveIntegerField(default=0)
    customer_waits_since = models.DateTimeField(null=True)
    # That its agent was warned, and after which message: with another one the silence begins anew.
    idle_warned_at = models.DateTimeField(null=True)
    idle_after = models.PositiveBigIntegerField(null=True)
    labels = models.ManyToManyField(Label, related_name="+", verbose_name=_("labels"))

    objects = Interactions.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("interaction"), _("interactions")
        ordering = ["-pk"]
        permissions = [Right.ACT.permission, Right.SEE_MASKED.permission, Right.NEW_LABELS.permission]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(state__in=OPEN), name="one_open_interaction_per_thread"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING.value, State.DISCONNECTED.value]) | Q(owner__isnull=False),
                name="interaction_in_hand_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITING.value) | Q(owner__isnull=True), name="waiting_interaction_has_no_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITING.value) | Q(stay_since__isnull=False),
                name="waiting_interaction_is_in_queue",
            ),
            models.CheckConstraint(condition=Q(priority__lte=100), name="interaction_priority_most"),
        ]
        # Every offer writes a line into each index that takes in what is alerting, so there is none that another serves for.
        indexes = [
            # The router reads the head of every line of a workgroup's queue; boards count it.
            models.Index(
                fields=["workgroup", "line", "-first_in_line", "-score_basis", "queued_at", "id"],
                condition=Q(state="waiting", preferred__isnull=True),
                name="interaction_line",
            ),
            # What waits for one agent first, and what waits as a whole.
            models.Index(
                fields=["workgroup", "-first_in_line", "-score_basis"],
                condition=Q(state="waiting", preferred__isnull=False),
                name="interaction_preferring",
            ),
            models.Index(
                fields=["workgroup", "-first_in_line", "-score_basis", "queued_at"],
                condition=Q(state="waiting"),
                name="interaction_queue",
            ),
            # What can soon not be answered any more, of every line, and what is due for those that wait.
            models.Index(
                fields=["workgroup", "line", "window_closes_at"],
                condition=Q(state="waiting", window_closes_at__isnull=False),
                name="interaction_closing",
            ),
            models.Index(fields=["step_due_at"], condition=Q(state="waiting"), name="interaction_step"),
            # An agent's desk, his load, and the two-second look of every web process.
            models.Index(
                fields=["owner"],
                condition=Q(state__in=["alerting", "connected", "held", "parked"]),
                name="interaction_desk",
            ),
            # What comes back to an agent whom somebody was to take it from.
            models.Index(fields=["returns_to"], condition=Q(returns_to__isnull=False), name="interaction_returning"),
            # Offers that ran out and parked ones that are due: the ticks.
            models.Index(fields=["offer_expires_at"], condition=Q(state="alerting"), name="interaction_offer"),
            models.Index(fields=["parked_until"], condition=Q(state="parked"), name="interaction_parked"),
            # First replies of a workgroup, beside its service level.
            models.Index(
                fields=["first_reply_in", "first_reply_at"],
                condition=Q(first_reply_at__isnull=False),
                name="interaction_first_reply",
            ),
            # What ended lately: the tick that makes recordings goes on from where it was.
            models.Index(
                fields=["disconnected_at"], condition=Q(disconnected_at__isnull=False), name="interaction_ended"
            ),
            # The Tracker: newest first, by workgroup and by agent; by the end of what has ended; what has not. With the id at
            # the end: only an index that has the whole order lets a page stop after its rows.
            models.Index(fields=["workgroup", "-created_at", "-id"], name="interaction_started"),
            models.Index(
                fields=["owner", "-created_at", "-id"], condition=Q(owner__isnull=False), name="interaction_by_owner"
            ),
            models.Index(
                fields=["workgroup", "-disconnected_at", "-id"],
                condition=Q(disconnected_at__isnull=False),
                name="interaction_ended_in_group",
            ),
            models.Index(
                fields=["workgroup", "-created_at"],
                condition=Q(disconnected_at=None),
                name="interaction_open_in_group",
            ),
            # Codes come with the end, if at all.
            models.Index(
                fields=["wrap_up", "-created_at"], condition=Q(wrap_up__isnull=False), name="interaction_wrap_up"
            ),
            models.Index(
                fields=["account_code", "-created_at"],
                condition=Q(account_code__isnull=False),
                name="interaction_account_code",
            ),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def family(self):
        """The license family that an agent needs for it."""
        return Family.of(self.platform)

    def is_of(self, agent):
        """Does he have it, or does it come back to him? Then `for_agent` would give it to him, at no cost."""
        return agent.pk in (self.owner_id, self.returns_to_id)

    @property
    def month(self):
        """The month of its journal: that in which it began."""
        return self.created_at.date().replace(day=1)


class Refusal(models.Model):
    """An agent declined this interaction and is left alone with it until then."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="refusals")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("refusal"), _("refusals")
        constraints = [models.UniqueConstraint(fields=["interaction", "agent"], name="one_refusal_per_agent")]
        indexes = [models.Index(fields=["agent", "until"], name="refusal_by_agent")]

    def __str__(self):
        return f"{self.agent_id} declined {self.interaction_id}"
