"""Every control call in one table, and the OpenAPI description made from it."""

import re

from sandbox.control import facebook, making, messenger, schemas, turning, whatsapp, x
from sandbox.control.load import Loads
from sandbox.control.requests import Action
from sandbox.faults import Faults


def actions(faults: Faults, loads: Loads) -> list[Action]:
    """The table."""
    plan_fault, forget_faults, reset = turning.fault_calls(faults, loads.stop)
    return [
        Action("GET", "/control/health", "Is it up?", turning.health),
        Action("POST", "/control/world", "Who exists on the platforms", making.world, schemas.WORLD),
        *facebook.ACTIONS,
        *messenger.ACTIONS,
        *x.ACTIONS,
        *whatsapp.ACTIONS,
        Action("GET", "/control/sent", "What the company published", turning.sent, query=("platform", "after", "to")),
        Action("GET", "/control/counts", "Messages and webhooks by platform", turning.counts),
        Action("POST", "/control/faults", "Spoil the next calls that match", plan_fault, schemas.FAULT),
        Action("DELETE", "/control/faults", "Forget planned faults", forget_faults),
        Action("POST", "/control/tokens/expire", "Refuse a token", turning.expire_token, schemas.REFUSED),
        Action("POST", "/control/tokens/restore", "Accept a token again", turning.restore_token, schemas.TOKEN),
        Action("POST", "/control/rules", "How strict the platforms are", turning.rules, schemas.RULES),
        Action("POST", "/control/receipts", "Delivery and read receipts", turning.receipts, schemas.RECEIPTS),
        Action("POST", "/control/echoes", "Echoes of sent messages", turning.echoes, schemas.ECHOES),
        Action("POST", "/control/webhooks/hold", "Keep deliveries back", turning.hold, schemas.EMPTY),
        Action("POST", "/control/webhooks/release", "Send what was held", turning.release, schemas.RELEASE),
        Action("POST", "/control/webhooks/duplicate", "Send deliveries twice", turning.duplicate, schemas.DUPLICATE),
        Action("GET", "/control/webhooks", "The newest deliveries", turning.webhook_log),
        Action("POST", "/control/clock", "Turn the clock", turning.clock, schemas.CLOCK),
        Action("POST", "/control/rate_limits", "Rate limits", turning.rate_limits, schemas.RATE_LIMITS),
        Action("POST", "/control/reset", "Forget everything", reset, schemas.EMPTY),
        Action("POST", "/control/load", "Begin a load run", loads.start, schemas.LOAD),
        Action("GET", "/control/load/{id}", "How far a load run is", loads.progress),
    ]


def description(table: list[Action]) -> dict:
    """OpenAPI 3.1 of the table."""
    paths: dict[str, dict] = {}
    for action in table:
        paths.setdefault(action.path, {})[action.method.lower()] = _operation(action)
    info = {
        "title": "Sandbox control API",
        "version": "1",
        "description": "Makes customers act and platforms fail. Nothing here exists on the real platforms.",
    }
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def _operation(action: Action) -> dict:
    named = [{"name": name, "in": "path", "required": True} for name in re.findall(r"{(\w+)}", action.path)]
    asked = [{"name": name, "in": "query", "required": False} for name in action.query]
    problem = {"type": "object", "properties": {"error": {"type": "string"}}}
    operation = {
        "summary": action.summary,
        "description": action.handler.__doc__ or action.summary,
        "parameters": [{**parameter, "schema": {"type": "string"}} for parameter in named + asked],
        "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}},
            "400": {"description": "Why not", "content": {"application/json": {"schema": problem}}},
        },
    }
    if action.schema:
        operation["requestBody"] = {"content": {"application/json": {"schema": action.schema}}}
    return operation
