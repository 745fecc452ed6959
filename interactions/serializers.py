"""How interactions, messages and events look in JSON, for the API and the pages alike."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agents.models import AccountCode, Agent, Workgroup, WrapUpCode
from audit.kept_words import told
from channels_admin.models import Channel
from interactions.deleted import is_kept, may_read
from interactions.models import Attachment, Event, Message, Reaction, State
from interactions.names import iso, name_of, named_by
from interactions.noted import PRIVATE, of_events, passed_on
from interactions.reasons import why_words
from platforms.base import MediaKind
from rows.prepared import Prepared

FILES = {kind.value for kind in MediaKind}
# What a message can carry beside words, as people name it.
NAMES = {
    "image": gettext_lazy("Image"),
    "video": gettext_lazy("Video"),
    "audio": gettext_lazy("Audio"),
    "file": gettext_lazy("File"),
    "sticker": gettext_lazy("Sticker"),
    "event": gettext_lazy("Event"),
    "location": gettext_lazy("Location"),
    "contact": gettext_lazy("Contact"),
    "order": gettext_lazy("Order"),
    "product": gettext_lazy("Product"),
    "form": gettext_lazy("Form"),
    "choice": gettext_lazy("Choice"),
    "postback": gettext_lazy("Pressed a button"),
    "referral": gettext_lazy("Came from"),
    "quoted": gettext_lazy("Quoted"),
    "rating": gettext_lazy("Rating"),
    "forwarded": gettext_lazy("Forwarded"),
    "system": gettext_lazy("Notice of the platform"),
    "link": gettext_lazy("Link"),
    "share": gettext_lazy("Shared"),
    "template": gettext_lazy("Template"),
    "mention": gettext_lazy("Mention"),
    "standby": gettext_lazy("Held by another app"),
    "unsupported": gettext_lazy("Message that cannot be shown here"),
}


def named(thing):
    """Id and name, or None."""
    return thing and {"id": thing.pk, "name": str(thing)}


def person(identity, customer=None):
    """A customer as one platform names him."""
    if identity is None:
        return customer and {"id": customer.pk, "name": str(customer), "handle": ""}
    facts = {"external_id": identity.external_id, "kind": identity.kind, **_standing(identity)}
    picture = reverse("workspace_api:portrait", args=[identity.pk]) if identity.picture else None
    return {
        "id": identity.customer_id,
        "name": str(identity),
        "handle": identity.handle,
        "picture": picture,
        **facts,
    }


def _standing(identity):
    """What the platform says of him beside his name, if it does."""
    given = {"followers": identity.followers, "verified": identity.verified}
    return {name: value for name, value in given.items() if value not in (None, "")}


def row(interaction, viewer):
    """An interaction as a row of a list and as the head of its page. Load it with `with_row()`."""
    thread, last = interaction.thread, interaction.last_message
    return {
        "id": interaction.pk,
        "number": interaction.last_event,
        "state": interaction.state,
        "media_type": interaction.media_type,
        "platform": interaction.platform,
        "kind": thread.kind,
        "channel": named_by(Channel, thread.channel_id),
        "workgroup": named_by(Workgroup, interaction.workgroup_id),
        "thread": thread.pk,
        "customer": person(thread.peer, interaction.customer),
        "owner": named_by(Agent, interaction.owner_id),
        "returns_to": named_by(Agent, interaction.returns_to_id),
        "last_text": _last_words(last),
        "last_at": iso(last and last.platform_at),
        "last_out": bool(last and last.outbound),
        "unread": interaction.unread,
        "marks": thread.marks,
        "waiting_since": iso(interaction.customer_waits_since),
        "created_at": iso(interaction.created_at),
        "queued_at": iso(interaction.queued_at),
        "state_since": iso(interaction.state_since),
        "offer_expires_at": iso(interaction.offer_expires_at),
        "offer": _offer(interaction) if interaction.state == State.ALERTING else None,
        "parked_until": iso(interaction.parked_until),
        "window_closes_at": iso(thread.writable_until),
        "labels": interaction.label_names(),
        "note": passed_on(interaction) if interaction.state == State.ALERTING else "",
        "wrap_up": named_by(WrapUpCode, interaction.wrap_up_id),
        "account_code": named_by(AccountCode, interaction.account_code_id),
        "mine": interaction.is_of(viewer) and interaction.state not in (State.WAITING, State.DISCONNECTED),
    }


def _last_words(last):
    """What was said last, in one line; what has no words is named."""
    if last is None:
        return ""
    if last.deleted:
        return _("Deleted on the platform")
    return last.text[:200] or (str(NAMES.get(last.carries, NAMES["unsupported"])) if last.carries else "")


def _offer(interaction):
    """Why this agent has the offer."""
    if interaction.returns_to_id:
        return {"why": _("Transferred by %(agent)s") % {"agent": name_of(Agent, interaction.returns_to_id)}}
    events = Event.objects.filter(month=interaction.month, interaction_id=interaction.pk, kind="alerted")
    last = events.order_by("-number").first()
    return {"why": why_words(last.data) if last else ""}


def message(item, attached=(), reactions=(), *, whole=False):
    """A message of a thread. Load with `with_author()`; `messages()` reads what comes with it.

    Of a deleted one nothing is told but that, unless it is `whole`: for a reader with the right, as far as it is kept.
    """
    gone = item.deleted and not whole
    return {
        "id": item.pk,
        "external_id": item.external_id,
        "thread": item.thread_id,
        "interaction": item.interaction_id,
        "parent": item.parent_id,
        "outbound": item.outbound,
        "kind": item.kind,
        "text": "" if gone else _said_in(item),
        "at": iso(item.platform_at),
        "attachments": [] if gone else [attachment(one) for one in attached],
        "details": [] if gone else [_detail(one) for one in item.details],
        "edited_at": iso(item.edited_at),
        "deleted_at": iso(item.deleted_at),
        "kept": whole and is_kept(item),
        "hidden": item.hidden,
        "liked": item.liked,
        "our_reaction": item.our_reaction,
        "reactions": [{"emoji": one.emoji, "by": person(one.identity)} for one in reactions],
        "private_reply": item.private_reply,
        "author": person(item.author),
        "agent": named_by(Agent, item.agent_id) if not item.automatic else {"id": 0, "name": _("Automatic reply")},
        "permalink": item.permalink,
        "can_reply": item.can_reply,
        "delivery": _delivery(item),
    }


def _said_in(item):
    """Its words; what stands for something that cannot be shown here is ours."""
    return told(item.text) if item.kind == Message.Kind.UNSUPPORTED else item.text


def _delivery(item):
    delivery = getattr(item, "delivery", None)
    return delivery and {
        "id": delivery.pk,
        "state": delivery.state,
        "reason": told(delivery.reason),
        "attempts": delivery.attempts,
        "can_retry": delivery.can_retry,
        "undo_until": iso(delivery.undo_until) if delivery.state == delivery.State.QUEUED else None,
        "sent_at": iso(delivery.sent_at),
        "delivered_at": iso(delivery.delivered_at),
        "read_at": iso(delivery.read_at),
    }


def gap(one):
    """A span in which messages of a conversation may be missing; `own`: of this customer alone, not of all that is read."""
    return {"id": one.pk, "since": iso(one.since), "until": iso(one.until), "own": bool(one.peer)}


def attachment(one):
    """A file of a message; `url` is ours, and null until it was fetched."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "name": one.name,
        "mime": one.mime,
        "size": one.size,
        "alt": one.alt,
        "state": one.state,
        "reason": told(one.reason),
        "url": reverse("workspace_api:file", args=[one.pk]) if one.state == Attachment.State.KEPT else None,
    }


def _detail(line):
    """A line about something that is neither words nor a file, named for a reader."""
    return {**line, "name": str(NAMES.get(line["kind"], NAMES["unsupported"]))}


def messages(items, viewer_id=None):
    """Messages in JSON; their files and reactions are read here, once for all, and only where there are any.

    `viewer_id` is who reads them: he may have the right to see what is kept of deleted ones.
    """
    items = list(items)
    whole = may_read(items, viewer_id)
    files = _grouped(_files([item.pk for item in items if item.carries in FILES]))
    reactions = _grouped(_reactions([item.pk for item in items if item.reacted]))
    return [message(item, files.get(item.pk, ()), reactions.get(item.pk, ()), whole=whole) for item in items]


def _grouped(rows):
    grouped = {}
    for row in rows:
        grouped.setdefault(row.message_id, []).append(row)
    return grouped


_files = Prepared(lambda ids: Attachment.objects.filter(message__id__in=ids).order_by("place"))
_reactions = Prepared(
    lambda ids: Reaction.objects.filter(message__id__in=ids).exclude(emoji="").select_related("identity").order_by("at")
)


def with_author(messages):
    """A queryset of messages with all that `message()` shows."""
    return messages.select_related("author", "delivery")


_said = Prepared(lambda ids: with_author(Message.objects.filter(pk__in=ids).order_by()))


def events(rows, viewer_id=None):
    """A list of events in JSON for this reader; their messages are read here, once for all of them."""
    rows = list(rows)
    said = _said(list({event.message_id for event in rows if event.message_id}))
    drawn = {item["id"]: item for item in messages(said, viewer_id)}
    notes = of_events(rows, viewer_id)
    return [_event(event, drawn.get(event.message_id), notes.get(event.data.get("note"))) for event in rows]


def _event(event, said, note):
    """One line; that somebody wrote a note is told to nobody who may not read it."""
    data, by = event.data, event.by_id
    if note is None and event.kind in PRIVATE:
        data, by = {}, None
    elif event.kind == "note_deleted":
        by = None
    to = named_by(Agent, data.get("to_agent") or data.get("agent")) or named_by(Workgroup, data.get("to_workgroup"))
    return {
        "interaction": event.interaction_id,
        "number": event.number,
        "kind": event.kind,
        "at": iso(event.at),
        "by": named_by(Agent, by),
        "to": to,
        "data": data,
        "message": said,
        "note": note,
    }
