"""The Send API of Messenger: windows, tags, private replies, sender actions."""

from sandbox.facebook.wall import Comment, Post
from sandbox.graph.errors import GraphError, bad
from sandbox.graph.nodes import Node
from sandbox.messenger.inbox import DAY
from sandbox.stage import Stage
from sandbox.wire import Call

LONGEST = 2000
WEEK = 7 * DAY
OUTSIDE = (
    "(#10) This message is sent outside of allowed window. Learn more about the new policy here: "
    "https://developers.facebook.com/docs/messenger-platform/policy-overview"
)
ACTIONS = ("typing_on", "typing_off", "mark_seen")


async def send(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{page}/messages: a message, a private reply to a comment, or a sender action."""
    recipient = call.piece("recipient")
    if recipient.get("comment_id") or recipient.get("post_id"):
        return await _reply_privately(stage, call, node, str(recipient.get("comment_id") or recipient["post_id"]))
    person = stage.world.psid(node.id, str(recipient.get("id", "")))
    if not person or not stage.inbox.thread(node.id, person.id):
        raise GraphError(100, "(#100) No matching user found", 2018001)
    if call.text("sender_action"):
        if call.text("sender_action") not in ACTIONS:
            raise bad(f"Param sender_action must be one of {{{', '.join(ACTIONS).upper()}}}")
        return {"recipient_id": person.id}
    text = _text(call)
    _check_window(stage, call, stage.inbox.window(node.id, person.id))
    return await _publish(stage, call, node, person.id, text, call.piece("reply_to").get("mid", ""))


def _text(call: Call) -> str:
    message = call.piece("message")
    text = message.get("text", "")
    attachment = message.get("attachment")
    if not text and isinstance(attachment, dict) and attachment.get("type"):
        return f"[{attachment['type']}]"
    if not isinstance(text, str) or not text:
        raise bad("You must provide a message with text or an attachment.")
    if len(text) > LONGEST:
        raise bad(f"Length of param message[text] must be less than or equal to {LONGEST}")
    return text


def _check_window(stage: Stage, call: Call, since: float) -> None:
    tag = call.text("tag")
    if tag and tag != "HUMAN_AGENT":
        raise bad(f"The message tag {tag} is not available.")
    if since >= (WEEK if tag == "HUMAN_AGENT" else DAY):
        raise GraphError(10, OUTSIDE, 2018278)


async def _reply_privately(stage: Stage, call: Call, node: Node, object_id: str) -> dict:
    one = stage.wall.comments.get(object_id) or stage.wall.posts.get(object_id)
    if not one or one.page != node.id or one.by_page:
        raise GraphError(100, "(#100) Invalid post_id parameter or the object cannot be replied to", 2018344)
    if stage.clock.now() - one.at > WEEK or _replied(one):
        raise GraphError(10900, "(#10900) Activity already replied to", status=400)
    text = _text(call)
    if isinstance(one, Comment):
        one.private_reply = True
        stage.wall.comments.save(one)
    return await _publish(stage, call, node, stage.world.person(node.id, one.author_name, one.author).id, text, one.id)


def _replied(one: Comment | Post) -> bool:
    return isinstance(one, Comment) and one.private_reply


async def _publish(stage: Stage, call: Call, node: Node, person: str, text: str, in_reply_to: str) -> dict:
    mark = str(call.piece("message").get("metadata", ""))
    message = stage.inbox.send(node.id, person, text, stage.clock.now(), mark)
    words = {"to": person, "in_reply_to": str(in_reply_to), "text": text, "mark": mark}
    stage.ledger.publish(message.at, "messenger", message.id, **words)
    await stage.before_answer()
    return {"recipient_id": person, "message_id": message.id}
