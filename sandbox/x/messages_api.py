"""Direct messages over HTTP."""

from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x import shapes
from sandbox.x.direct import JOINED, LEFT, SAID, DirectMessage, conversation_of
from sandbox.x.endpoint import Endpoint
from sandbox.x.paging import bounds, part, size
from sandbox.x.problems import Problem, forbidden, invalid, not_found
from sandbox.x.publishing import media_of

MONTH = 30 * 24 * 3600.0
LONGEST = 10000
KINDS = {SAID, JOINED, LEFT}


def _page(stage: Stage, call: Call, user: XUser, keys: list[int]) -> dict:
    wanted = shapes.asked(call, "event_types")
    for kind in wanted:
        if kind not in KINDS:
            raise invalid("event_types", kind, f"The `event_types` query parameter value [{kind}] is not known")
    count = size(call, 1, 100, 100)
    _spend_token(stage, call)
    oldest = stage.clock.now() - MONTH
    found = [stage.direct.messages.get(str(one)) for one in keys]
    keys = [
        int(one.id) for one in found if one.at >= oldest and one.seen_by(user.id) and (not wanted or one.kind in wanted)
    ]
    low, high = bounds(call, keys, ("pagination_token",))
    cut = part(call, keys, low, high, count)
    messages = [stage.direct.messages.get(str(identifier)) for identifier in cut.found]
    meta = {"result_count": len(messages)} | ({"next_token": cut.next_token} if cut.next_token else {})
    body = {"data": [shapes.direct_message(stage, call, one) for one in messages]} if messages else {}
    return shapes.finished(call, {**body, **_includes(stage, call, messages), "meta": meta})


def _spend_token(stage: Stage, call: Call) -> None:
    """Tokens of these lists die: the next few, when told so."""
    token = call.text("pagination_token")
    if token and stage.x.switches.dying_tokens > 0:
        stage.x.switches.dying_tokens -= 1
        stage.x.save()
        raise invalid("pagination_token", token, f"The `pagination_token` query parameter value [{token}] is not valid")


def _includes(stage: Stage, call: Call, messages: list[DirectMessage]) -> dict:
    expansions, world = shapes.asked(call, "expansions"), stage.world.x_users
    people = [one.sender for one in messages if "sender_id" in expansions]
    people += [name for one in messages for name in one.about if "participant_ids" in expansions]
    parts = {"users": [shapes.user(stage, call, world.get(name)) for name in dict.fromkeys(people)]}
    if "attachments.media_keys" in expansions:
        pairs = [(one, stage.x.media.get(name)) for one in messages for name in one.media]
        parts["media"] = [
            shapes.medium(stage, call, found, stage.x.media.private_url(one.id, found)) for one, found in pairs
        ]
    if shapes.REFERENCED & set(expansions):
        quoted = dict.fromkeys(one.quoted for one in messages)
        parts["tweets"] = [shapes.tweet(stage, call, one) for one in map(stage.tweets.get, quoted) if one]
    found = {name: rows for name, rows in parts.items() if rows}
    return {"includes": found} if found else {}


async def all_events(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/dm_events: the last 30 days; there is no since_id."""
    return _page(stage, _without_since(call), user, stage.direct.of_user[user.id])


async def with_user(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/dm_conversations/with/{participant_id}/dm_events."""
    if not id.isdigit():
        raise invalid("participant_id", id, f"The `participant_id` query parameter value [{id}] is not valid")
    return _page(stage, _without_since(call), user, stage.direct.of_conversation[conversation_of(user.id, id)])


async def in_conversation(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/dm_conversations/{id}/dm_events."""
    if id not in stage.direct.groups:
        _other(user, id)
    return _page(stage, _without_since(call), user, stage.direct.of_conversation[id])


async def one_event(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/dm_events/{id}."""
    found = stage.direct.messages.get(id)
    if not found or not found.seen_by(user.id):
        return {"errors": [not_found("dm_event", "event_id", id)]}
    body = {"data": shapes.direct_message(stage, call, found), **_includes(stage, call, [found])}
    return shapes.finished(call, body)


async def delete_event(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """DELETE /2/dm_events/{id}: the user's own copy only; the other one keeps theirs."""
    found = stage.direct.messages.get(id)
    if not found or not found.seen_by(user.id):
        raise Problem(404, "Not Found Error", f"Could not find dm_event with event_id: [{id}].")
    stage.direct.delete(found, user.id)
    stage.store.commit()
    return {"data": {"deleted": True}}


async def send_to(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/dm_conversations/with/{participant_id}/messages."""
    return await _send(stage, call, user, id)


async def send_in(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/dm_conversations/{id}/messages."""
    return await _send(stage, call, user, id if id in stage.direct.groups else _other(user, id))


async def _send(stage: Stage, call: Call, user: XUser, recipient: str) -> dict:
    text, media = call.text("text"), media_of(stage, call, user, direct=True)
    if not text and not media:
        raise Problem(400, "Invalid Request", "A message needs a text or an attachment.")
    if len(text) > LONGEST:
        raise Problem(400, "Invalid Request", f"The text of your direct message is over the {LONGEST} character limit.")
    now = stage.clock.now()
    message = _written(stage, user, recipient, text, now, media)
    stage.ledger.publish(now, "x_dm", message.id, to=recipient, text=text)
    await stage.before_answer()
    return {"data": {"dm_conversation_id": message.conversation, "dm_event_id": message.id}}


def _written(stage: Stage, user: XUser, to: str, text: str, now: float, media: list[str]) -> DirectMessage:
    group = stage.direct.groups.get(to)
    if group:
        if user.id not in group.members:
            raise forbidden("You are not a participant of this conversation.")
        return stage.direct.say(group, user.id, text, now, media=media)
    if to not in stage.world.x_users or to == user.id or not stage.x.relations.may_write(user.id, to):
        raise forbidden("You cannot send messages to this user.")
    return stage.direct.write(user.id, to, text, now, media=media)


async def block(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/users/{id}/dm/block: the user takes no more messages from them."""
    return _block(stage, user, id, True)


async def unblock(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/users/{id}/dm/unblock."""
    return _block(stage, user, id, False)


def _block(stage: Stage, user: XUser, other: str, blocked: bool) -> dict:
    if other not in stage.world.x_users:
        raise Problem(404, "Not Found Error", f"Could not find user with id: [{other}].")
    stage.x.relations.block(user.id, other, blocked)
    return {"data": {"blocked": blocked}}


def _without_since(call: Call) -> Call:
    call.params = {name: value for name, value in call.params.items() if name not in ("since_id", "until_id")}
    return call


def _other(user: XUser, conversation: str) -> str:
    """The other one in a conversation of two; 403 when the user is not in it."""
    both = conversation.split("-")
    if len(both) != 2 or user.id not in both:
        raise forbidden("You are not a participant of this conversation.")
    return both[1] if both[0] == user.id else both[0]


READ, WRITE = ("dm.read",), ("dm.write",)
SENDING = ("x.dm_send", "x.dm_send_day")
DELETING, BLOCKING = ("x.dm_delete", "x.dm_delete_day"), ("x.dm_block", "x.dm_block_day")
ENDPOINTS = [
    Endpoint("GET", "/2/dm_events", ("x.dm_events",), all_events, scopes=READ),
    Endpoint("GET", "/2/dm_events/{id}", ("x.dm_event",), one_event, scopes=READ),
    Endpoint("DELETE", "/2/dm_events/{id}", DELETING, delete_event, scopes=WRITE),
    Endpoint("GET", "/2/dm_conversations/with/{id}/dm_events", ("x.dm_with",), with_user, scopes=READ),
    Endpoint("GET", "/2/dm_conversations/{id}/dm_events", ("x.dm_conversation",), in_conversation, scopes=READ),
    Endpoint("POST", "/2/dm_conversations/with/{id}/messages", SENDING, send_to, 201, scopes=WRITE),
    Endpoint("POST", "/2/dm_conversations/{id}/messages", SENDING, send_in, 201, scopes=WRITE),
    Endpoint("POST", "/2/users/{id}/dm/block", BLOCKING, block, scopes=WRITE),
    Endpoint("POST", "/2/users/{id}/dm/unblock", BLOCKING, unblock, scopes=WRITE),
]
