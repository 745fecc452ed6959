"""Control calls about WhatsApp: customers write anything, statuses, reviews of templates, news of the account."""

from sandbox.control.attached import FILE, made
from sandbox.control.making import number_of
from sandbox.control.requests import Action, Refused
from sandbox.control.schemas import AT, ID, TEXT, many, thing
from sandbox.samples import SAMPLES
from sandbox.stage import Stage
from sandbox.webhooks.subscriptions import WHATSAPP
from sandbox.whatsapp import registration
from sandbox.whatsapp.templates import Template
from sandbox.world import Number

ANYTHING = {"type": "object"}
CUSTOMER = {"type": "string", "pattern": "^\\+?[0-9]{5,20}$"}
ONE = thing(
    "number name",
    number=ID,
    user_id={**ID, "description": "Business-scoped user id; alone when the customer shows no number"},
    username=ID,
    name=ID,
    text=TEXT,
    context={**ID, "description": "Id of the message that is quoted"},
    kind={**ID, "description": "text, image, location, order, edit, revoke, or anything else"},
    content={**ANYTHING, "description": "The part named after the kind; media without an id get a file"},
    file=FILE,
    more={**ANYTHING, "description": "Further members of the message: referral, identity, a whole context …"},
    at=AT,
)
ONE["properties"]["from"] = CUSTOMER
ONE["$comment"] = "a message needs a `number`, a `name`, and `from` (digits) or `user_id`"
ONE["anyOf"] = [{"required": ["from"]}, {"required": ["user_id"]}]
MESSAGES = {
    "oneOf": [ONE, thing("messages", messages=many(ONE, 1))],
    "$comment": "give `number`, `name`, `from` (or `user_id`) and `text`, or `messages` with a list of these",
}
ERRORS = many({"type": "object", "required": ["code"]})
STATUSES = ["sent", "delivered", "read", "played", "failed"]
STATUS = thing("id status", id=ID, status={"enum": STATUSES}, errors=ERRORS, at=AT)
FAILURE = thing(
    "code",
    code={"type": "integer", "description": "131026, 130472 …"},
    times={"type": "integer", "minimum": 1},
    to={**TEXT, "description": "Only messages to this customer (digits)"},
    at_once={"type": "boolean", "description": "As the answer to the call, not as a status later"},
    details=TEXT,
)
REVIEW = thing(
    "event",
    id={**ID, "description": "The template's id; or waba, name and language"},
    waba=ID,
    name=ID,
    language=ID,
    event={**ID, "description": "APPROVED, REJECTED, PAUSED, DISABLED, FLAGGED, REINSTATED …; QUALITY or CATEGORY"},
    reason=TEXT,
    quality={"enum": ["GREEN", "YELLOW", "RED", "UNKNOWN"]},
    category={"enum": ["UTILITY", "AUTHENTICATION", "MARKETING"]},
    more={**ANYTHING, "description": "Further members of the webhook's value: rejection_info, disable_info …"},
)
CHANGE = thing("waba field value", waba=ID, field=ID, value=ANYTHING)
STATE = thing(
    "number",
    number=ID,
    status=ID,
    quality_rating={"enum": ["GREEN", "YELLOW", "RED", "NA"]},
    name_status=ID,
    messaging_limit=ID,
    name=ID,
    is_official={"type": "boolean"},
)
NAME_REVIEW = thing("number decision", number=ID, decision={"enum": ["APPROVED", "REJECTED", "DEFERRED"]}, reason=TEXT)
ELSEWHERE = thing("phone where", phone=ID, where={"enum": ["app", "provider", ""]})
MEDIA = {"image": "image", "video": "video", "audio": "audio", "document": "file", "sticker": "sticker"}


def _with_file(stage: Stage, number: str, described: dict) -> dict:
    """The described message, whose media is a file here if it names none."""
    kind, content = described.get("kind", "text"), described.get("content", {})
    if kind not in MEDIA or content.get("id"):
        return described
    file = made(stage, number, {"kind": MEDIA[kind], **described.get("file", {})})
    about = {"id": file.id, "mime_type": file.mime, "sha256": file.sha256}
    about |= {"filename": file.name or SAMPLES["file"][1]} if kind == "document" else {}
    return {**described, "content": {**about, **content}}


def _check(stage: Stage, number: Number, one: dict) -> None:
    if one.get("kind", "text") == "text" and not (one.get("text") or one.get("content")):
        raise Refused("A text message needs a text.")
    contact = stage.chats.contact(number.id, one.get("from", "").lstrip("+") or one.get("user_id", ""))
    if contact and contact.blocked:
        raise Refused(f"{contact.name} is blocked by the number {number.id}.")


async def messages(stage: Stage, body: dict) -> dict:
    """One message, or several in one webhook delivery (all to the same number)."""
    described = body.get("messages") or [body]
    if len({one["number"] for one in described}) != 1:
        raise Refused("The messages of one delivery go to one number.")
    number = number_of(stage, described[0]["number"])
    for one in described:
        _check(stage, number, one)
    now = stage.clock.now()
    written = stage.chats.receive(number, [_with_file(stage, number.id, one) for one in described])
    times = [one.get("at", now) for one in described]
    if "messages" in body:
        return {"ids": [message.id for message in written], "sent_at": times[-1]}
    return {"id": written[0].id, "sent_at": times[0]}


async def status(stage: Stage, body: dict) -> dict:
    """What became of a message of the company, told by webhook."""
    message = stage.chats.messages.get(body["id"])
    if not message or message.incoming:
        raise Refused(f"The company sent no WhatsApp message {body['id']}.")
    stage.chats.report(message.id, body["status"], body.get("errors"))
    return {"id": message.id, "sent_at": stage.clock.now()}


async def failure(stage: Stage, body: dict) -> dict:
    """The next messages fail with a code."""
    usual = {"times": 1, "to": "", "at_once": False, "details": ""}
    stage.switches.failures = [*stage.switches.failures, usual | body]
    stage.save_switches()
    return {"ok": True, "planned": len(stage.switches.failures)}


def _template(stage: Stage, body: dict) -> Template:
    if "id" in body:
        found = stage.templates.get(body["id"])
    else:
        found = stage.templates.find(*(body.get(name, "") for name in ("waba", "name", "language")))
    if not found:
        raise Refused("There is no such template; name it by `id`, or by `waba`, `name` and `language`.")
    return found


async def review(stage: Stage, body: dict) -> dict:
    """The review or the platform decides about a template; QUALITY and CATEGORY change these."""
    template, event = _template(stage, body), body["event"]
    if event == "QUALITY":
        stage.templates.rate(template, body.get("quality", "UNKNOWN"))
    elif event == "CATEGORY":
        stage.templates.recategorize(template, body.get("category", "MARKETING"))
    else:
        stage.templates.decide(template, event, body.get("reason", "NONE"), body.get("more"))
    return {"id": template.id, "status": template.status, "sent_at": stage.clock.now()}


async def change(stage: Stage, body: dict) -> dict:
    """Any other news of a business account, told by webhook word for word."""
    if not stage.world.waba(body["waba"]):
        raise Refused(f"There is no business account {body['waba']}; describe one of its numbers first.")
    told = {"field": body["field"], "value": body["value"]}
    entry = {"id": body["waba"], "time": int(stage.clock.now()), "changes": [told]}
    stage.sender.send(WHATSAPP, body["waba"], body["field"], "whatsapp", entry)
    return {"ok": True, "sent_at": stage.clock.now()}


async def state(stage: Stage, body: dict) -> dict:
    """What the platform says of a number when it is asked; nobody is told."""
    number = number_of(stage, body["number"])
    for name, value in body.items():
        if name != "number":
            setattr(number, name, value)
    stage.world.numbers.save(number)
    return {"ok": True}


async def code(stage: Stage, body: dict) -> dict:
    """The code that a number was told last, as whoever takes the call would hear it."""
    number = number_of(stage, body["number"])
    if not number.code:
        raise Refused(f"No code was asked for {number.display_phone_number}.")
    return {"code": number.code, "method": number.codes_asked[-1][1]}


async def name_review(stage: Stage, body: dict) -> dict:
    """The review of the display name that was asked for last; the apps on the account are told."""
    number = number_of(stage, body["number"])
    registration.decide_name(stage, number, body["decision"], body.get("reason", "NONE"))
    return {"ok": True, "name_status": number.name_status, "sent_at": stage.clock.now()}


async def elsewhere(stage: Stage, body: dict) -> dict:
    """A number is used in the WhatsApp app, or with another provider; blank: nowhere any more."""
    stage.switches.numbers_elsewhere = {**stage.switches.numbers_elsewhere, body["phone"].lstrip("+"): body["where"]}
    stage.save_switches()
    return {"ok": True}


ACTIONS = [
    Action("POST", "/control/whatsapp/codes", "The code that a number was told", code, thing("number", number=ID)),
    Action("POST", "/control/whatsapp/names", "The review of a display name", name_review, NAME_REVIEW),
    Action("POST", "/control/whatsapp/elsewhere", "A number that is in use elsewhere", elsewhere, ELSEWHERE),
    Action("POST", "/control/whatsapp/messages", "WhatsApp messages", messages, MESSAGES),
    Action("POST", "/control/whatsapp/statuses", "A delivery status", status, STATUS),
    Action("POST", "/control/whatsapp/failures", "The next messages fail", failure, FAILURE),
    Action("POST", "/control/whatsapp/templates", "What the review of a template says", review, REVIEW),
    Action("POST", "/control/whatsapp/changes", "Any news of a business account", change, CHANGE),
    Action("POST", "/control/whatsapp/numbers", "Status, quality, limit, name of a number", state, STATE),
]
