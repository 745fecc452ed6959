"""Conversations over HTTP: listing, reading, sending, files."""

from dataclasses import dataclass

from sandbox.genesys import shapes
from sandbox.genesys.admin_api import need
from sandbox.genesys.organization import Conversation, Organization, Slot, new_id
from sandbox.genesys.paging import page
from sandbox.genesys.problems import bad, not_found
from sandbox.wire import Call

LONGEST = 2000
MOST_IN_BULK = 100


@dataclass
class Raw:
    """An answer that is a file."""

    data: bytes
    mime: str


def _conversation(place: Organization, id: str) -> Conversation:
    found = place.conversations.get(id)
    if found is None:
        raise not_found("conversation")
    return found


async def open_ones(place: Organization, call: Call) -> dict:
    """GET /api/v2/conversations/messages: those that have not ended."""
    every = [one for one in place.conversations if not one.ended]
    return page(call, place.settings.page, every, lambda one: shapes.conversation(place, one))


async def one(place: Organization, call: Call, id: str) -> dict:
    """GET /api/v2/conversations/messages/{id}."""
    return shapes.conversation(place, _conversation(place, id))


async def general(place: Organization, call: Call, id: str) -> dict:
    """GET /api/v2/conversations/{id}."""
    return shapes.legs(_conversation(place, id))


async def message(place: Organization, call: Call, id: str, message: str) -> dict:
    """GET /api/v2/conversations/messages/{id}/messages/{message}."""
    if message not in _conversation(place, id).messages:
        raise not_found("message")
    return shapes.message(place, place.messages.get(message))


async def bulk(place: Organization, call: Call, id: str) -> dict:
    """POST /api/v2/conversations/messages/{id}/messages/bulk: a list of ids; what is not there is left out."""
    wanted = call.params.get("list")
    if not isinstance(wanted, list) or len(wanted) > MOST_IN_BULK:
        raise bad(f"The body must be a list of at most {MOST_IN_BULK} message ids.")
    held = _conversation(place, id).messages
    return {"entities": [shapes.message(place, place.messages.get(found)) for found in wanted if found in held]}


async def send(place: Organization, call: Call, id: str, leg: str) -> dict:
    """POST .../communications/{leg}/messages."""
    need(place, "messaging:message:send")
    conversation = _connected(place, id, leg)
    text, files = call.text("textBody"), _files(place, call)
    sent = place.send(conversation, _fit(text, files, call), files, call.piece("messagingTemplate"))
    await place.stage.before_answer()
    return shapes.message(place, sent)


async def agentless(place: Organization, call: Call) -> dict:
    """POST /api/v2/conversations/messages/agentless: a template to anybody, text only into an open conversation."""
    need(place, "messaging:message:send")
    integration, customer = call.text("fromAddress"), call.text("toAddress")
    if place.integrations.get(integration) is None or not customer.isdigit():
        raise bad("fromAddress must be the id of an integration, toAddress digits.")
    template = call.piece("messagingTemplate")
    conversation = place.open_conversation(integration, customer)
    if conversation is None and not template:
        raise bad("Text can be sent only into an active conversation.")
    if conversation is None:
        began = place.stage.clock.now()
        conversation = Conversation(new_id(), integration, customer, customer, began)
    sent = place.send(conversation, _fit(call.text("textBody"), [], call), [], template)
    await place.stage.before_answer()
    return shapes.message(place, sent)


async def new_media(place: Organization, call: Call, id: str, leg: str) -> dict:
    """POST .../communications/{leg}/messages/media: where a file is to be uploaded to."""
    _connected(place, id, leg)
    slot = place.slots.save(Slot(new_id(), leg))
    url = f"{place.stage.base}/uploads/v4/services/messaging/{slot.id}"
    return {"id": slot.id, "uploadUrl": url, "status": "uploading"}


async def media(place: Organization, call: Call, id: str, leg: str, slot: str) -> dict:
    """GET .../communications/{leg}/messages/media/{slot}."""
    _connected(place, id, leg)
    found = place.slots.get(slot)
    if found is None or found.leg != leg:
        raise not_found("media")
    return {"id": slot, "status": "valid" if found.file else "uploading"}


async def upload(place: Organization, call: Call, slot: str) -> dict:
    """POST /uploads/v4/services/messaging/{slot}: the file itself, in a form."""
    found, sent = place.slots.get(slot), call.files.get("file")
    if found is None or sent is None:
        raise not_found("upload")
    found.file = place.stage.files.add(place.settings.id, sent.data, sent.mime, sent.name).id
    place.slots.save(found)
    return {"id": slot}


async def download(place: Organization, call: Call, file: str) -> Raw:
    """GET /api/v2/downloads/{file}: a file of a message."""
    found = place.stage.files.get(file)
    if found is None:
        raise not_found("download")
    return Raw(place.stage.files.data(found), found.mime)


def _files(place: Organization, call: Call) -> list[str]:
    wanted = call.params.get("mediaIds") or []
    slots = [place.slots.get(one) for one in wanted] if isinstance(wanted, list) else [None]
    if not all(slot and slot.file for slot in slots):
        raise bad("A media id is not known or not yet valid.")
    return [slot.file for slot in slots]


def _connected(place: Organization, id: str, leg: str) -> Conversation:
    conversation = _conversation(place, id)
    if conversation.ended or not leg or conversation.leg != leg:
        raise not_found("communication")
    return conversation


def _fit(text: str, files: list, call: Call) -> str:
    if len(text) > LONGEST:
        raise bad(f"textBody must be at most {LONGEST} characters long.")
    if not (text or files or call.piece("messagingTemplate")):
        raise bad("A message needs a textBody, mediaIds or a messagingTemplate.")
    return text
