"""Conversations as long as they get, made at once: thousands of comments in a tree, thousands of private messages."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from interactions.models import Interaction, Message

EVERY = 4  # of so many comments one stands on top


def comments(interaction, count, *, unread=0):
    """`count` comments on its post, the newest a moment ago: some on top, answers to them, and answers to those.

    The newest of all answers the oldest on top. `unread` of them were not seen yet. Returns the newest.
    """
    thread, author = interaction.thread, _author(interaction)
    post = thread.messages.filter(external_id=thread.external_id).first()
    levels = [[], [], []]
    for number in range(count):
        place = number % EVERY
        levels[min(place, 2)].append(number)
    made = {}
    for depth, numbers in enumerate(levels):
        rows = [
            _said(interaction, number, count, _parent(depth, number, count, made, post), author=author)
            for number in numbers
        ]
        made.update(zip(numbers, Message.objects.bulk_create(rows, 1000), strict=True))
    newest = made[count - 1]
    Interaction.objects.filter(pk=interaction.pk).update(unread=unread, last_message=newest)
    return newest


def _author(interaction):
    return interaction.thread.messages.exclude(author=None).first().author


def _parent(depth, number, count, made, post):
    if depth == 0:
        return post
    if number == count - 1:
        return made[0]
    return made[number - depth if depth == 1 else number - number % EVERY + 1]


def private(interaction, count, *, unread=0):
    """`count` private messages by turns, the newest a moment ago; returns the newest."""
    author = _author(interaction)
    rows = [_said(interaction, n, count, None, author=author, outbound=n % 3 == 2) for n in range(count)]
    newest = Message.objects.bulk_create(rows, 1000)[-1]
    Interaction.objects.filter(pk=interaction.pk).update(unread=unread, last_message=newest)
    return newest


def _said(interaction, number, count, parent, *, author, outbound=False):
    thread, ago = interaction.thread, timedelta(seconds=20 * (count - number))
    return Message(
        thread=thread,
        channel_id=thread.channel_id,
        interaction=interaction,
        external_id=f"long {number} {uuid4()}",
        author=None if outbound else author,
        outbound=outbound,
        parent=parent,
        text=f"Comment {number}: " + "mine leaks as well, under the left boiler. " * (1 + number % 3),
        platform_at=timezone.now() - ago,
        arrived_at=timezone.now() - ago,
    )
