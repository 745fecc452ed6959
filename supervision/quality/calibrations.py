"""Calibration: several people score the same, each by himself, and then see how far they are apart."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.models import Interaction, Refused


class Calibrations(models.QuerySet):
    """Calibrations, by who may see them."""

    def for_supervisor(self, person):
        """Those of the workgroups that he supervises, and not about himself."""
        groups = person.memberships.filter(supervises=True).values("workgroup")
        return self.filter(interaction__workgroup__in=groups).exclude(agent=person)


class Calibration(models.Model):
    """One agent's part in one interaction, scored by several people independently; `done_at` is when the last was in."""

    version = models.ForeignKey("supervision.Version", models.PROTECT, related_name="+")
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    objects = Calibrations.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("calibration"), _("calibrations")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.version.questionnaire} {self.interaction_id}"

    @classmethod
    def begin(cls, version, interaction, agent, people, *, by):
        """A card for each of these people."""
        with transaction.atomic():
            made = cls.objects.create(version=version, interaction=interaction, agent=agent, by=by)
            facts = {"questionnaire": version.questionnaire, "version": version, "interaction": interaction}
            for person in people:
                made.scorecards.create(**facts, agent=agent, scorer=person, assigned_by=by)
        return made

    @classmethod
    def lock(cls, pk):
        """Whoever completes a card of it does so alone: the last one must see that the others are in."""
        return cls.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)

    def leave_out(self, card):
        """Go on without who has not scored yet (the card's id): he left, or finds no time. `Refused` where that cannot be."""
        with transaction.atomic():
            Calibration.lock(self.pk)
            if not self.scorecards.exclude(pk=card).exists():
                raise Refused(_("Somebody has to score it."), "last")
            if not self.scorecards.filter(pk=card).exclude(state="complete").delete()[0]:
                raise Refused(_("This score is in, or was left out before."), "moved_on")
            self.note_done()

    def note_done(self):
        """With the last card the scores come to light. Under the lock."""
        if not self.scorecards.exclude(Q(state="complete")).exists():
            self.done_at = timezone.now()
            self.save(update_fields=["done_at"])
