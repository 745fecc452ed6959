"""The walk in: posts become messages, messages join or open interactions, and the cursor moves, all in one transaction."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property

from agents.models import License
from channels_admin.models import Feed
from interactions import ours
from interactions.locks import deadlocks_retried, lock_threads, lock_threads_named
from interactions.models import Identity, Interaction, Message, Thread
from interactions.models.customer import storable
from interactions.models.message import whole_second
from platforms.base import PostKind
from rows.prepared import Prepared


def take_in(feed, posts, cursor=None):
    """Store what a feed brought and move its cursor with it. Safe to repeat: what is known changes nothing.

    People are made beforehand, each safe by its own constraint; an orphan of a crash is harmless. Then, under the
    threads' locks, the messages that are not known yet are stored in the platform's order.
    """
    said = sorted((post for post in posts if post.kind != PostKind.RECEIPT), key=lambda post: post.at)
    people = Identity.objects.known(feed.channel.platform, [p for post in said for p in (post.author, post.peer) if p])
    names = _thread_names(feed, said, people)
    receipts = ours.receipts_by_thread(feed, [post for post in posts if post.kind == PostKind.RECEIPT])
    return _store(feed, said, people, names, receipts, cursor)


def key_of(person):
    """How a person's identity is found among the known."""
    return (person.kind, person.scope, person.id)


def _locked(feed, said, people, names):
    """Lock these threads: {external id: Thread}. What a customer begins is made, what the company alone began is not."""
    found = lock_threads_named(feed, set(names.values()))
    new = {}
    for post in said:
        who = people.get(key_of(post.peer or post.author)) if (post.peer or post.author) else None
        name = names[post.external_id]
        if who and not post.own and name not in found:
            new.setdefault(name, _new_thread(feed, name, who, post.private))
    if new:
        Thread.objects.bulk_create([new[name] for name in sorted(new)], ignore_conflicts=True)
        found |= lock_threads_named(feed, new)
    return found


def _new_thread(feed, name, who, private):
    return Thread(
        channel=feed.channel,
        kind=feed.kind,
        address=feed.address,
        external_id=name,
        customer_id=who.customer_id,
        peer=who if private else None,
    )


def _thread_names(feed, said, people):
    """Return {post's external id: the thread's external id}. A public post joins its parent's thread where that is known."""
    parents = {post.parent for post in said if post.parent}
    rows = Message.objects.filter(channel=feed.channel, external_id__in=parents)
    names = dict(rows.values_list("external_id", "thread__external_id"))
    for post in said:
        if post.private:
            names[post.external_id] = str(people[key_of(post.peer)].pk)
        else:
            names[post.external_id] = names.get(post.parent) or post.thread or post.external_id
    return {post.external_id: names[post.external_id] for post in said}


@deadlocks_retried
def _store(feed, said, people, names, receipts, cursor):
    with transaction.atomic():
        threads = _locked(feed, said, people, names)
        batch = _Batch(feed, people, said)
        for place, post in enumerate(said):
            if names[post.external_id] in threads:
                batch.add(post, threads[names[post.external_id]], place)
        batch.close()
        for thread in lock_threads(receipts).values():
            ours.apply_receipts(thread, receipts[thread.pk])
        if cursor is not None:
            Feed.objects.filter(pk=feed.pk).update(cursor=cursor)
    return batch.stored


_known = Prepared(
    lambda channel, ids: (
        Message.objects.filter(channel=channel, external_id__in=ids).order_by().values_list("external_id", "pk")
    )
)


class _Batch:
    """The messages of one transaction: what is known already, and how each new one is stored."""

    def __init__(self, feed, people, said):
        self.feed, self.people, self.stored = feed, people, 0
        self.now, self._active = timezone.now(), {}
        ids = {post.external_id for post in said} | {post.parent for post in said if post.parent}
        self.known = dict(_known(feed.channel_id, list(ids)))

    @cached_property
    def _began(self):
        """When the channel was enabled, as it is now; None: it is off, or its family is not licensed.

        Asked only for what would open an interaction, which is one message in five.
        """
        channel = self.feed.channel
        channel.refresh_from_db(fields=["enabled_at", "conversation_workgroup", "direct_workgroup"])
        licensed = channel.enabled and License.allows(channel.family, self.now.date())
        return channel.enabled_at if licensed else None

    def add(self, post, thread, place):
        """Store one post unless it is known; own ones may be our replies coming back."""
        if post.external_id in self.known:
            return
        if post.own and ours.adopted_or_set_aside(thread, post):
            return
        message = self._message(post, thread, place)
        Interaction.receive(thread, message, workgroup=partial(self._workgroup, post))
        self.known[post.external_id] = message.pk
        self.stored += 1
        self._active[thread.pk] = thread
        if not post.own:
            thread.last_inbound_at = max(filter(None, [thread.last_inbound_at, post.at]))

    def close(self):
        """Note on the threads that something was said."""
        for thread in self._active.values():
            changes = {"active_at": self.now, "last_inbound_at": thread.last_inbound_at}
            Thread.objects.filter(pk=thread.pk).update(**changes)

    def _workgroup(self, post):
        """A channel begins at the moment it is enabled: what is older is history and opens nothing."""
        if self._began is None or post.at < self._began:
            return None
        return self.feed.channel.workgroup_for(self.feed.media_type)

    def _message(self, post, thread, place):
        author = self.people.get(key_of(post.author)) if post.author else None
        thread.channel = self.feed.channel  # the same row: it need not be read again
        return Message(
            thread=thread,
            channel=self.feed.channel,
            external_id=post.external_id,
            parent_id=self.known.get(post.parent),
            kind=Message.Kind(post.kind.value),
            outbound=post.own,
            author=author,
            text=storable(post.text),
            permalink=storable(post.permalink)[:1000],
            can_reply=post.can_reply,
            platform_at=whole_second(post.at),
            arrived_at=self.now,
            place=place,
        )
