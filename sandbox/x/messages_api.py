"""Direct messages over HTTP."""

from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x import shapes
from sandbox.x.direct import DirectMessage
from sandbox.x.endpoint import Endpoint
from sandbox.x.paging import bounds, part, size
from sandbox.x.problems import Problem, forbidden, invalid, not_found

MONTH = 30 * 24 * 3600.0
LONGEST = 10000
KINDS = {"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"}


def _page(stage: Stage, call: Call, keys: list[int]) -> dict:
    for kind in shapes.asked(call, "event_types"):
        if kind not in KINDS:
            raise invalid("event_types", kind, f"The `event_types` query parameter value [{kind}] is not known")
    wanted = shapes.asked(call, "event_types")
    count = size(call, 1, 100, 100)
    oldest = stage.clock.now() - MONTH
    keys = [one for one in keys if stage.direct.messages.get(str(one)).at >= oldest]
    if wanted and "MessageCreate" not in wanted:
        keys = []
    low, high = bounds(call, keys, ("pagination_token",))
    found = part(call, keys, low, high, count)
    messages = [stage.direct.messages.get(str(identifier)) for identifier in found.found]
    meta = {"result_count": len(messages)} | ({"next_token": found.next_token} if found.next_token else {})
    body = {"data": [shapes.direct_message(call, one) for one in messages]} if messages else {}
    return {**body, **_includes(stage, call, messages), "meta": meta}


def _includes(stage: Stage, call: Call, messages: list[DirectMessage]) -> dict:
    if "sender_id" not in shapes.asked(call, "expansions") or not messages:
        return {}
    senders = dict.fromkeys(one.sender for one in messages)
    return {"includes": {"users": [shapes.user(call, stage.world.x_users.get(one)) for one in senders]}}


async def all_events(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/dm_events: the last 30 days; there is no since_id."""
    return _page(stage, _without_since(call), stage.direct.of_user[user.id])


async def with_user(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/dm_conversations/with/{participant_id}/dm_events."""
    if not id.isdigit():
        raise invalid("participant_id", id, f"The `participant_id` query parameter value [{id}] is not valid")
    return _page(stage, _without_since(call), stage.direct.of_conversation[_conversation(user.id, id)])


async def in_conversation(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/dm_conversations/{id}/dm_events."""
    _other(user, id)
    return _page(stage, _without_since(call), stage.direct.of_conversation[id])


async def one_event(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/dm_events/{id}."""
    found = stage.direct.messages.get(id)
    if not found or user.id not in (found.sender, found.recipient):
        return {"errors": [not_found("dm_event", "event_id", id)]}
    return {"data": shapes.direct_message(call, found), **_includes(stage, call, [found])}


async def send_to(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/dm_conversations/with/{participant_id}/messages."""
    return await _send(stage, call, user, id)


async def send_in(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/dm_conversations/{id}/messages."""
    return await _send(stage, call, user, _other(user, id))


async def _send(stage: Stage, call: Call, user: XUser, recipient: str) -> dict:
    text = call.text("text")
    if not text and not call.params.get("attachments"):
        raise Problem(400, "Invalid Request", "A message needs a text or an attachment.")
    if len(text) > LONGEST:
        raise Problem(400, "Invalid Request", f"The text of your direct message is over the {LONGEST} character limit.")
    if recipient not in stage.world.x_users or recipient == user.id:
        raise forbidden("You cannot send messages to this user.")
    now = stage.clock.now()
    message = stage.direct.write(user.id, recipient, text, now)
    stage.ledger.publish(now, "x_dm", message.id, to=recipient, text=text)
    await stage.before_answer()
    return {"data": {"dm_conversation_id": message.conversation, "dm_event_id": message.id}}


def _without_since(call: Call) -> Call:
    call.params = {name: value for name, value in call.params.items() if name not in ("since_id", "until_id")}
    return call


def _conversation(one: str, other: str) -> str:
    return "-".join(sorted((one, other), key=int))


def _other(user: XUser, conversation: str) -> str:
    """The other one in a conversation of two; 403 when the user is not in it."""
    both = conversation.split("-")
    if len(both) != 2 or user.id not in both:
        raise forbidden("You are not a participant of this conversation.")
    return both[1] if both[0] == user.id else both[0]


SENDING = ("x.dm_send", "x.dm_send_day")
ENDPOINTS = [
    Endpoint("GET", "/2/dm_events", ("x.dm_events",), all_events),
    Endpoint("GET", "/2/dm_events/{id}", ("x.dm_event",), one_event),
    Endpoint("GET", "/2/dm_conversations/with/{id}/dm_events", ("x.dm_with",), with_user),
    Endpoint("GET", "/2/dm_conversations/{id}/dm_events", ("x.dm_conversation",), in_conversation),
    Endpoint("POST", "/2/dm_conversations/with/{id}/messages", SENDING, send_to, 201),
    Endpoint("POST", "/2/dm_conversations/{id}/messages", SENDING, send_in, 201),
]
