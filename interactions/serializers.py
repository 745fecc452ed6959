"""How interactions, messages and events look in JSON, for the API and the pages alike."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.models import Agent, Workgroup
from interactions.models import Event, Message, State


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
        "channel": named(thread.channel),
        "workgroup": named(interaction.workgroup),
        "thread": thread.pk,
        "customer": person(thread.peer, interaction.customer),
        "owner": named(interaction.owner),
        "returns_to": named(interaction.returns_to),
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
        "mine": viewer.pk in (interaction.owner_id, interaction.returns_to_id)
        and interaction.state not in (State.WAITING, State.DISCONNECTED),
    }


def _offer(interaction):
    """Why this agent has the offer."""
    if interaction.returns_to_id:
        return {"why": _("Transferred by %(agent)s") % {"agent": interaction.returns_to}}
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
        "agent": named(item.agent),
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
    return messages.select_related("author", "agent", "delivery")


def events(rows):
    """A list of events in JSON: names are looked up here, once for all of them; deleted messages are null."""
    rows = list(rows)
    agents = Agent.objects.in_bulk(_named_in(rows, "to_agent", "agent") | {e.by_id for e in rows if e.by_id})
    workgroups = Workgroup.objects.in_bulk(_named_in(rows, "to_workgroup"))
    ids = {event.message_id for event in rows if event.message_id}
    messages = with_author(Message.objects.all()).in_bulk(ids) if ids else {}
    return [_event(event, agents, workgroups, messages.get(event.message_id)) for event in rows]


def _named_in(rows, *keys):
    return {event.data[key] for event in rows for key in keys if key in event.data}


def _event(event, agents, workgroups, said):
    data = event.data
    to = agents.get(data.get("to_agent") or data.get("agent")) or workgroups.get(data.get("to_workgroup"))
    return {
        "interaction": event.interaction_id,
        "number": event.number,
        "kind": event.kind,
        "at": iso(event.at),
        "by": named(agents.get(event.by_id)),
        "to": named(to),
        "data": data,
        "message": said and message(said),
    }
