"""What comes back of our own: receipts for our replies, and our replies themselves as the platform shows them."""

from datetime import timedelta
from functools import partial

from django.db.models import Q

from interactions.models import Aside, Delivery, Interaction, Message, Thread
from interactions.models.customer import storable
from interactions.models.message import whole_second
from platforms.base import Receipt, Sent
from platforms.text import normal


def _marked(marks):
    """{mark: message id} of those that look like ours."""
    return {mark: int(mark[1:]) for mark in marks if mark[:1] == "m" and mark[1:].isdigit()}


def receipts_by_thread(feed, receipts):
    """Group receipts by the thread of the message they speak of; those for messages that are not ours are left out."""
    if not receipts:
        return {}
    by_id = Message.objects.filter(
        channel=feed.channel, external_id__in={r.external_id for r in receipts if r.external_id}
    )
    threads = dict(by_id.values_list("external_id", "thread"))
    marked = _marked({r.mark for r in receipts if r.mark})
    if any(receipt.external_id not in threads for receipt in receipts):
        by_mark = Message.objects.filter(channel=feed.channel, pk__in=marked.values())
        threads |= {f"m{pk}": thread for pk, thread in by_mark.values_list("pk", "thread")}
    peers = {r.peer.id for r in receipts if r.up_to and r.peer}
    rows = Thread.objects.filter(channel=feed.channel, kind=feed.kind, peer__external_id__in=peers)
    by_peer = dict(rows.values_list("peer__external_id", "pk"))
    grouped = {}
    for receipt in receipts:
        thread = threads.get(receipt.external_id) or threads.get(receipt.mark)
        thread = thread or (receipt.up_to and receipt.peer and by_peer.get(receipt.peer.id))
        if thread:
            grouped.setdefault(thread, []).append(receipt)
    return grouped


def apply_receipts(thread, receipts):
    """Under the thread's lock: raise the state of our replies to what the platform reports, in whatever order it does."""
    for receipt in receipts:
        for delivery in _deliveries(thread, receipt):
            _apply(delivery, receipt)


def _deliveries(thread, receipt):
    rows = Delivery.objects.filter(message__thread=thread).select_related("message__interaction", "message__thread")
    if not receipt.external_id and receipt.up_to:
        return rows.filter(message__external_id__isnull=False, message__platform_at__lte=receipt.up_to)
    found = rows.filter(message__external_id=receipt.external_id)
    return found or rows.filter(message__in=_marked([receipt.mark]).values())


def _apply(delivery, receipt):
    if receipt.receipt == Receipt.FAILED:
        delivery.fail(receipt.code, receipt.reason)
    else:
        delivery.settle(Sent(receipt.external_id or delivery.message.external_id, receipt.at), receipt.receipt)


def adopted_or_set_aside(thread, post):
    """An own post with an unknown id: is it a reply of ours? By its mark surely; else it waits until ours are settled."""
    delivery = _by_mark(thread, post.mark)
    if delivery:
        delivery.settle(Sent(post.external_id, post.at))
        return True
    unsettled = Delivery.objects.filter(message__thread=thread, state__in=Delivery.UNSETTLED)
    if not unsettled.exists():
        return False
    Aside.objects.get_or_create(
        thread=thread,
        external_id=post.external_id,
        defaults={
            "parent_external_id": post.parent,
            "text": storable(post.text),
            "permalink": storable(post.permalink)[:1000],
            "at": post.at,
        },
    )
    return True


def _by_mark(thread, mark):
    # What answers a public post in private comes back on another thread.
    here = Q(message__thread=thread) | Q(message__private_reply=True, message__channel=thread.channel_id)
    rows = Delivery.objects.filter(here, message__in=_marked([mark]).values())
    return rows.select_related("message__interaction", "message__thread").first()


SLACK = timedelta(minutes=2)  # clocks of the platform and ours


def found_aside(delivery):
    """Has this reply, whose answer never came, been seen on its thread? Returns what to settle it with, or None."""
    message = delivery.message
    parent = message.parent.external_id if message.parent else ""
    for aside in message.thread.asides.filter(at__gte=delivery.first_try_at - SLACK).order_by("at"):
        same_place = message.thread.private or aside.parent_external_id == parent
        if same_place and normal(aside.text) == normal(message.text):
            return Sent(aside.external_id, aside.at)
    return None


def settle_asides(thread):
    """Under the thread's lock: once nothing of ours is in doubt, what is still set aside was written by staff natively."""
    aside_here = list(thread.asides.order_by("at", "pk"))
    if not aside_here or Delivery.objects.filter(message__thread=thread, state__in=Delivery.UNSETTLED).exists():
        return
    for aside in aside_here:
        if not Message.objects.filter(channel=thread.channel, external_id=aside.external_id).exists():
            parent = Message.objects.filter(
                channel=thread.channel, external_id=aside.parent_external_id or None
            ).first()
            native(thread, aside.external_id, parent, aside.text, aside.at, permalink=aside.permalink)
        aside.delete()


def native(thread, external_id, parent, text, at, permalink=""):
    """Staff answered on the platform itself: part of the conversation, and it brings the conversation back."""
    message = Message(
        thread=thread,
        channel=thread.channel,
        external_id=external_id,
        parent=parent,
        outbound=True,
        text=text,
        permalink=permalink,
        platform_at=whole_second(at),
    )
    channel = thread.channel
    place = partial(channel.workgroup_for, thread.media_type) if channel.enabled else nowhere
    Interaction.receive(thread, message, workgroup=place)


def nowhere():
    """Where a message begins that is history only."""
