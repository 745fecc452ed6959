"""Control calls by which people act in Messenger: write, send files, tap, react, reword, take back."""

from sandbox.control.attached import FILES, made_ids
from sandbox.control.making import author_of, page_of
from sandbox.control.requests import Action, Refused
from sandbox.control.schemas import AT, AUTHOR, DIGITS, ID, TEXT, many, thing
from sandbox.messenger.inbox import Message
from sandbox.messenger.news import between
from sandbox.stage import Stage

ANYTHING = {"type": "object"}
MESSAGE = thing(
    "page",
    page=ID,
    text=TEXT,
    at=AT,
    to={**ID, "description": "Only when the page itself writes"},
    files=FILES,
    sticker={**DIGITS, "description": "Id of a sticker; its picture is a file, or a sample"},
    reply_to=ID,
    attachments={**many(ANYTHING), "description": "What is no file: location, fallback, template …"},
    extra={**ANYTHING, "description": "Further members of the webhook's message: quick_reply, referral …"},
    standby={"type": "boolean", "description": "Another app holds the thread"},
)
TAP = thing("page title", page=ID, title=ID, at=AT)
POSTBACK = thing("page title payload", page=ID, title=ID, payload=TEXT, at=AT, referral=ANYTHING)
EVENT = thing("page field event", page=ID, field=ID, event=ANYTHING, at=AT, standby={"type": "boolean"})
for described in (MESSAGE, TAP, POSTBACK, EVENT):
    described["properties"]["from"] = AUTHOR
    described["required"] = [*described["required"], "from"]
REACTION = thing("id reaction", id=ID, reaction={**TEXT, "description": "love, like … or an emoji; empty: taken back"})
EDIT = thing("id text", id=ID, text=ID)
ONE = thing("id", id=ID)


def message_of(stage: Stage, identifier: str) -> Message:
    """The message, or a refusal."""
    found = stage.inbox.messages.get(identifier)
    if not found:
        raise Refused(f"There is no Messenger message {identifier}.")
    return found


def _parts(stage: Stage, body: dict, page: str) -> dict:
    files = body.get("files") or ([{"kind": "sticker"}] if "sticker" in body else [])
    parts = {name: body[name] for name in ("sticker", "reply_to", "extra") if name in body}
    parts |= {"files": made_ids(stage, page, files), "others": body.get("attachments", [])}
    if not (body.get("text") or parts["files"] or parts["others"] or parts.get("extra")):
        raise Refused("text: something must be said, by words, files, attachments or a sticker.")
    return parts


async def message(stage: Stage, body: dict) -> dict:
    """Someone writes to a page; or the page's staff write by hand, `to` a person."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    sender, _ = author_of(stage, page, body["from"])
    text, parts = body.get("text", ""), _parts(stage, body, page.id)
    if sender == page.id:
        if not stage.inbox.thread(page.id, body.get("to", "")):
            raise Refused("A page can only write to someone who wrote before; name them with `to`.")
        made = stage.inbox.send(page.id, body["to"], text, at, **parts)
    else:
        made = stage.inbox.receive(page.id, sender, text, at, body.get("standby", False), **parts)
    return {"id": made.id, "from": sender, "sent_at": at}


async def tap(stage: Stage, body: dict) -> dict:
    """Someone taps one of the quick replies that the page's last message offers."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    sender, _ = author_of(stage, page, body["from"])
    offered = {one.get("title"): one for one in stage.inbox.choices(page.id, sender)}
    if body["title"] not in offered:
        raise Refused(f"title: the last message offers {', '.join(map(str, offered)) or 'nothing to tap'}.")
    extra = {"quick_reply": {"payload": offered[body["title"]]["payload"]}}
    made = stage.inbox.receive(page.id, sender, body["title"], at, extra=extra)
    return {"id": made.id, "from": sender, "sent_at": at}


async def postback(stage: Stage, body: dict) -> dict:
    """Someone taps a button of the page's."""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    sender, _ = author_of(stage, page, body["from"])
    tapped = {name: body[name] for name in ("payload", "referral") if name in body}
    made = stage.inbox.receive(page.id, sender, body["title"], at, postback=tapped)
    return {"id": made.id, "from": sender, "sent_at": at}


async def reaction(stage: Stage, body: dict) -> dict:
    """The customer reacts to a message."""
    one = message_of(stage, body["id"])
    stage.inbox.react(one, one.person, body["reaction"])
    return {"ok": True, "sent_at": stage.clock.now()}


async def edit(stage: Stage, body: dict) -> dict:
    """The author changes the text."""
    stage.inbox.edit(message_of(stage, body["id"]), body["text"])
    return {"ok": True, "sent_at": stage.clock.now()}


async def unsend(stage: Stage, body: dict) -> dict:
    """The author takes the message back."""
    stage.inbox.unsend(message_of(stage, body["id"]))
    return {"ok": True, "sent_at": stage.clock.now()}


async def event(stage: Stage, body: dict) -> dict:
    """Any other event of a person with a page, word for word: {"referral": …}, {"optin": …}, hand-over …"""
    page, at = page_of(stage, body["page"]), body.get("at", stage.clock.now())
    sender, _ = author_of(stage, page, body["from"])
    told = {**between(sender, page.id, at), **body["event"]}
    stage.inbox.event(page.id, body["field"], told, body.get("standby", False))
    return {"ok": True, "from": sender, "sent_at": at}


ACTIONS = [
    Action("POST", "/control/messenger/messages", "A Messenger message", message, MESSAGE),
    Action("POST", "/control/messenger/taps", "A tapped quick reply", tap, TAP),
    Action("POST", "/control/messenger/postbacks", "A tapped button", postback, POSTBACK),
    Action("POST", "/control/messenger/reactions", "A reaction to a message", reaction, REACTION),
    Action("POST", "/control/messenger/edits", "Other words in a message", edit, EDIT),
    Action("POST", "/control/messenger/deletions", "A message is taken back", unsend, ONE),
    Action("POST", "/control/messenger/events", "Any other Messenger event", event, EVENT),
]
