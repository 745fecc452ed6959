"""What becomes of messages afterwards: edits, deletions, hidings, reactions, in whatever order platforms tell of them.

The end is the same however often and in whatever order changes come: the newest wording counts, what is deleted stays
deleted, the later of two reactions of one person stands. A change whose message has not come yet waits in a row.
"""

import logging
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from interactions import deleted, ours
from interactions.files import files_of, keep
from interactions.locks import deadlocks_retried, lock_threads
from interactions.models import Alias, Change, Interaction, Message, Reaction, Revision
from interactions.models.change import digest
from interactions.models.customer import storable
from platforms.base import CHANGES, Act, PostKind

log = logging.getLogger(__name__)

LATELY = timedelta(minutes=15)  # the tick looks at what came since; older ones are looked at once a day
FORGOTTEN = timedelta(days=30)
EDITED = "1"  # the version of an edit that names none: it comes after the first wording, also within one second
# The company's own posts are not messages of ours, and every like and comment of one is told: these are soon forgotten.
REACTION_FORGOTTEN = timedelta(days=1)
SLACK = timedelta(minutes=2)  # clocks of the platform and ours
BATCH = 200


def of_posts(channel, posts, people):
    """The changes among `posts`, as rows not yet saved. `people` are the known identities by (kind, scope, id)."""
    return [_row(channel, post, people) for post in posts if post.kind in CHANGES]


def of_edited(channel, post):
    """The edit that a message shows which comes again with a later wording, as a row not yet saved."""
    edit = replace(post, kind=PostKind.EDIT, at=post.edited_at, author=None, version="")
    return _row(channel, edit, {})


def of_answers(channel, posts):
    """What the company wrote under posts that are not here yet, as rows not yet saved.

    One with a file waits for polling, which brings the file as well.
    """
    rows = [post for post in posts if post.own and post.parent and not post.private and not post.media]
    return [_answer(channel, post) for post in rows]


def _answer(channel, post):
    text = storable(post.text)
    facts = {"external_id": post.parent[:255], "version": post.external_id[:120], "text": text, "digest": digest(text)}
    return Change(channel=channel, kind=Change.Kind.ANSWER, at=post.at, **facts)


def _row(channel, post, people):
    reacts = post.kind == PostKind.REACTION
    author = people.get((post.author.kind, post.author.scope, post.author.id)) if reacts and post.author else None
    text = storable(post.reaction if reacts else post.text)
    change = Change(
        channel=channel,
        external_id=post.external_id,
        kind=post.kind.value,
        identity=author,
        at=post.at,
        version=post.version[:120] or (EDITED if post.kind == PostKind.EDIT else ""),
        text=text,
        hidden=post.hidden,
    )
    change.digest = digest(f"{author and author.pk} {post.hidden} {text}")
    change.media = post.media  # not kept where it has to wait
    return change


def apply(changes):
    """In a transaction: apply those whose message is known, under their threads' locks; keep the others for later."""
    if not changes:
        return
    known = _targets(changes)
    threads = {thread for _, thread in known.values()}
    lock_threads(threads)
    ids = {message for message, _ in known.values()}
    messages = Message.objects.select_related("thread__channel", "author").in_bulk(ids)
    for change in sorted(changes, key=lambda change: (change.at, change.version, change.digest)):
        if change.external_id in known:
            _apply(messages[known[change.external_id][0]], change)
    early = [change for change in changes if change.external_id not in known]
    Change.objects.bulk_create([change for change in early if change.pk is None], ignore_conflicts=True)


def _targets(changes):
    """{external id: (message, thread)} of the messages that are here, by their first id or by a later one."""
    channel, ids = changes[0].channel_id, {change.external_id for change in changes}
    rows = Message.objects.filter(channel=channel, external_id__in=ids)
    found = {name: (pk, thread) for name, pk, thread in rows.values_list("external_id", "pk", "thread")}
    others = Alias.objects.filter(channel=channel, external_id__in=ids - found.keys())
    rows = others.values_list("external_id", "message", "message__thread")
    return found | {name: (pk, thread) for name, pk, thread in rows}


def settle():
    """Apply the changes whose messages have come meanwhile. Returns how many there were."""
    return _settle(Change.objects.filter(arrived_at__gte=timezone.now() - LATELY))


def sweep():
    """Once a day: apply what is left to apply, and forget what never found its message."""
    now = timezone.now()
    settled = _settle(Change.objects.all())
    Change.objects.filter(arrived_at__lt=now - FORGOTTEN).delete()
    soon = (Change.Kind.REACTION, Change.Kind.ANSWER, Change.Kind.RECEIPT)
    Change.objects.filter(kind__in=soon, arrived_at__lt=now - REACTION_FORGOTTEN).delete()
    return settled


def _settle(rows):
    here = Message.objects.filter(channel=OuterRef("channel"), external_id=OuterRef("external_id"))
    alias = Alias.objects.filter(channel=OuterRef("channel"), external_id=OuterRef("external_id"))
    ready = rows.filter(Exists(here) | Exists(alias)).order_by("channel", "pk")[:BATCH]
    by_channel = {}
    for change in ready:
        by_channel.setdefault(change.channel_id, []).append(change)
    for changes in by_channel.values():
        _settle_channel(changes)
    return sum(map(len, by_channel.values()))


@deadlocks_retried
def _settle_channel(changes):
    with transaction.atomic():
        apply(changes)
        Change.objects.filter(pk__in=[change.pk for change in changes]).delete()


def _apply(message, change):
    if APPLIED[change.kind](message, change):
        Interaction.message_changed(message, change.kind)


def _edit(message, change):
    if message.deleted or _is_our_own(message, change):
        return False
    revise(message, change.at, change.version, change.text)
    _add_files(message, getattr(change, "media", ()))
    return True


def _add_files(message, media):
    """An edit may put a file to words that had none; the others were fetched when the message came."""
    if media and not message.attachments.exists():
        message.carries = message.carries or media[0].kind.value
        message.save(update_fields=["carries"])
        keep(files_of(message, media))


def _is_our_own(message, change):
    """Does the platform tell of an edit that was made here a moment ago?"""
    around = (change.at - SLACK, change.at + SLACK)
    ours = message.revisions.filter(version=EDITED, text=change.text, at__range=around)
    return message.outbound and message.agent_id is not None and ours.exists()


def revise(message, at, version, text):
    """One more wording; the message takes the newest. The first one is kept as a revision too."""
    _keep_present_wording(message)
    _keep_wording(message, at, version, text)
    newest = message.revisions.last()
    message.text, message.edited_at = newest.text, newest.at
    message.save(update_fields=["text", "edited_at"])


def first_wording(message, text):
    """An edited message comes as it was at first, after its edit: that is its first revision.

    Polling shows it as it is now, which is nothing new.
    """
    if not message.deleted and text != message.text:
        _keep_present_wording(message)
        _keep_wording(message, message.platform_at, "", text)


def _keep_present_wording(message):
    if not message.revisions.exists():
        at, version = (message.edited_at, EDITED) if message.edited_at else (message.platform_at, "")
        _keep_wording(message, at, version, message.text)


def _keep_wording(message, at, version, text):
    row = Revision(message=message, at=at, version=version[:120], text=text, digest=digest(text))
    Revision.objects.bulk_create([row], ignore_conflicts=True)


def _delete(message, change):
    """Gone from the platform: words and files go here too, unless the platform's setting keeps them; the mark stays."""
    if message.deleted:
        return False
    message.deleted_at = change.at
    changed = ["deleted_at"]
    if message.thread.channel.platform not in deleted.keeping():
        changed += deleted.clear(message)
    message.save(update_fields=changed)
    return True


def _hide(message, change):
    seen = (message.hidden_changed_at or change.at, message.hidden)
    if message.hidden_changed_at and (change.at, change.hidden) <= seen:
        return False
    message.hidden, message.hidden_changed_at = change.hidden, change.at
    message.save(update_fields=["hidden", "hidden_changed_at"])
    return True


def _react(message, change):
    """The later one stands; of two at one moment the one whose sign sorts later, wherever this is worked out."""
    if change.identity_id is None:
        return False
    emoji = change.text[:40]
    defaults = {"emoji": emoji, "at": change.at}
    row, made = Reaction.objects.get_or_create(message=message, identity_id=change.identity_id, defaults=defaults)
    if not made:
        if (change.at, emoji) <= (row.at, row.emoji):
            return False
        Reaction.objects.filter(pk=row.pk).update(**defaults)
    message.reacted = message.reactions.exclude(emoji="").exists()
    message.save(update_fields=["reacted"])
    return True


def _answered(message, change):
    """Now that the post is here, so is what the company wrote under it; it tells of itself."""
    if not Message.objects.filter(channel=change.channel_id, external_id=change.version).exists():
        ours.native(message.thread, change.version, message, change.text, change.at)
    return False


def _reported(message, change):
    """What became of a reply was told before we knew its id; the reply's own line of the journal says it."""
    ours.reported(message, change)
    return False


def done(message, act, text):
    """An act of ours upon a message was carried out: it shows at once what the platform shows from now on."""
    now = timezone.now()
    if act == Act.EDIT:
        revise(message, now, EDITED, text)
    elif act == Act.DELETE:
        _delete(message, Change(kind=Change.Kind.DELETION, at=now))
    elif act in SHOWN:
        field, value = SHOWN[act]
        setattr(message, field, text[:20] if value is None else value)
        message.hidden_changed_at = now if field == "hidden" else message.hidden_changed_at
        message.save(update_fields=[field, "hidden_changed_at"])
    Interaction.message_changed(message, REWRITTEN if act == Act.EDIT else act)


REWRITTEN = (
    "rewritten"  # an edit of our own message, by us: the journal tells it apart from one that the platform tells of
)
# What a message shows after an act: its field, and the value (None: the text of the act).
SHOWN = {
    Act.LIKE: ("liked", True),
    Act.UNLIKE: ("liked", False),
    Act.HIDE: ("hidden", True),
    Act.UNHIDE: ("hidden", False),
    Act.REACT: ("our_reaction", None),
}
APPLIED = {
    Change.Kind.EDIT: _edit,
    Change.Kind.DELETION: _delete,
    Change.Kind.HIDING: _hide,
    Change.Kind.REACTION: _react,
    Change.Kind.ANSWER: _answered,
    Change.Kind.RECEIPT: _reported,
}
