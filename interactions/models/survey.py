"""Asking customers how satisfied they are: whether a workgroup does, and what became of each asking (R87a)."""

import time
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agents.models import Workgroup
from channels_admin.models import Template
from interactions.models.customer import Customer
from interactions.models.message import Message
from interactions.models.thread import Thread

ANSWERABLE = timedelta(hours=24)  # for so long an answer that is only a rating counts
REST = timedelta(days=7)  # in which a customer is asked once at most
LONGEST = 500  # characters of the question: fits everywhere
KEPT = 3.0  # seconds until a change of the rules is seen: every interaction that ends asks
_kept = {}


def proposed():
    """The question that is proposed, in the language of whoever writes one."""
    return gettext("How satisfied were you with our help? Please answer with a number from 1 (not at all) to 5 (very).")


class SurveyRule(models.Model):
    """That the customers of a workgroup are asked when a private conversation has ended, and in which words."""

    workgroup = models.OneToOneField(Workgroup, models.CASCADE, related_name="survey_rule", verbose_name=_("workgroup"))
    active = models.BooleanField(_("in force"), default=True)
    text = models.TextField(
        _("question"),
        max_length=LONGEST,
        default=proposed,
        help_text=_("Sent as it stands. Say in it that one answers with a number from 1 to 5."),
    )
    template = models.ForeignKey(
        Template,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("template after the reply window"),
        help_text=_("WhatsApp only: sent where the window has closed. Without one nobody is asked then."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("survey of a workgroup"), _("surveys of workgroups")
        ordering = ["workgroup"]

    def __str__(self):
        return str(self.workgroup)

    def clean(self):
        """Without a word of how to answer, nobody would answer so that it counts."""
        if not {"1", "5"} <= set(self.text):
            raise ValidationError({"text": _("Say how to answer: name the numbers 1 and 5.")})


def survey_rule(workgroup):
    """The rule in force in the workgroup with this id; None: nobody is asked."""
    until, rules = _kept.get("rules", (0.0, {}))
    if until < time.monotonic():
        rules = {rule.workgroup_id: rule for rule in SurveyRule.objects.filter(active=True).select_related("template")}
        _kept["rules"] = (time.monotonic() + KEPT, rules)
    return rules.get(workgroup)


def forget():
    """Ask the database again."""
    _kept.clear()


class Survey(models.Model):
    """The one asking about an interaction that has ended: due → asked, or skipped for a reason; then a rating, 1 to 5.

    `workgroup` and `agent` are whose it was at the end: theirs is the rating.
    """

    class State(models.TextChoices):
        """How far it is."""

        DUE = "due", _("About to be asked")
        ASKED = "asked", _("Asked")
        SKIPPED = "skipped", _("Not asked")

    class Why(models.TextChoices):
        """Why somebody was not asked."""

        NOT_ANSWERED = "not_answered", _("no agent had answered")
        OPEN_AGAIN = "open_again", _("the conversation had begun anew")
        ASKED_LATELY = "asked_lately", _("asked within the last 7 days")
        BLOCKED = "blocked", _("nothing may be sent to this customer")
        WINDOW = "window", _("the reply window had closed and there is no template for it")
        OPTED_OUT = "opted_out", _("the customer wants no templates")
        SWITCHED_OFF = "switched_off", _("the survey was switched off")
        LATE = "late", _("too much time had passed")

    interaction = models.OneToOneField("interactions.Interaction", models.CASCADE, related_name="survey")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+", db_index=False)
    workgroup = models.ForeignKey(Workgroup, models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    why = models.CharField(max_length=20, choices=Why, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True)
    rated_at = models.DateTimeField(null=True)
    answer = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("survey"), _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5, state="asked", rated_at__isnull=False),
                name="survey_rating_is_one_to_five",
            ),
        ]
        indexes = [
            # The tick looks for what is due, which hardly anything ever is.
            models.Index(fields=["due_at"], condition=Q(state="due"), name="survey_due"),
            # A message that is only a number asks whether its thread was asked lately.
            models.Index(fields=["thread", "-asked_at"], condition=Q(state="asked"), name="survey_of_thread"),
            # The summary of a workgroup, by days.
            models.Index(fields=["workgroup", "asked_at"], condition=Q(state="asked"), name="survey_of_workgroup"),
        ]

    def __str__(self):
        return f"{self.interaction_id}: {self.rating or self.state}"


class SurveyTurn(models.Model):
    """When a customer was last asked: who takes his turn does so by one conditional update, however many try."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="survey_turn")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("turn of a survey"), _("turns of surveys")

    def __str__(self):
        return f"{self.customer_id}"

    @classmethod
    def take(cls, customer, now):
        """True for exactly one of those who would ask him within a week."""
        cls.objects.get_or_create(customer_id=customer, defaults={"asked_at": now - 2 * REST})
        return bool(cls.objects.filter(customer=customer, asked_at__lte=now - REST).update(asked_at=now))
