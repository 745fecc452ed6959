"""What was said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Channel
from interactions.models.customer import Identity, storable, storable_values
from interactions.models.thread import Thread


def whole_second(moment):
    """`moment` cut to the second. Most platforms' clocks say no more, and ours must not sort behind them for its fraction."""
    return moment.replace(microsecond=0)


def carried(post):
    """The name of the first thing that a `platforms.base.Post` carries beside its words; blank if there is none."""
    return next(iter([*(media.kind.value for media in post.media), *(detail.kind for detail in post.details)]), "")


def lines(details):
    """The details of a post as they are stored."""
    return [{"kind": one.kind, "text": storable(one.text), "data": storable_values(one.data)} for one in details]


class Message(models.Model):
    """A post, comment, tweet or private message on a thread; `external_id` is null until the platform has given one."""

    class Kind(models.TextChoices):
        """What it is to a reader."""

        MESSAGE = "message", _("Message")
        UNSUPPORTED = "unsupported", _("Unsupported")

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=255, null=True)
    interaction = models.ForeignKey("interactions.Interaction", models.PROTECT, null=True, related_name="messages")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    awaits = models.CharField(max_length=255, blank=True)  # the platform's id of a parent that has not come yet
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MESSAGE)
    outbound = models.BooleanField(default=False)
    author = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uuid = models.UUIDField(null=True, unique=True)
    text = models.TextField(blank=True)
    permalink = models.CharField(max_length=1000, blank=True)
    can_reply = models.BooleanField(default=True)
    # What it carries beside words: the first such thing by name ("image", "location"), and the lines to show.
    carries = models.CharField(max_length=30, blank=True)
    details = models.JSONField(default=list)
    # What became of it on the platform afterwards; revisions and reactions have tables of their own.
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    hidden_changed_at = models.DateTimeField(null=True)
    reacted = models.BooleanField(default=False)
    liked = models.BooleanField(default=False)
    our_reaction = models.CharField(max_length=20, blank=True)
    # Ours only: an answer in private to a public post, and the template it was made from.
    private_reply = models.BooleanField(default=False)
    template = models.JSONField(null=True)
    automatic = models.CharField(max_length=20, blank=True)  # what said it by itself; blank: a person
    # The rule that took it for noise; asked for by the few who look, so indexed only where it is set.
    noise = models.ForeignKey(
        "interactions.NoiseRule", models.SET_NULL, null=True, related_name="caught", db_index=False
    )
    platform_at = models.DateTimeField()
    arrived_at = models.DateTimeField(default=timezone.now)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("message"), _("messages")
        ordering = ["platform_at", "arrived_at", "place", "pk"]
        constraints = [
            # The promise that nothing exists twice.
            models.UniqueConstraint(fields=["channel", "external_id"], name="one_message_per_external_id"),
            # A public message may be answered in private once.
            models.UniqueConstraint(
                fields=["parent"], condition=Q(private_reply=True), name="one_private_reply_per_message"
            ),
            models.UniqueConstraint(
                fields=["interaction"], condition=Q(automatic="closed"), name="one_out_of_hours_reply"
            ),
        ]
        # A thread is read in this order, from its end.
        indexes = [
            models.Index(fields=["thread", "platform_at", "arrived_at", "place"], name="message_in_thread_order"),
            # A public post that comes asks who has been waiting for it; hardly anybody ever is.
            models.Index(fields=["noise", "-platform_at"], condition=Q(noise__isnull=False), name="message_noise"),
            # Recordings forget what was deleted lately.
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="message_deleted"),
            models.Index(fields=["channel", "awaits"], condition=~Q(awaits=""), name="message_awaits_parent"),
            # Reports count what was written in some time, by interaction, without looking at the messages.
            models.Index(
                fields=["platform_at", "interaction", "outbound"],
                condition=Q(interaction__isnull=False),
                name="message_by_time",
            ),
            # The Tracker asks in which interactions an agent wrote, without looking at the messages.
            models.Index(fields=["agent", "interaction"], condition=Q(agent__isnull=False), name="message_by_agent"),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def deleted(self):
        """Is it gone from the platform?"""
        return self.deleted_at is not None
