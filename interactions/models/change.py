"""What becomes of a message on the platform after it was said."""

from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.rights import Right
from channels_admin.models import Channel
from interactions.models.customer import Identity
from interactions.models.message import Message


def digest(text):
    """A short sign for a text, so that a database can tell texts of any length apart."""
    return sha256(text.encode()).hexdigest()[:32]


class Revision(models.Model):
    """One wording of an edited message, the first one included. The message itself has the newest."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    at = models.DateTimeField()
    version = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        # The newest wording is the last one, whatever the order in which they came.
        ordering = ["at", "version", "digest"]
        constraints = [
            models.UniqueConstraint(fields=["message", "at", "version", "digest"], name="one_row_per_revision")
        ]

    def __str__(self):
        return self.text[:80]


class Reaction(models.Model):
    """What one person thinks of a message, as one emoji; blank once it was taken back."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("reaction"), _("reactions")
        constraints = [models.UniqueConstraint(fields=["message", "identity"], name="one_reaction_per_person")]

    def __str__(self):
        return self.emoji


class Alias(models.Model):
    """A further id of a message: X gives each edit a new one, and answers name the one they were written under."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=255)
    message = models.ForeignKey(Message, models.CASCADE, related_name="aliases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="one_message_per_alias")]

    def __str__(self):
        return self.external_id


class Change(models.Model):
    """A change whose message has not come yet: platforms keep no order. Applied once it has, forgotten after a while.

    So waits what the company wrote natively under a post that is not here: `version` is its own id, `external_id` the post's.
    And what became of a reply of ours before its id is known: `version` is the receipt, `text` code and reason, a line each.
    """

    class Kind(models.TextChoices):
        """What happened."""

        EDIT = "edit", _("Edited")
        DELETION = "deletion", _("Deleted")
        HIDING = "hiding", _("Hidden or shown")
        REACTION = "reaction", _("Reaction")
        ANSWER = "answer", _("Answered by the company")
        RECEIPT = "receipt", _("Receipt for a reply of ours")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=Kind)
    identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    hidden = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)
    arrived_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("early change"), _("early changes")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id", "kind", "at", "version", "digest"], name="one_row_per_early_change"
            )
        ]
        indexes = [
            # The tick looks at those that came lately, and forgets those that came long ago.
            models.Index(fields=["arrived_at"], name="change_arrival")
        ]

    def __str__(self):
        return f"{self.kind} of {self.external_id}"


class Deleted(models.Model):
    """Whether what customers delete on a platform stays readable for those with the right to see it (never for X)."""

    platform = models.CharField(_("platform"), max_length=20, primary_key=True)
    keep = models.BooleanField(_("keep deleted messages"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("deleted messages"), _("deleted messages")
        permissions = [Right.SEE_DELETED.permission]
        constraints = [
            # X's developer policy demands that what was deleted there is deleted here.
            models.CheckConstraint(condition=~Q(platform="twitter", keep=True), name="x_keeps_nothing_deleted")
        ]

    def __str__(self):
        return self.platform
