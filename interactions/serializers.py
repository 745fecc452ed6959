"""How interactions, messages and events look in JSON, for the API and the pages alike."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.models import Agent, Workgroup
from channels_admin.models import Channel
from interactions.models import Event, Message, State
from interactions.names import name_of, named_by
from rows.prepared import Prepared


def iso(moment):
    """A moment in ISO 8601 UTC, or None."""
    return moment and moment.isoformat().replace("+00:00", "Z")


def named(thing):
    """Id and name, or None."""
    return thing and {"id": thing.pk, "name": str(thing)}


def person(identity, customer=None):
    """A customer as one platform names him."""
    if identity is None:
        return customer and {"id": customer.pk, "name": str(customer), "handle": ""}
    facts = {"external_id": identity.external_id, "kind": identity.kind}
    return {"id": identity.customer_id, "name": str(identity), "handle": identity.handle, **facts}


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
        "last_text": last.text[:200] if last else "",
        "last_at": iso(last and last.platform_at),
        "last_out": bool(last and last.outbound),
        "unread": interaction.unread,
        "waiting_since": iso(interaction.customer_waits_since),
        "created_at": iso(interaction.created_at),
        "queued_at": iso(interaction.queued_at),
        "state_since": iso(interaction.state_since),
        "offer_expires_at": iso(interaction.offer_expires_at),
        "offer": _offer(interaction) if interaction.state == State.ALERTING else None,
        "parked_until": iso(interaction.parked_until),
        "window_closes_at": iso(thread.writable_until),
        "note": _note(interaction) if interaction.state == State.ALERTING else "",
        "mine": interaction.is_of(viewer) and interaction.state not in (State.WAITING, State.DISCONNECTED),
    }


def _offer(interaction):
    """Why this agent has the offer."""
    if interaction.returns_to_id:
        return {"why": _("Transferred by %(agent)s") % {"agent": name_of(Agent, interaction.returns_to_id)}}
    events = Event.objects.filter(month=interaction.month, interaction_id=interaction.pk, kind="alerted")
    last = events.order_by("-number").first()
    return {"why": why_words(last.data) if last else ""}


def why_words(why):
    """The reason of an offer as a sentence."""
    if why.get("rule") == "preferred":
        return _("Had this conversation before")
    minutes, seconds = divmod(why.get("seconds", 0), 60)
    if minutes:
        return ngettext("Longest available: %(n)s minute", "Longest available: %(n)s minutes", minutes) % {"n": minutes}
    return _("Longest available: %(n)s s") % {"n": seconds}


def _note(interaction):
    note = interaction.notes.order_by("-pk").first()
    return note.text if note else ""


def message(item):
    """A message of a thread. Load with `with_author()`."""
    return {
        "id": item.pk,
        "external_id": item.external_id,
        "thread": item.thread_id,
        "interaction": item.interaction_id,
        "parent": item.parent_id,
        "outbound": item.outbound,
        "kind": item.kind,
        "text": item.text,
        "at": iso(item.platform_at),
        "author": person(item.author),
        "agent": named_by(Agent, item.agent_id),
        "permalink": item.permalink,
        "can_reply": item.can_reply,
        "delivery": _delivery(item),
    }


def _delivery(item):
    delivery = getattr(item, "delivery", None)
    return delivery and {
        "id": delivery.pk,
        "state": delivery.state,
        "reason": delivery.reason,
        "attempts": delivery.attempts,
        "can_retry": delivery.can_retry,
    }


def with_author(messages):
    """A queryset of messages with all that `message()` shows."""
    return messages.select_related("author", "delivery")


_said = Prepared(lambda ids: with_author(Message.objects.filter(pk__in=ids).order_by()))


def events(rows):
    """A list of events in JSON; their messages are read here, once for all of them, and null where deleted."""
    rows = list(rows)
    said = _said(list({event.message_id for event in rows if event.message_id}))
    messages = {item.pk: item for item in said}
    return [_event(event, messages.get(event.message_id)) for event in rows]


def _event(event, said):
    data = event.data
    to = named_by(Agent, data.get("to_agent") or data.get("agent")) or named_by(Workgroup, data.get("to_workgroup"))
    return {
        "interaction": event.interaction_id,
        "number": event.number,
        "kind": event.kind,
        "at": iso(event.at),
        "by": named_by(Agent, event.by_id),
        "to": to,
        "data": data,
        "message": said and message(said),
    }
