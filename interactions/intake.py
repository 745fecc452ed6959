"""The walk in: posts become messages, messages join or open interactions, and the cursor moves, all in one transaction."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property

from agents.models import License, MediaType
from channels_admin.models import Feed, FeedKind
from interactions import changes, noise, ours, surveys, wishes
from interactions.files import files_of, keep
from interactions.joining import found_parent, orphans_of, take_threads_in
from interactions.locks import deadlocks_retried, lock_threads, lock_threads_named
from interactions.models import Alias, Identity, Interaction, Message, NoiseRule, Thread
from interactions.models.customer import storable
from interactions.models.message import carried, lines, whole_second
from platforms.base import SAID, PostKind
from rows.prepared import Prepared


def take_in(feed, posts, cursor=None, *, told=False):
    """Store what a feed brought and move its cursor with it. Safe to repeat: what is known changes nothing.

    What was `told` by webhook may come before what it belongs to; reading a feed brings it again.

    People are made beforehand, each safe by its own constraint; an orphan of a crash is harmless. Then, under the
    threads' locks, the messages that are not known yet are stored in the platform's order.
    """
    said = sorted((post for post in posts if post.kind in SAID), key=lambda post: post.at)
    about = [post for post in posts if post.kind not in SAID and post.kind != PostKind.RECEIPT]
    people = Identity.objects.known(feed.channel.platform, _people(said, about))
    names = _thread_names(feed, said, people)
    receipts = [post for post in posts if post.kind == PostKind.RECEIPT]
    by_thread = ours.receipts_by_thread(feed, receipts)
    early = ours.early_receipts(feed, receipts, by_thread)
    return _store(feed, said, about, people, names, (by_thread, early), cursor, told)


def _people(said, about):
    """Everybody who has to be known: authors and peers of messages, and who reacted to one."""
    people = [person for post in said for person in (post.author, post.peer) if person]
    return people + [post.author for post in about if post.author and post.kind == PostKind.REACTION]


def key_of(person):
    """How a person's identity is found among the known."""
    return (person.kind, person.scope, person.id)


def _locked(feed, said, people, names):
    """Lock these threads: {external id: Thread}. What a customer begins is made; in public the company begins none.

    Nor does what this channel does not watch.
    """
    found = lock_threads_named(feed, set(names.values()))
    new = {}
    for post in said:
        who = people.get(key_of(post.peer or post.author)) if (post.peer or post.author) else None
        name = names[post.external_id]
        if who and name not in found and (post.private or not (post.own or post.joins_only)):
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
    parents = {post.parent for post in said if post.parent and not post.private}
    names = _threads_of(feed, parents) if parents else {}
    for post in said:
        if post.private:
            names[post.external_id] = str(people[key_of(post.peer)].pk)
        else:
            names[post.external_id] = names.get(post.parent) or _own_name(feed, post)
    return {post.external_id: names[post.external_id] for post in said}


def _own_name(feed, post):
    """The thread that a public post begins; under a post of the company's own that is the comment, or the whole post."""
    name = post.thread or post.external_id
    if feed.channel.whole_posts and feed.kind == FeedKind.FACEBOOK_POSTS and not name.startswith(f"{feed.address}_"):
        # A comment's id begins with the number of its post (Graph API, "Comment").
        return f"{feed.address}_{name.partition('_')[0]}"
    return name


def _threads_of(feed, parents):
    """{id of a message: external id of its thread} of those that are known, by their first id or a later one."""
    rows = Message.objects.filter(channel=feed.channel, external_id__in=parents)
    names = dict(rows.values_list("external_id", "thread__external_id"))
    later = [*parents - names.keys()] if feed.kind == FeedKind.X_POSTS else []
    if later:
        rows = Alias.objects.filter(channel=feed.channel, external_id__in=later)
        names |= dict(rows.values_list("external_id", "message__thread__external_id"))
    return names


@deadlocks_retried
def _store(feed, said, about, people, names, receipts, cursor, told):
    with transaction.atomic():
        threads = _locked(feed, said, people, names)
        batch = _Batch(feed, people, said)
        for place, post in enumerate(said):
            if names[post.external_id] in threads:
                batch.add(post, threads[names[post.external_id]], place)
        batch.close()
        by_thread, early = receipts
        for thread in lock_threads(by_thread).values():
            ours.apply_receipts(thread, by_thread[thread.pk])
        homeless = [post for post in said if told and names[post.external_id] not in threads]
        early += changes.of_answers(feed.channel, homeless)
        changes.apply(batch.edits + changes.of_posts(feed.channel, about, people) + early)
        if cursor is not None:
            Feed.objects.filter(pk=feed.pk).update(cursor=cursor)
    return batch.stored


_known = Prepared(
    lambda channel, ids: (
        Message.objects.filter(channel=channel, external_id__in=ids)
        .order_by()
        .values_list("external_id", "pk", "edited_at")
    )
)


class _Batch:
    """The messages of one transaction: what is known already, and how each new one is stored.

    `edits` are the changes that known messages show by coming again with another wording.
    """

    def __init__(self, feed, people, said):
        self.feed, self.people, self.stored, self.edits = feed, people, 0, []
        self.now, self._active, self._first, self._aliases, self._files = timezone.now(), {}, [], [], []
        rows = _known(feed.channel_id, list({post.external_id for post in said} | _parents(said)))
        self.known = {name: pk for name, pk, _ in rows}
        self.edited = {name: at for name, _, at in rows if at}
        self._learn_aliases(said)

    def _learn_aliases(self, said):
        """X: an answer names the version of a post under which it was written."""
        later = _parents(said) - self.known.keys() if self.feed.kind == FeedKind.X_POSTS else ()
        if later:
            rows = Alias.objects.filter(channel=self.feed.channel, external_id__in=later)
            self.known |= dict(rows.values_list("external_id", "message"))

    @cached_property
    def _began(self):
        """When this part of the channel began, as it is now; None: it is off, or its family is not licensed.

        Asked only for what would open an interaction, which is one message in five.
        """
        channel = self.feed.channel
        channel.refresh_from_db(fields=["enabled_at", "conversation_workgroup", "direct_workgroup", "opens_for_days"])
        licensed = channel.enabled and License.allows(channel.family, self.now.date())
        return self.feed.begins(channel.enabled_at) if licensed else None

    def add(self, post, thread, place):
        """Store one post unless it is known; own ones may be our replies coming back."""
        if post.external_id in self.known:
            return self._seen_again(post)
        if post.own and ours.adopted_or_set_aside(thread, post):
            return
        orphans = [] if post.private else orphans_of(self.feed.channel_id, post.external_id)
        if orphans:
            take_threads_in(thread, post.external_id, orphans)
        message = self._message(post, thread, place)
        if not post.own and not _is_notice(post):  # before the interaction learns until when it can be answered
            thread.last_inbound_at = max(filter(None, [thread.last_inbound_at, post.at]))
        Interaction.receive(thread, message, workgroup=partial(self._workgroup, post, thread, message))
        if message.noise_id and message.interaction:
            message.interaction.disconnect(None, wrap_up=message.noise.wrap_up)
        found_parent(message, orphans)
        self._stored(message, post)
        self._active[thread.pk] = thread

    def _stored(self, message, post):
        self.known[post.external_id] = message.pk
        if post.edited_at:
            self.edited[post.external_id] = post.edited_at
        self.stored += 1
        self._note_aliases(post)
        self._files += files_of(message, post.media)
        if self.feed.media_type == MediaType.SOCIAL_DIRECT_MESSAGE and not post.own:
            wishes.note(message)
            surveys.note(message)

    def _seen_again(self, post):
        """A known message: perhaps with a new wording, or in its first one after its edit."""
        edited_at = self.edited.get(post.external_id)
        if post.edited_at and post.edited_at != edited_at:
            self.edits.append(changes.of_edited(self.feed.channel, post))
            self._note_aliases(post)
        elif edited_at and not post.edited_at:
            self._first.append(post)

    def _note_aliases(self, post):
        channel, message = self.feed.channel, self.known[post.external_id]
        self._aliases += [Alias(channel=channel, external_id=name, message_id=message) for name in post.aliases]

    def close(self):
        """Note on the threads that something was said, and what came with it."""
        for thread in self._active.values():
            fields = {"active_at": self.now, "last_inbound_at": thread.last_inbound_at}
            Thread.objects.filter(pk=thread.pk).update(**fields)
        if self._aliases:
            Alias.objects.bulk_create(self._aliases, ignore_conflicts=True)
        if self._files:
            keep(self._files)
        for post in self._first:
            changes.first_wording(Message.objects.get(pk=self.known[post.external_id]), storable(post.text))

    def _workgroup(self, post, thread, message):
        """A channel begins at the moment it is enabled: what is older is history and opens nothing.

        Nor does what the company wrote before the customer ever did, a customer who is blocked, noise, or the answer to
        a survey that is only a rating.
        """
        if thread.last_inbound_at is None if post.own else surveys.rates(message):
            return None
        if self._began is None or post.at < self._began or self._is_stale(post):
            return None
        place = self.feed.channel.workgroup_for(self.feed.media_type)
        return None if place and self._is_noise(message) else place

    def _is_noise(self, message):
        """Blocked, or ignored by a rule; what a rule disconnects is opened for that."""
        if message.author and message.author.blocked and not message.outbound:
            return True
        rule = noise.caught_by(message)
        return rule is not None and rule.action == NoiseRule.Action.IGNORE

    def _is_stale(self, post):
        """A public post that comes to light long after it was written opens nothing (R8)."""
        return not post.private and post.at < self.now - timedelta(days=self.feed.channel.opens_for_days)

    def _message(self, post, thread, place):
        author = self.people.get(key_of(post.author)) if post.author else None
        thread.channel = self.feed.channel  # the same row: it need not be read again
        return Message(
            thread=thread,
            channel=self.feed.channel,
            external_id=post.external_id,
            parent_id=self.known.get(post.parent),
            awaits=post.parent[:255] if post.parent not in self.known and not post.private else "",
            kind=Message.Kind(post.kind.value),
            outbound=post.own,
            author=author,
            text=storable(post.text),
            permalink=storable(post.permalink)[:1000],
            can_reply=post.can_reply,
            hidden=post.hidden,
            carries=carried(post),
            details=lines(post.details),
            edited_at=post.edited_at,
            platform_at=whole_second(post.at),
            arrived_at=self.now,
            place=place,
        )


def _is_notice(post):
    """Has the platform said it, not the customer? That opens no window (R16): "Ann's number is another one now"."""
    return post.private and not (post.text or post.media) and {one.kind for one in post.details} == {"system"}


def _parents(said):
    return {post.parent for post in said if post.parent}
