"""What comes back of our own: receipts for our replies, and our replies themselves as the platform shows them."""

from dataclasses import asdict
from datetime import timedelta
from functools import partial

from django.db.models import Q

from interactions import wishes
from interactions.files import files_of, keep
from interactions.models import Alias, Aside, Change, Delivery, Interaction, Message, Thread
from interactions.models.change import digest
from interactions.models.customer import storable, storable_values
from interactions.models.message import carried, lines, whole_second
from platforms.base import Media, MediaKind, Post, PostKind, Receipt, Sent
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


def early_receipts(feed, receipts, by_thread):
    """Those that may be for a reply whose id we do not have yet, as changes that wait for it; not yet saved.

    Where a platform gives our mark back it is found by that; others name the id only, sometimes before they answer.
    """
    found = {id(receipt) for group in by_thread.values() for receipt in group}
    lost = [one for one in receipts if one.external_id and id(one) not in found]
    peers = {one.peer.id for one in lost if one.peer}
    there = Q(message__thread__kind=feed.kind, message__thread__peer__external_id__in=peers)
    ours = Q(message__private_reply=True) | there
    under_way = Delivery.objects.filter(ours, message__channel=feed.channel_id, state__in=Delivery.UNSETTLED)
    return [_early(feed.channel, one) for one in lost] if lost and under_way.exists() else []


def _early(channel, receipt):
    text = storable(f"{receipt.code}\n{receipt.reason}")
    facts = {"version": receipt.receipt.value, "text": text, "digest": digest(text)}
    name = receipt.external_id[:255]
    return Change(channel=channel, external_id=name, kind=Change.Kind.RECEIPT, at=receipt.at, **facts)


def reported(message, early):
    """A receipt that had to wait for its reply (`early`, a `Change`), under the thread's lock."""
    code, _line, reason = early.text.partition("\n")
    delivery = (
        Delivery.objects.filter(message=message).select_related("message__interaction", "message__thread").first()
    )
    if delivery:
        told = Receipt(early.version)
        _apply(delivery, Post(early.external_id, early.at, PostKind.RECEIPT, receipt=told, code=code, reason=reason))


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
    if receipt.receipt in (Receipt.SENT, Receipt.FAILED) and delivery.was_once(receipt.external_id):
        return  # of an attempt that a person has repeated since; only that it arrived after all would matter
    if receipt.receipt == Receipt.FAILED:
        delivery.fail(receipt.code, receipt.reason)
        wishes.refused(delivery.message.thread.customer_id, receipt.code, receipt.at)
    else:
        delivery.settle(Sent(receipt.external_id or delivery.message.external_id, receipt.at), receipt.receipt)


def adopted_or_set_aside(thread, post):
    """An own post with an unknown id: is it a reply of ours? By its mark surely; else it waits until ours are settled."""
    if Alias.objects.filter(channel=thread.channel_id, external_id=post.external_id).exists():
        return True  # an attempt that failed and was repeated
    delivery = _by_mark(thread, post.mark) or _turned_up(thread, post)
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
            "carries": carried(post),
            "details": lines(post.details),
            "files": [storable_values(asdict(media)) for media in post.media],
            "at": post.at,
        },
    )
    return True


def _by_mark(thread, mark):
    # What answers a public post in private comes back on another thread.
    here = Q(message__thread=thread) | Q(message__private_reply=True, message__channel=thread.channel_id)
    rows = Delivery.objects.filter(here, message__in=_marked([mark]).values())
    return rows.select_related("message__interaction", "message__thread").first()


def _turned_up(thread, post):
    """A reply that was not found and is to be sent again, but shows after all: it went out at the first attempt."""
    tried = Delivery.objects.filter(
        message__thread=thread, state=Delivery.State.QUEUED, first_try_at__lte=post.at + SLACK
    )
    rows = tried.select_related("message__interaction", "message__thread", "message__parent").order_by("pk")
    return next((row for row in rows if _is_it(row.message, post.parent, post.text, post.media)), None)


SLACK = timedelta(minutes=2)  # clocks of the platform and ours


def found_aside(delivery):
    """Has this reply, whose answer never came, been seen on its thread? Returns what to settle it with, or None."""
    message = delivery.message
    for aside in message.thread.asides.filter(at__gte=delivery.first_try_at - SLACK).order_by("at"):
        if _is_it(message, aside.parent_external_id, aside.text, aside.files):
            return Sent(aside.external_id, aside.at)
    return None


def _is_it(message, under, text, files):
    """The same words in the same place, and a file if ours has one."""
    parent = message.parent.external_id if message.parent else ""
    same_place = message.thread.private or under == parent
    return same_place and normal(text) == normal(message.text) and bool(files) >= message.attachments.exists()


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
            files = [Media(**{**file, "kind": MediaKind(file["kind"])}) for file in aside.files]
            shown = {"permalink": aside.permalink, "carries": aside.carries, "details": aside.details}
            native(thread, aside.external_id, parent, aside.text, aside.at, files, **shown)
        aside.delete()


def native(thread, external_id, parent, text, at, files=(), **shown):
    """Staff answered on the platform itself: part of the conversation, and it brings the conversation back.

    `files` are `Media`, still at the platform; `shown` further fields of the message.
    """
    message = Message(
        thread=thread,
        channel=thread.channel,
        external_id=external_id,
        parent=parent,
        outbound=True,
        text=text,
        platform_at=whole_second(at),
        **shown,
    )
    channel = thread.channel
    place = partial(channel.workgroup_for, thread.media_type) if channel.enabled else nowhere
    Interaction.receive(thread, message, workgroup=place)
    keep(files_of(message, files))


def nowhere():
    """Where a message begins that is history only."""
