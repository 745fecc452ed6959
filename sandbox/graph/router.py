"""Every Graph API call: version, token, node, edge, usage headers, errors."""

import re
from typing import Any

from sandbox.facebook import api as facebook
from sandbox.graph import me, uploads
from sandbox.graph.cdn import served
from sandbox.graph.errors import GraphError, bad, missing
from sandbox.graph.metering import Meter
from sandbox.graph.nodes import Node, locate
from sandbox.graph.oauth import access_token, dialog
from sandbox.graph.permissions import check_permission
from sandbox.graph.tokens import check_token, debug_token
from sandbox.messenger import api as messenger
from sandbox.stage import Stage
from sandbox.whatsapp import api as whatsapp
from sandbox.whatsapp.media_api import download
from sandbox.wire import Answer, Call

OPEN = {"debug_token": debug_token, "dialog/oauth": dialog, "oauth/access_token": access_token}
VERSION = re.compile(r"^/v\d+\.\d+(?=/|$)")
HANDLERS = facebook.HANDLERS | messenger.HANDLERS | whatsapp.HANDLERS | me.HANDLERS | uploads.HANDLERS


async def answer(stage: Stage, call: Call) -> Answer:
    """Answer one call; what goes wrong becomes Meta's error envelope with usage headers."""
    meter = Meter(stage)
    if call.path.startswith("/cdn/"):
        return served(stage, call)
    if call.path.startswith("/whatsapp_business/"):
        return download(stage, call)
    try:
        body = await _answer(stage, call, meter)
    except GraphError as error:
        return Answer(error.body(), error.status, meter.headers)
    return body if isinstance(body, Answer) else Answer(body, 200, meter.headers)


async def _answer(stage: Stage, call: Call, meter: Meter) -> Any:
    parts = [part for part in VERSION.sub("", call.path).split("/") if part]
    open_to_all = OPEN.get("/".join(parts))
    if open_to_all:
        return open_to_all(stage, call)
    grants = check_token(stage, call.token)
    if call.malformed and not "".join(parts[:1]).startswith("upload:"):
        raise bad("The request body is not a JSON object.")
    if not parts and call.text("ids"):
        return await _several(stage, call, meter, grants)
    if not 1 <= len(parts) <= 3:
        raise GraphError(2500, f"Unknown path components: {call.path}")
    identifier = grants.me if parts[0] == "me" else parts[0]
    node = locate(stage, identifier, grants)
    if node is None:
        raise missing(identifier, call.method)
    call.item = "".join(parts[2:])
    edge = "".join(parts[1:2]) + ("/*" if call.item else "")
    check_permission(grants, call.method, node, edge)
    meter.by_user = grants.user
    return await _handle(stage, call, meter, node, edge)


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
