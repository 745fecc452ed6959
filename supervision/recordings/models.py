"""The nouns of recordings."""

import json
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import MediaType, Workgroup
from channels_admin.models import Channel, Platform
from interactions.models import Attachment, Interaction, Message
from rows.encrypted import EncryptedField
from supervision.policies.models import Policy
from supervision.recordings.chain import link, moment


class SealingKey(models.Model):
    """The secret with which recordings are sealed: who can only write to the database cannot make a seal."""

    secret = EncryptedField()

    def __str__(self):
        return "•••"

    @classmethod
    def here(cls):
        """This installation's, made with the first recording."""
        kept, _made = cls.objects.get_or_create(pk=1, defaults={"secret": secrets.token_hex(32)})
        return bytes.fromhex(kept.secret)


class Tag(models.Model):
    """A word by which recordings are kept together; retention policies set and remove it."""

    name = models.CharField(_("tag"), max_length=60, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("tag"), _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Recordings(models.QuerySet):
    """Recordings."""

    def with_people(self):
        """With everything that has a name, for lists."""
        related = ("interaction__thread__peer", "interaction__customer", "agent", "workgroup", "channel", "policy")
        return self.select_related(*related).prefetch_related("tags")


class Recording(models.Model):
    """A sealed document of what one agent and the customer saw of an interaction; `agent` is None where nobody took it.

    It is one agent's part from taking it until it left his hands (or his snippet of it), which began with the line `first`
    of the journal. What was sealed never changes; an entry's content can be erased, which its chain survives.
    """

    class Cause(models.TextChoices):
        """Why it was made."""

        POLICY = "policy", _("Policy")
        SNIPPET = "snippet", _("Snippet")

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="recordings")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("agent")
    )
    workgroup = models.ForeignKey(Workgroup, models.PROTECT, related_name="+", verbose_name=_("workgroup"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("channel"))
    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    media_type = models.CharField(_("interaction type"), max_length=30, choices=MediaType)
    cause = models.CharField(_("made by"), max_length=10, choices=Cause)
    policy = models.ForeignKey(Policy, models.SET_NULL, null=True, related_name="+", verbose_name=_("policy"))
    first = models.PositiveIntegerField()
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"))
    # The seal: how many entries, the end of their chain, and its signature with the installation's key.
    sealed_at = models.DateTimeField()
    length = models.PositiveIntegerField()
    chain = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    # What policies made of it since.
    tags = models.ManyToManyField(Tag, related_name="recordings", blank=True, verbose_name=_("tags"))
    archived_at = models.DateTimeField(_("archived"), null=True)  # since when its entries are in the archive
    purged_at = models.DateTimeField(_("purged"), null=True)
    due_at = models.DateTimeField(null=True, default=timezone.now)
    rests_until = models.DateTimeField(null=True)  # brought back from the archive: till then no policy touches it

    objects = Recordings.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("recording"), _("recordings")
        constraints = [
            # The same part is recorded once, however often and by how many workers it is tried.
            models.UniqueConstraint(fields=["interaction", "cause", "first"], name="one_recording_per_part"),
            models.CheckConstraint(
                condition=Q(ended_at__gte=models.F("began_at")), name="recording_ends_after_it_begins"
            ),
        ]
        indexes = [
            # The list, newest first, and a supervisor's part of it.
            models.Index(fields=["-began_at", "-id"], name="recording_newest"),
            models.Index(fields=["workgroup", "-began_at"], name="recording_by_workgroup"),
            # An agent's own.
            models.Index(fields=["agent", "-began_at"], name="recording_by_agent"),
            # The daily run asks which are due for their policies.
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="recording_due"),
        ]

    def __str__(self):
        return f"{self.interaction_id}/{self.first}"

    @property
    def header(self):
        """What the first link of the chain is made of: all that never changes, as ids."""
        names = ("interaction_id", "agent_id", "workgroup_id", "channel_id", "platform", "media_type", "cause", "first")
        moments = {name: moment(getattr(self, name)) for name in ("began_at", "ended_at", "sealed_at")}
        return {name: getattr(self, name) for name in (*names, "length")} | moments

    @property
    def seconds(self):
        """How long the part lasted."""
        return (self.ended_at - self.began_at).total_seconds()


class Entry(models.Model):
    """One thing that was seen: words, a file, what became of a message, a line of the journal.

    `digest` is that of content and salt together; both go when the entry is erased, and the digest alone tells nothing.
    `mark` signs an erasure, so that a content which somebody took out of the database is no erased one.
    """

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    attachment = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    link = models.CharField(max_length=64, default="")
    salt = models.CharField(max_length=64, blank=True)
    content = models.TextField(null=True)  # JSON, kept to the byte
    erased_at = models.DateTimeField(null=True)
    erased_by = models.CharField(max_length=120, blank=True)
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("entry of a recording"), _("entries of recordings")
        ordering = ["recording", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "number"], name="one_entry_per_number"),
            # Content and salt go together.
            models.CheckConstraint(
                condition=Q(erased_at=None, content__isnull=False)
                | Q(erased_at__isnull=False, content__isnull=True, salt=""),
                name="erased_entry_is_empty",
            ),
        ]

    def __str__(self):
        return f"{self.recording_id}#{self.number}"

    def next_link(self, before):
        """The link of the chain that follows `before`."""
        return link(before, self.number, moment(self.at), self.kind, self.digest)

    @property
    def says(self):
        """Its content; nothing once it was erased."""
        return json.loads(self.content) if self.content else {}


class Considered(models.Model):
    """That an interaction was considered for recording when it had ended, so that nobody does it again."""

    interaction = models.OneToOneField(Interaction, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    made = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"{self.interaction_id}: {self.made}"


class Watermark(models.Model):
    """How far a tick has come: everything up to this moment is done."""

    name = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()

    def __str__(self):
        return f"{self.name}: {self.until:%F %T}"

    @classmethod
    def of(cls, name):
        """The moment; a tick that never came so far begins now."""
        return cls.objects.get_or_create(name=name, defaults={"until": timezone.now()})[0].until

    @classmethod
    def move(cls, name, until):
        """Come so far; never back."""
        cls.objects.filter(name=name, until__lt=until).update(until=until)
