"""What an agent has typed and not sent: his alone, kept on the server."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import tell
from interactions.models.attachment import Attachment

KEPT = timedelta(days=30)


def new_version():
    """Larger than every version before, also than that of a draft that is gone; small enough for a page's numbers."""
    return time.time_ns() // 1000


class Drafts(models.QuerySet):
    """Drafts of agents."""

    def of(self, agent, interaction):
        """All that one agent has typed about one interaction, with the files that belong to it."""
        rows = self.filter(agent=agent, interaction=interaction).order_by("at", "pk")
        return rows.prefetch_related("files")

    def keep(self, agent, interaction, place, given, base):
        """Write down what is typed at a place, a (tab, target); nothing typed: forget it.

        `given` has text, private and files (ids). Returns (draft or None, True), or (what is there, False) when that is
        not the version `base` that the page had: another page was typed in meanwhile.
        """
        tab, target = place
        where = {"agent": agent, "interaction": interaction, "tab": tab, "target": target}
        try:
            with transaction.atomic():
                kept = self.select_for_update().filter(**where).first()
                if kept and kept.version != base:
                    return kept, False
                return self._written(kept or Draft(**where), given), True
        except IntegrityError:  # two pages began at the same moment: the first one counts
            return self.get(**where), False

    def _written(self, draft, given):
        tell("drafts", draft.agent_id, draft.interaction_id)
        if not given["text"].strip() and not given["files"]:
            if draft.pk:
                draft.delete()
            return None
        draft.text, draft.private = given["text"], given["private"]
        draft.version, draft.at = new_version(), timezone.now()
        draft.save()
        draft.hold(given["files"])
        return draft

    def forget_old(self):
        """What nobody has touched for so long is not wanted any more."""
        self.filter(at__lt=timezone.now() - KEPT).delete()

    def sent(self, agent, interaction, place, version):
        """What stood there in this version, or before, is sent; what was typed since stays."""
        tab, target = place
        mine = self.filter(agent=agent, interaction=interaction, tab=tab, target=target, version__lte=version or 0)
        if mine.delete()[0]:
            tell("drafts", agent.pk, interaction.pk)


class Draft(models.Model):
    """Words typed in one tab of the composer: an answer to one message (`target` 0: to whoever is due), or a note.

    Nobody but its author sees it, also after the interaction went on to somebody else.
    """

    class Tab(models.TextChoices):
        """What would become of it."""

        REPLY = "reply", _("Reply")
        NOTE = "note", _("Note")

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="+")
    tab = models.CharField(max_length=10, choices=Tab)
    target = models.PositiveBigIntegerField(default=0)
    text = models.TextField(blank=True)
    private = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=new_version)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = Drafts.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("draft"), _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["agent", "interaction", "tab", "target"], name="one_draft_per_place")
        ]

    def __str__(self):
        return self.text[:80]

    def hold(self, ids):
        """Exactly these of its author's unsent files belong to it, in this order."""
        self.files.exclude(pk__in=ids).update(draft=None)
        for place, pk in enumerate(ids):
            unsent = Attachment.objects.filter(pk=pk, agent=self.agent, interaction=self.interaction, message=None)
            unsent.update(draft=self, place=place)
