"""One tweet may match two channels: each has its own interaction with it, and each shows the other (R10)."""

from channels_admin.models import Channel, FeedKind, Platform
from interactions.models.message import Message


def copies(message):
    """The same public post on X in other channels, newest first."""
    if message is None or message.external_id is None or message.thread.kind != FeedKind.X_POSTS:
        return Message.objects.none()
    others = Channel.objects.filter(platform=Platform.TWITTER).exclude(pk=message.channel_id)
    return Message.objects.filter(channel__in=others, external_id=message.external_id).order_by("-pk")


def answer_to(message):
    """An answer that another channel has given to the same post, or is about to give; None if there is none."""
    answers = Message.objects.filter(parent__in=copies(message), outbound=True, deleted_at=None)
    return answers.exclude(delivery__state="failed").select_related("channel", "agent").first()
