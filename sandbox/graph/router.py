"""Every Graph API call: version, token, node, edge, usage headers, errors."""

import re
from typing import Any

from sandbox.facebook import api as facebook
from sandbox.graph.errors import GraphError, bad, missing
from sandbox.graph.metering import Meter
from sandbox.graph.nodes import Node, locate
from sandbox.graph.tokens import check_token, debug_token
from sandbox.messenger import api as messenger
from sandbox.stage import Stage
from sandbox.whatsapp import api as whatsapp
from sandbox.wire import Answer, Call

VERSION = re.compile(r"^/v\d+\.\d+(?=/|$)")
HANDLERS = facebook.HANDLERS | messenger.HANDLERS | whatsapp.HANDLERS


async def answer(stage: Stage, call: Call) -> Answer:
    """Answer one call; what goes wrong becomes Meta's error envelope with usage headers."""
    meter = Meter(stage)
    try:
        body = await _answer(stage, call, meter)
    except GraphError as error:
        return Answer(error.body(), error.status, meter.headers)
    return Answer(body, 200, meter.headers)


async def _answer(stage: Stage, call: Call, meter: Meter) -> Any:
    parts = [part for part in VERSION.sub("", call.path).split("/") if part]
    if parts == ["debug_token"]:
        return debug_token(stage, call)
    grants = check_token(stage, call.token)
    if call.malformed:
        raise bad("The request body is not a JSON object.")
    if not parts and call.text("ids"):
        return await _several(stage, call, meter, grants)
    if not 1 <= len(parts) <= 2:
        raise GraphError(2500, f"Unknown path components: {call.path}")
    identifier = grants.me if parts[0] == "me" else parts[0]
    node = locate(stage, identifier, grants)
    if node is None:
        raise missing(identifier, call.method)
    return await _handle(stage, call, meter, node, parts[1] if len(parts) == 2 else "")


async def _handle(stage: Stage, call: Call, meter: Meter, node: Node, edge: str) -> Any:
    handler = HANDLERS.get((call.method, node.kind, edge))
    if handler is None:
        raise _unsupported(call, node, edge)
    meter.count(call.method, node, edge)
    return await handler(stage, call, node)


def _unsupported(call: Call, node: Node, edge: str) -> GraphError:
    if edge and call.method == "GET":
        return bad(f"Tried accessing nonexisting field ({edge}) on node type ({node.kind})")
    return missing(node.id, call.method)


async def _several(stage: Stage, call: Call, meter: Meter, grants: Any) -> dict:
    """GET /?ids=a,b: all or nothing, as one missing object makes the whole call fail."""
    asked = [one for one in call.text("ids").split(",") if one]
    if len(asked) > 50:
        raise bad("Too many IDs. Maximum: 50.")
    nodes = [(identifier, locate(stage, identifier, grants)) for identifier in asked]
    lost = [identifier for identifier, node in nodes if node is None]
    if lost:
        raise GraphError(803, f"(#803) Some of the aliases you requested do not exist: {','.join(lost)}", status=404)
    return {identifier: await _handle(stage, call, meter, node, "") for identifier, node in nodes}
