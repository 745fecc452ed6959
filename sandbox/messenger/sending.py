"""The Send API of Messenger: windows, tags, attachments, private replies, sender actions."""

from dataclasses import dataclass, field

from sandbox.facebook.wall import Comment, Post
from sandbox.fetching import fetched
from sandbox.files import File
from sandbox.graph.errors import GraphError, bad
from sandbox.graph.nodes import Node
from sandbox.messenger.choices import offered
from sandbox.messenger.inbox import DAY
from sandbox.stage import Stage
from sandbox.wire import Call

LONGEST = 2000
WEEK = 7 * DAY
MEGABYTE = 1024 * 1024
LARGEST = {"image": 8 * MEGABYTE, "audio": 25 * MEGABYTE, "video": 25 * MEGABYTE, "file": 25 * MEGABYTE}
OUTSIDE = (
    "(#10) This message is sent outside of allowed window. Learn more about the new policy here: "
    "https://developers.facebook.com/docs/messenger-platform/policy-overview"
)
ACTIONS = ("typing_on", "typing_off", "mark_seen")
TYPES = ("RESPONSE", "UPDATE", "MESSAGE_TAG")


@dataclass
class Content:
    """What a message says: words, or one attachment, which is a file or something else (a template); and answers to tap."""

    text: str = ""
    files: list[str] = field(default_factory=list)
    others: list[dict] = field(default_factory=list)
    kind: str = "text"
    choices: list[dict] = field(default_factory=list)


async def send(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{page}/messages: a message, a private reply to a comment or post, or a sender action."""
    recipient = call.piece("recipient")
    if recipient.get("comment_id") or recipient.get("post_id"):
        return await _reply_privately(stage, call, node, str(recipient.get("comment_id") or recipient["post_id"]))
    person = stage.world.psid(node.id, str(recipient.get("id", "")))
    if not person or not stage.inbox.thread(node.id, person.id):
        raise GraphError(100, "(#100) No matching user found", 2018001)
    if person.blocked:
        raise GraphError(551, "(#551) This person isn't available right now.", 1545041)
    if call.text("sender_action"):
        return _act(stage, call.text("sender_action"), node, person.id)
    content = await _content(stage, call, node)
    _check_window(stage, call, stage.inbox.window(node.id, person.id))
    return await _publish(stage, call, node, person.id, content)


def _count(stage: Stage, name: str, node: Node) -> None:
    if stage.limits.hit(name, node.id).exceeded:
        raise GraphError(613, "(#613) Calls to this api have exceeded the rate limit.")


def _act(stage: Stage, action: str, node: Node, person: str) -> dict:
    if action not in ACTIONS:
        raise bad(f"Param sender_action must be one of {{{', '.join(ACTIONS).upper()}}}")
    if action == "mark_seen":
        stage.inbox.see(node.id, person)
        stage.store.commit()
    return {"recipient_id": person}


async def _content(stage: Stage, call: Call, node: Node) -> Content:
    message = call.piece("message")
    text, attachment = message.get("text", ""), message.get("attachment")
    if isinstance(attachment, dict) and attachment.get("type"):
        if text:
            raise bad("A message has either a text or an attachment.")
        return await _attached(stage, call, node, attachment)
    if not isinstance(text, str) or not text:
        raise bad("You must provide a message with text or an attachment.")
    if len(text) > LONGEST:
        raise bad(f"Length of param message[text] must be less than or equal to {LONGEST}")
    return Content(text, choices=offered(message))


async def _attached(stage: Stage, call: Call, node: Node, attachment: dict) -> Content:
    if attachment["type"] == "template":
        return Content(others=[attachment], kind="template")
    if attachment["type"] in ("audio", "video"):
        _count(stage, "messenger.media", node)
    file = await _file(stage, call, node, attachment)
    return Content(files=[file.id], kind=attachment["type"])


async def _file(stage: Stage, call: Call, node: Node, attachment: dict) -> File:
    """A file uploaded before, sent along (`filedata`), or to be fetched."""
    kind, payload = attachment["type"], attachment.get("payload")
    payload = payload if isinstance(payload, dict) else {}
    if kind not in LARGEST:
        raise bad(f"Param message[attachment][type] must be one of {{{', '.join(LARGEST).upper()}, TEMPLATE}}")
    if payload.get("attachment_id"):
        known = stage.files.get(str(payload["attachment_id"]))
        if not known or known.owner != node.id:
            raise bad("Invalid attachment_id: there is no such attachment of this page.")
        return known
    data, mime, name = await _bytes(call, payload)
    if len(data) > LARGEST[kind] or (kind != "file" and mime and not mime.startswith(f"{kind}/")):
        raise GraphError(100, "(#100) Upload attachment failure.", 2018047)
    return stage.files.add(node.id, data, mime, name)


async def _bytes(call: Call, payload: dict) -> tuple[bytes, str, str]:
    sent = call.files.get("filedata") or next(iter(call.files.values()), None)
    if sent:
        return sent.data, sent.mime, sent.name
    if not payload.get("url"):
        raise bad("An attachment needs a url, an attachment_id or a file.")
    data = await fetched(str(payload["url"]))
    if data is None:
        raise GraphError(100, "(#100) Failed to fetch the file from the url", 2018008)
    return data, "", str(payload["url"]).rpartition("/")[2].partition("?")[0]


async def upload(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{page}/message_attachments: a file by address or in a form, to be sent by its id."""
    attachment = call.piece("message").get("attachment")
    if not isinstance(attachment, dict) or not attachment.get("type"):
        raise bad("The parameter message is required.")
    file = await _file(stage, call, node, attachment)
    stage.store.commit()
    return {"attachment_id": file.id}


def _check_window(stage: Stage, call: Call, since: float) -> None:
    """A day, or a week for a person's answer where the page has that feature; other tags ended in April 2026."""
    kind, tag = call.text("messaging_type", "RESPONSE"), call.text("tag")
    if kind not in TYPES:
        raise bad(f"Param messaging_type must be one of {{{', '.join(TYPES)}}}")
    if tag and tag != "HUMAN_AGENT":
        raise bad(f"The message tag {tag} is not available.")
    week = tag == "HUMAN_AGENT" and stage.switches.human_agent
    if since >= (WEEK if week else DAY):
        raise GraphError(10, OUTSIDE, 2018278)


async def _reply_privately(stage: Stage, call: Call, node: Node, object_id: str) -> dict:
    """Once for each comment or post of a visitor, within seven days ("Private replies")."""
    one = stage.wall.comments.get(object_id) or stage.wall.story(object_id)
    if not one or one.page != node.id or one.by_page:
        raise GraphError(100, "(#100) Invalid post_id parameter or the object cannot be replied to", 2018344)
    if stage.clock.now() - one.at > WEEK or one.private_reply:
        raise GraphError(10900, "(#10900) Activity already replied to", status=400)
    content = await _content(stage, call, node)
    _count(stage, "messenger.private_replies", node)
    _note_reply(stage, one)
    person = stage.world.person(node.id, one.author_name, one.author).id
    return await _publish(stage, call, node, person, content, one.id)


def _note_reply(stage: Stage, one: Comment | Post) -> None:
    one.private_reply = True
    (stage.wall.comments if isinstance(one, Comment) else stage.wall.posts).save(one)


async def _publish(stage: Stage, call: Call, node: Node, person: str, content: Content, public: str = "") -> dict:
    mark, reply_to = str(call.piece("message").get("metadata", "")), str(call.piece("reply_to").get("mid", ""))
    more = {"mark": mark, "reply_to": reply_to, "files": content.files, "others": content.others}
    more["choices"] = content.choices
    message = stage.inbox.send(node.id, person, content.text, stage.clock.now(), **more)
    words = {"to": person, "in_reply_to": public or reply_to, "text": content.text, "mark": mark}
    stage.ledger.publish(message.at, "messenger", message.id, **words, files=content.files, kind=content.kind)
    await stage.before_answer()
    return {"recipient_id": person, "message_id": message.id}
