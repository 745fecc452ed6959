"""Messenger over HTTP: conversations, messages, sending (Conversations API, Send API)."""

from collections.abc import Callable
from typing import Any

from sandbox.clock import graph_time
from sandbox.files import File
from sandbox.graph.errors import GraphError, bad
from sandbox.graph.fields import Field, Values, parse_fields, pick, wanted_fields
from sandbox.graph.nodes import Node
from sandbox.graph.paging import Asked, edge
from sandbox.messenger.inbox import Message, Thread
from sandbox.messenger.sending import send, upload
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import Person

THREAD_DEFAULT = "id,link,updated_time"
MESSAGE_DEFAULT = "id,created_time"
THREAD_EMPTY = ("name", "wallpaper", "linked_group", "former_participants", "scoped_thread_key", "folder")
PARTS = ("attachments", "sticker", "reactions", "is_unsupported", "reply_to")
MESSAGE_EMPTY = ("shares", "story")


def _someone(stage: Stage, message: Message, sender: bool) -> dict:
    if message.incoming == sender:
        person = stage.world.psid(message.page, message.person)
        return {"name": person.name, "email": f"{person.id}@facebook.com", "id": person.id}
    page = stage.world.pages.get(message.page)
    return {"name": page.name, "email": f"{page.id}@facebook.com", "id": page.id}


def message_values(stage: Stage, message: Message) -> Values:
    """Every field of a message; an old one has an id and a time only."""
    values = dict.fromkeys((*MESSAGE_EMPTY, "from", "to", "message", "tags", *PARTS))
    values |= {"id": message.id, "created_time": graph_time(message.at)}
    if not stage.inbox.readable(message):
        return values
    where = [{"name": "inbox"}, {"name": "source:mobile" if message.incoming else "source:generic"}]
    return values | {
        "from": _someone(stage, message, sender=True),
        "to": {"data": [_someone(stage, message, sender=False)]},
        "message": message.text,
        "tags": {"data": where if message.incoming else [*where, {"name": "sent"}]},
        "is_unsupported": message.extra.get("is_unsupported"),
        "reply_to": {"mid": message.reply_to} if message.reply_to else None,
        "reactions": _reactions(stage, message),
        **_attached(stage, message),
    }


def _reactions(stage: Stage, message: Message) -> dict | None:
    kinds = dict.fromkeys(message.reactions.values())
    rows = [
        {"reaction": kind, "users": [{"id": fan} for fan, of in message.reactions.items() if of == kind]}
        for kind in kinds
    ]
    return {"data": rows} if rows else None


def _attached(stage: Stage, message: Message) -> dict:
    """The files of a message; a sticker is an address only."""
    files = [file for file in map(stage.files.get, message.files) if file]
    if message.sticker and files:
        return {"attachments": None, "sticker": stage.address(files[0].id)}
    rows = [attachment_values(stage, file) for file in files]
    ends = {"before": "MAZDZD", "after": "MAZDZD"}
    return {"attachments": {"data": rows, "paging": {"cursors": ends}} if rows else None, "sticker": None}


def attachment_values(stage: Stage, file: File) -> dict:
    """An attachment in the Conversations API: pictures and films have an address of their own kind."""
    address = stage.address(file.id)
    values = {"id": file.id, "mime_type": file.mime, "name": file.name, "size": file.size}
    size = {"width": file.width, "height": file.height, "url": address, "preview_url": address}
    if file.kind == "image":
        more = {"max_width": file.width, "max_height": file.height, "image_type": 1, "render_as_sticker": False}
        return values | {"image_data": size | more}
    if file.kind == "video":
        return values | {"video_data": size | {"length": 1, "video_type": 1, "rotation": 0}}
    return values | {"file_url": address}


def thread_values(stage: Stage, call: Call, thread: Thread) -> Values:
    """Every field of a thread."""
    inbox, order = stage.inbox, stage.inbox.order[thread.id]
    person, page = stage.world.psid(thread.page, thread.person), stage.world.pages.get(thread.page)
    people = [{"name": one.name, "email": f"{one.id}@facebook.com", "id": one.id} for one in (person, page)]
    last = inbox.messages.get(next(iter(order.newest(1)), ""))
    return dict.fromkeys(THREAD_EMPTY) | {
        "id": thread.id,
        "link": f"/{thread.page}/inbox/{thread.id.removeprefix('t_')}/?section=messages",
        "updated_time": graph_time(thread.updated),
        "message_count": len(order),
        "unread_count": int(bool(last) and last.incoming and last.at > thread.seen_at),
        "can_reply": inbox.window(thread.page, thread.person) < 7 * 24 * 3600,
        "is_subscribed": True,
        "is_owner": True,
        "snippet": _snippet(last),
        "participants": {"data": people},
        "senders": {"data": people},
        "messages": _messages(stage, call, thread),
    }


def _snippet(last: Message | None) -> str:
    return (last.text or "Sent an attachment.") if last else ""


def _messages(stage: Stage, call: Call, thread: Thread) -> Callable[[Field], dict]:
    version = call.path.split("/")[1]

    def read(asked: Field) -> dict:
        wanted = asked.fields or parse_fields(MESSAGE_DEFAULT)
        return _message_page(stage, call, f"/{version}/{thread.id}/messages", thread, asked.arguments, wanted)

    return read


def _message_page(stage: Stage, call: Call, path: str, thread: Thread, asked: dict, wanted: list[Field]) -> dict:
    def shape(identifier: str) -> dict:
        return pick(message_values(stage, stage.inbox.messages.get(identifier)), wanted, "Message")

    return edge(call, path, Asked.of(asked), stage.inbox.order[thread.id], True, shape)


async def list_threads(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{page}/conversations: the last changed first; there is no paging by time."""
    if call.text("platform", "messenger").lower() != "messenger":
        return {"data": []}
    wanted = wanted_fields(call.text("fields"), THREAD_DEFAULT)
    order = stage.inbox.threads_of(node.id)
    if call.text("user_id"):
        order.keys = [
            (at, one) for at, one in order.keys if stage.inbox.threads.get(one).person == call.text("user_id")
        ]

    def shape(identifier: str) -> dict:
        return pick(thread_values(stage, call, stage.inbox.threads.get(identifier)), wanted, "UnifiedThread")

    asked = Asked.of(call.params)
    asked.since = asked.until = ""
    return edge(call, call.path, asked, order, True, shape)


async def show_thread(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{t_...}."""
    wanted = wanted_fields(call.text("fields"), THREAD_DEFAULT)
    return pick(thread_values(stage, call, node.object), wanted, "UnifiedThread")


async def list_messages(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{t_...}/messages."""
    wanted = wanted_fields(call.text("fields"), MESSAGE_DEFAULT)
    return _message_page(stage, call, call.path, node.object, call.params, wanted)


async def show_message(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{m_...}: only the newest of a thread; others are told to be deleted."""
    if not stage.inbox.readable(node.object):
        raise GraphError(100, "(#100) The message has been deleted or is too old to be read.", 33)
    return pick(message_values(stage, node.object), wanted_fields(call.text("fields"), MESSAGE_DEFAULT), "Message")


async def show_person(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{psid}: the profile of someone who wrote to the page."""
    person: Person = node.object
    if not stage.inbox.thread(person.page, person.id):
        raise bad("No profile available for this user.")
    first, _, last = person.name.partition(" ")
    values = {"id": person.id, "name": person.name, "first_name": first, "last_name": last or None}
    values |= {"profile_pic": stage.address(person.picture) or None}
    values |= dict.fromkeys(("locale", "timezone", "gender"))
    return pick(values, wanted_fields(call.text("fields"), "first_name,last_name,id"), "User")


HANDLERS: dict[tuple[str, str, str], Any] = {
    ("GET", "Page", "conversations"): list_threads,
    ("POST", "Page", "messages"): send,
    ("POST", "Page", "message_attachments"): upload,
    ("GET", "UnifiedThread", ""): show_thread,
    ("GET", "UnifiedThread", "messages"): list_messages,
    ("GET", "Message", ""): show_message,
    ("GET", "User", ""): show_person,
}
