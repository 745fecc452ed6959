"""Scorecards: one questionnaire filled in about one agent's part in one interaction."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.models import Interaction, Refused
from supervision.quality.calibrations import Calibration
from supervision.quality.questionnaires import Question, Questionnaire, Version
from supervision.quality.scoring import read, score


class Scorecards(models.QuerySet):
    """Cards, by who may see them."""

    def for_supervisor(self, person):
        """Those about others, from the workgroups that he supervises. Of a calibration his own until all are in."""
        groups = person.memberships.filter(supervises=True).values("workgroup")
        shown = Q(calibration=None) | Q(scorer=person) | Q(calibration__done_at__isnull=False)
        return self.filter(shown, interaction__workgroup__in=groups).exclude(agent=person)

    def own(self, agent):
        """What an agent is told about his own work: cards that are complete."""
        return self.filter(agent=agent, state=Scorecard.State.COMPLETE, calibration=None)

    def unacknowledged(self, agent):
        """Of his own those that he has not acknowledged yet."""
        return self.own(agent).filter(acknowledged_at=None)

    def counted(self):
        """Those that make results: complete, and no exercise."""
        return self.filter(state=Scorecard.State.COMPLETE, calibration=None)

    def with_names(self):
        """With everything that has a name, in one query."""
        return self.select_related(
            "version", "questionnaire", "agent", "scorer", "interaction__workgroup", "interaction__customer"
        )


class Scorecard(models.Model):
    """One questionnaire about one agent's part in one interaction: assigned → in progress → complete.

    A complete one is signed off by a supervisor and acknowledged by the agent. `scorer` is None until somebody takes
    it. Those of a calibration are an exercise: the agent never sees them, and they make no results.
    """

    class State(models.TextChoices):
        """How far it is."""

        ASSIGNED = "assigned", _("Assigned")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETE = "complete", _("Complete")

    OPEN = (State.ASSIGNED, State.IN_PROGRESS)

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="scorecards")
    version = models.ForeignKey(Version, models.PROTECT, related_name="scorecards")
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="scorecards")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    calibration = models.ForeignKey(Calibration, models.CASCADE, null=True, related_name="scorecards")
    state = models.CharField(max_length=12, choices=State, default=State.ASSIGNED)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    passed = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledgement = models.TextField(blank=True)

    objects = Scorecards.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("scorecard"), _("scorecards")
        ordering = ["-pk"]
        constraints = [
            # Whatever assigns may do it again: a person, and the daily run of the policies.
            models.UniqueConstraint(
                fields=["questionnaire", "interaction", "agent"],
                condition=Q(calibration=None),
                name="one_scorecard_per_agent_and_interaction",
            ),
            models.UniqueConstraint(
                fields=["calibration", "scorer"], condition=Q(calibration__isnull=False), name="one_card_per_calibrator"
            ),
            models.CheckConstraint(
                condition=Q(state="complete", completed_at__isnull=False, scorer__isnull=False)
                | ~Q(state="complete") & Q(signed_off_at=None, acknowledged_at=None, completed_at=None),
                name="scorecard_ends_in_order",
            ),
        ]
        indexes = [
            # An agent's own page, the count beside its link, and his results over time.
            models.Index(
                fields=["agent", "-completed_at"],
                condition=Q(state="complete", calibration=None),
                name="scorecard_of_agent",
            ),
        ]

    def __str__(self):
        return f"{self.questionnaire} {self.interaction_id}"

    @property
    def is_final(self):
        """Can it not be changed any more?"""
        return bool(self.signed_off_at or self.acknowledged_at)

    def values(self):
        """{question's key: what was answered}."""
        return dict(self.answers.exclude(value="").values_list("question", "value"))

    def result(self, questions=None):
        """What it comes to as it stands."""
        return score(questions or self.version.questions(), self.values(), self.version.pass_mark)

    def answer(self, by, answers, comment=None):
        """Keep answers, {question: what was entered}, with the first of which it is in progress. Raises `Unfit`, `Refused`."""
        kept = [(question, read(question, given)) for question, given in answers.items()]
        with transaction.atomic():
            self._hold(by)
            for question, value in kept:
                self.answers.update_or_create(question=question, defaults={"value": value})
            self.state, self.scorer = self.State.IN_PROGRESS, by
            self.comment = self.comment if comment is None else comment
            self.save(update_fields=["state", "scorer", "comment"])

    def complete(self, by):
        """Nothing is missing: the score stands, and the agent may read it."""
        with transaction.atomic():
            if self.calibration_id:
                Calibration.lock(self.calibration_id)
            self._hold(by)
            found = self.result()
            if found.missing:
                words = _("Still to be answered: %(questions)s.")
                raise Refused(words % {"questions": "; ".join(str(one) for one in found.missing)}, "missing")
            self.state, self.scorer, self.completed_at = self.State.COMPLETE, by, timezone.now()
            self.score, self.passed = found.score, found.passed
            self.save(update_fields=["state", "scorer", "completed_at", "score", "passed"])
            if self.calibration_id:
                self.calibration.note_done()

    def _hold(self, by):
        """Lock the row as it is now; refuse where it is not his, or done."""
        row = Scorecard.objects.select_for_update(no_key=True, of=("self",)).filter(pk=self.pk).first()
        if row is None:
            raise Refused(_("This scorecard is not needed any more."), "gone")
        self.state, self.scorer_id, self.comment = row.state, row.scorer_id, row.comment
        if row.state not in self.OPEN:
            raise Refused(_("This scorecard is complete. Reopen it to change it."), "complete")
        if row.scorer_id not in (None, by.pk):
            raise Refused(_("Somebody else scores this. Take it over first."), "not_yours")

    def _only(self, where, words, **changes):
        """One conditional update; no row means that it has moved on."""
        if not Scorecard.objects.filter(pk=self.pk).filter(where).update(**changes):
            raise Refused(words, "moved_on")
        self.refresh_from_db()

    def take_over(self, by):
        """Score what somebody else was to score; his answers stay."""
        words = _("This scorecard cannot be taken over any more.")
        self._only(Q(state__in=self.OPEN, calibration=None), words, scorer=by)

    def withdraw(self):
        """It was assigned by mistake; what has been begun stays."""
        where = Q(pk=self.pk, state=self.State.ASSIGNED, calibration=None)
        if not Scorecard.objects.filter(where).delete()[0]:
            raise Refused(_("It has been begun and cannot be withdrawn any more."), "begun")

    def reopen(self, by):
        """Change it after all; not any more once it was signed off or acknowledged."""
        where = Q(state=self.State.COMPLETE, signed_off_at=None, acknowledged_at=None, calibration=None)
        words = _("It has been signed off or acknowledged and stays as it is.")
        changes = {"completed_at": None, "score": None, "passed": None, "scorer": by}
        self._only(where, words, state=self.State.IN_PROGRESS, **changes)

    def sign_off(self, by):
        """A supervisor stands by it; from now on nobody changes it."""
        where = Q(state=self.State.COMPLETE, signed_off_at=None, calibration=None)
        words = _("Only a complete scorecard can be signed off, and once.")
        self._only(where, words, signed_off_by=by, signed_off_at=timezone.now())

    def acknowledge(self, by, comment=""):
        """Its agent has read it, and says what he has to say."""
        where = Q(state=self.State.COMPLETE, agent=by, acknowledged_at=None, calibration=None)
        words = _("You have acknowledged this scorecard already.")
        self._only(where, words, acknowledged_at=timezone.now(), acknowledgement=comment.strip()[:4000])


class Answer(models.Model):
    """What was answered to one question of a card; `value` is kept as `scoring.read` gives it."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.TextField(blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        constraints = [models.UniqueConstraint(fields=["scorecard", "question"], name="one_answer_per_question")]

    def __str__(self):
        return self.value[:80]
