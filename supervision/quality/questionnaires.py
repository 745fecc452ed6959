"""What agents' work is judged by. Whatever has been in use stays as it was: a change is a new version."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supervision.quality.scoring import Importance, Kind, plain

PERCENT = [MaxValueValidator(100)]


class Questionnaire(models.Model):
    """A named set of questions about one agent's part in one interaction; it lives on in numbered versions."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    active = models.BooleanField(_("offered"), default=True, help_text=_("Off: it is not assigned any more."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name, verbose_name_plural = _("questionnaire"), _("questionnaires")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def in_use(self):
        """The version that is assigned now; None before the first was published."""
        return self.versions.filter(published_at__isnull=False).order_by("-number").first()

    def draft(self):
        """The version that may be changed; the first one, or a copy of the newest, is made where there is none."""
        with transaction.atomic():
            Questionnaire.objects.select_for_update(no_key=True).get(pk=self.pk)
            found = self.versions.filter(published_at=None).first()
            return found or self._next_draft()

    def _next_draft(self):
        before = self.in_use
        number = (self.versions.aggregate(most=Max("number"))["most"] or 0) + 1
        made = self.versions.create(number=number, pass_mark=before.pass_mark if before else 0)
        for group in before.groups.prefetch_related("questions") if before else []:
            group.copy_to(made)
        return made


class Version(models.Model):
    """One wording of a questionnaire: a draft until it is published, and never changed afterwards."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="versions", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    pass_mark = models.PositiveSmallIntegerField(
        _("passed from"), default=0, validators=PERCENT, help_text=_("Percent that a card must reach to be passed.")
    )
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("version"), _("versions")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(published_at=None), name="one_draft_per_questionnaire"
            ),
            models.CheckConstraint(condition=Q(pass_mark__lte=100), name="pass_mark_most"),
        ]

    def __str__(self):
        return f"{self.questionnaire} {self.number}"

    def questions(self):
        """All of them, in the order in which they are read."""
        found = Question.objects.filter(group__version=self.pk).select_related("group")
        return list(found.order_by("group__place", "group", "place", "pk"))

    def publish(self):
        """From now on it is the one that is assigned. False: somebody was first. Raises where it asks nothing."""
        if not Question.objects.filter(group__version=self).exists():
            raise ValidationError(_("A questionnaire needs one question at least. Add one first."))
        drafts = Version.objects.filter(pk=self.pk, published_at=None)
        return bool(drafts.update(published_at=timezone.now()))


class Group(models.Model):
    """Questions of a version that belong together, under a heading."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="groups", editable=False)
    name = models.CharField(_("heading"), max_length=120)
    place = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("group of questions"), _("groups of questions")
        ordering = ["place", "pk"]

    def __str__(self):
        return self.name

    @property
    def key(self):
        """Its key as words, for names on a page."""
        return str(self.pk)

    def copy_to(self, version):
        """The same in another version."""
        made = Group.objects.create(version=version, name=self.name, place=self.place)
        for question in self.questions.all():
            question.pk, question._state.adding, question.group = None, True, made
            question.save()


class Question(models.Model):
    """One thing that is asked; `choices` are [{"text", "points"}], `minimum` is the least share of it, in percent."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="questions", editable=False)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("help for whoever scores"), max_length=500, blank=True)
    kind = models.CharField(_("answered by"), max_length=10, choices=Kind, default=Kind.YES_NO)
    importance = models.CharField(_("importance"), max_length=10, choices=Importance, default=Importance.REQUIRED)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=PERCENT, help_text=_("How much it counts beside the others; 0: not at all.")
    )
    minimum = models.PositiveSmallIntegerField(
        _("minimum"),
        default=0,
        validators=PERCENT,
        help_text=_("Percent of its points; less is marked, and makes the score 0 if the question is critical."),
    )
    yes_is_good = models.BooleanField(_("yes is the good answer"), default=True)
    lowest = models.DecimalField(_("lowest"), max_digits=9, decimal_places=2, default=1)
    highest = models.DecimalField(_("highest"), max_digits=9, decimal_places=2, default=5)
    choices = models.JSONField(_("answers"), default=list, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("question"), _("questions")
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minimum__lte=100, weight__lte=100), name="question_percent_most"),
            models.CheckConstraint(condition=Q(highest__gt=F("lowest")), name="question_range_is_one"),
            # A critical question that nothing can fail would be none.
            models.CheckConstraint(
                condition=~Q(importance="critical") | Q(minimum__gt=0) & ~Q(kind="text"), name="critical_can_be_failed"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def key(self):
        """Its key as words, for names on a page."""
        return str(self.pk)

    @property
    def range(self):
        """From where to where it may be answered, for people."""
        return f"{plain(self.lowest)}–{plain(self.highest)}"

    def options(self):
        """[(value, words)] of what can be picked."""
        if self.kind == Kind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        return [(str(number), choice["text"]) for number, choice in enumerate(self.choices)]

    def in_words(self, value):
        """An answer as people read it."""
        return str(dict(self.options()).get(value, value)) if self.kind in (Kind.YES_NO, Kind.CHOICE) else value
