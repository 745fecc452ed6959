"""Control calls: what the organization has, what customers write, what becomes of messages."""

import base64
import binascii

from sandbox.control.requests import Action, Refused
from sandbox.control.schemas import AT, ID, TEXT, many, thing
from sandbox.genesys.organization import Client, Conversation, Integration, organization
from sandbox.stage import Stage

STATUSES = ("queued", "sent", "failed", "delivery-success", "delivery-failed", "read", "removed", "published")
WORLD = thing(
    "",
    clients=many(thing("id secret", id=ID, secret=ID)),
    integrations=many(thing("id name phone", id=ID, name=ID, phone=ID)),
    products=many(TEXT),
    permissions=many(TEXT),
    user={"type": "boolean", "description": "Whether tokens have a user behind them"},
    calls={"type": "integer", "minimum": 1, "description": "Calls in a minute and token"},
    page={"type": "integer", "minimum": 1, "description": "The largest page"},
    refused_certificates=many(TEXT),
)
FILE = thing("data", data={**TEXT, "description": "Base64"}, mime=TEXT, name=TEXT)
MESSAGE = thing(
    "integration name",
    integration=ID,
    name=ID,
    text=TEXT,
    at=AT,
    files=many(FILE),
    content=many({"type": "object", "description": "A content element of a normalized message"}),
)
MESSAGE["properties"]["from"] = {"type": "string", "pattern": "^[0-9]{5,20}$"}
MESSAGE["required"] = ["integration", "name", "from"]
STATUS = thing("id status", id=ID, status={"enum": list(STATUSES)}, reason=TEXT)
TALK = thing("id", id={**ID, "description": "A message of the conversation"}, connected={"type": "boolean"})


async def world(stage: Stage, body: dict) -> dict:
    """Clients, integrations, products, permissions and limits; what is not named stays."""
    place = organization(stage)
    for one in body.get("clients", []):
        place.clients.save(Client(**one))
    for one in body.get("integrations", []):
        place.integrations.save(Integration(**one))
    for name in ("products", "permissions", "user", "calls", "page", "refused_certificates"):
        setattr(place.settings, name, body.get(name, getattr(place.settings, name)))
    place.save_settings()
    place.calls.clear()
    stage.store.commit()
    return {"ok": True}


async def write(stage: Stage, body: dict) -> dict:
    """A customer writes to an integration; an agent takes the conversation at once."""
    place = organization(stage)
    if place.integrations.get(body["integration"]) is None:
        raise Refused(f"There is no integration {body['integration']}; describe it with POST /control/genesys/world.")
    if not (body.get("text") or body.get("files") or body.get("content")):
        raise Refused("A message needs a text, files or content.")
    at = body.get("at", stage.clock.now())
    said = {"text": body.get("text", ""), "content": body.get("content", []), "files": _files(stage, body)}
    message = place.receive(body["integration"], body["from"], body["name"], at, **said)
    return {"id": message.id, "conversation": message.conversation, "sent_at": at}


def _files(stage: Stage, body: dict) -> list[str]:
    try:
        raw = [(base64.b64decode(one["data"], validate=True), one) for one in body.get("files", [])]
    except binascii.Error:
        raise Refused("`data` of a file must be base64.") from None
    return [stage.files.add("genesys", data, one.get("mime", ""), one.get("name", ""), True).id for data, one in raw]


async def status(stage: Stage, body: dict) -> dict:
    """What became of a message, whatever the usual course."""
    place = organization(stage)
    message = place.messages.get(body["id"])
    if message is None:
        raise Refused(f"There is no message {body['id']}.")
    message.status, message.reason = body["status"], body.get("reason", "")
    place.messages.save(message)
    return {"ok": True}


async def disconnect(stage: Stage, body: dict) -> dict:
    """The conversation ends."""
    conversation = _talk(stage, body)
    conversation.ended = stage.clock.now()
    organization(stage).conversations.save(conversation)
    return {"ok": True}


async def agent(stage: Stage, body: dict) -> dict:
    """Whether an agent is connected to the conversation."""
    conversation = _talk(stage, body)
    conversation.leg = f"{conversation.id}-leg" if body.get("connected", True) else ""
    organization(stage).conversations.save(conversation)
    return {"ok": True}


def _talk(stage: Stage, body: dict) -> Conversation:
    place = organization(stage)
    message = place.messages.get(body["id"])
    if message is None:
        raise Refused(f"There is no message {body['id']}.")
    return place.conversations.get(message.conversation)


async def code(stage: Stage, body: dict) -> dict:
    """The code that a number was told last, as whoever takes the call would hear it."""
    found = next((one for one in organization(stage).integrations if one.phone == body["phone"] and one.code), None)
    if found is None:
        raise Refused(f"No code was asked for {body['phone']}.")
    return {"code": found.code}


ACTIONS = [
    Action("POST", "/control/genesys/codes", "The code that a number was told", code, thing("phone", phone=ID)),
    Action("POST", "/control/genesys/world", "What the Genesys Cloud organization has", world, WORLD),
    Action("POST", "/control/genesys/messages", "A customer writes through Genesys Cloud", write, MESSAGE),
    Action("POST", "/control/genesys/statuses", "What became of a Genesys Cloud message", status, STATUS),
    Action("POST", "/control/genesys/disconnect", "A Genesys Cloud conversation ends", disconnect, TALK),
    Action("POST", "/control/genesys/agent", "Is an agent connected to it?", agent, TALK),
]
