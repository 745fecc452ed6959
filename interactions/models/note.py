"""Words to colleagues, which never go to a customer."""

from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.models.states import Refused

LONGEST = 4000


class Notes(models.QuerySet):
    """Notes, by who may read them."""

    def readable(self, person):
        """Those not for somebody else alone, and not taken back; why somebody declined is for supervisors and himself."""
        supervised = person.memberships.filter(supervises=True).values("workgroup")
        told = ~Q(kind=Note.Kind.DECLINE) | Q(agent=person) | Q(interaction__workgroup__in=supervised)
        own = Q(only_for=None) | Q(only_for=person) | Q(agent=person)
        return self.filter(told & own, deleted_at=None)

    def of_conversation(self, interaction, person):
        """What he may read about this interaction, and about earlier ones of its thread in workgroups of his (R73a)."""
        places = person.memberships.values("workgroup")
        earlier = Q(interaction__thread=interaction.thread_id) & (
            Q(interaction__workgroup__in=places) | Q(interaction__owner=person)
        )
        return self.readable(person).filter(Q(interaction=interaction) | earlier)


class Note(models.Model):
    """Words of an agent to whoever may see the interaction, or to one of them alone (`only_for`); never to the customer.

    No delivery can come of one: it is not a message. What its author takes back loses its words.
    """

    class Kind(models.TextChoices):
        """How it came about."""

        WRITTEN = "written", _("Note")
        TRANSFER = "transfer", _("Note of a transfer")
        DECLINE = "decline", _("Why it was declined")
        NOTICE = "notice", _("Note of the product")

    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="notes")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    only_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.WRITTEN)
    uuid = models.UUIDField(null=True, unique=True)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = Notes.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("note"), _("notes")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:80]

    def reword(self, text, by):
        """Its author words it anew; the earlier wording is kept."""
        text, now = _checked(text), timezone.now()
        with transaction.atomic():
            before = self._own(by)
            if before.text == text:
                return
            before.wordings.create(text=before.text, at=before.edited_at or before.at)
            Note.objects.filter(pk=self.pk).update(text=text, edited_at=now)
            self.interaction._note("note_edited", by=by, data={"note": self.pk})
        self.refresh_from_db()

    def take_back(self, by):
        """Its author takes it back: the words go, earlier ones too; that there was one stays in the journal."""
        with transaction.atomic():
            before = self._own(by)
            before.wordings.all().delete()
            Note.objects.filter(pk=self.pk).update(text="", deleted_at=timezone.now())
            self.interaction._note("note_deleted", by=by, data={"note": self.pk})

    def _own(self, by):
        """The row, held until the end of the transaction; only its author may change it, and only what he wrote as a note."""
        mine = Note.objects.select_for_update().filter(pk=self.pk, agent=by, kind=self.Kind.WRITTEN, deleted_at=None)
        found = mine.first()
        if found is None:
            raise Refused(_("Only whoever wrote a note can change it, and only until it is deleted."), "not_yours")
        return found


class NoteWording(models.Model):
    """An earlier wording of a note. The note itself has the newest."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="wordings")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("wording of a note"), _("wordings of notes")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:80]


class Noting:
    """Writing notes about an `Interaction`, in whatever state it is: whoever may see it may write one."""

    def write_note(self, by, text, *, uuid=None, only_for=None):
        """Add one; the same `uuid` makes one only. `only_for` is the one agent who reads it beside its author."""
        asked = {"interaction": self, "agent": by, "only_for": only_for, "text": _checked(text)}
        with transaction.atomic():
            note, new = Note.objects.get_or_create(uuid=uuid or uuid4(), defaults=asked)
            if new:
                self._note("noted", by=by, data={"note": note.pk})
        if (note.interaction_id, note.agent_id) != (self.pk, by.pk):
            raise Refused(_("This note was already used elsewhere. Reload the page and write it again."), "uuid_taken")
        return note


def _checked(text):
    """The text without blanks around it, or a refusal."""
    text = text.strip()
    if not text:
        raise Refused(_("Write something first."), "empty")
    if len(text) > LONGEST:
        raise Refused(_("A note can have %(n)s characters at most.") % {"n": LONGEST}, "too_long")
    return text
