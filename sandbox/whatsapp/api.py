"""WhatsApp Cloud API over HTTP: numbers, business accounts, sending."""

import re
from typing import Any

from sandbox.graph.errors import GraphError, bad
from sandbox.graph.fields import parse_fields
from sandbox.graph.nodes import Node
from sandbox.graph.paging import Asked, edge
from sandbox.stage import Stage
from sandbox.timeline import Timeline
from sandbox.whatsapp import media_api, number_api, registration, templates_api
from sandbox.whatsapp.chats import Said
from sandbox.whatsapp.refusals import refuse, trouble_of
from sandbox.whatsapp.template_sends import check_sending
from sandbox.whatsapp.wellformed import check_message
from sandbox.wire import Call
from sandbox.world import Number

NUMBER, ACCOUNT = "WhatsAppBusinessPhoneNumber", "WhatsAppBusinessAccount"


async def send(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/messages: a message, or a read mark."""
    if call.text("messaging_product") != "whatsapp":
        raise bad("The parameter messaging_product is required.")
    if call.text("status") == "read":
        return _mark_read(stage, call, node.object)
    kind, content = check_message(call)
    words = check_sending(stage, node.object, content) if kind == "template" else ""
    customer = re.sub(r"[^\d]", "", call.text("to")) or call.text("recipient")
    refuse(stage, node.object, customer)
    trouble = trouble_of(stage, node.object, customer, kind, content)
    context = str(call.piece("context").get("message_id") or content.get("message_id") or "")
    said = Said(kind, content, context, call.text("biz_opaque_callback_data"), words)
    message = stage.chats.send(node.object, customer, said, trouble)
    await stage.before_answer()
    contact = {"input": call.text("to") or customer, "wa_id": customer}
    return {
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{"id": message.id, "message_status": "accepted"}],
    }


def _mark_read(stage: Stage, call: Call, number: Number) -> dict:
    message = stage.chats.messages.get(call.text("message_id"))
    if not message or message.number != number.id or not message.incoming:
        raise GraphError(
            100, "(#100) Invalid parameter", 33, details="The message_id is not one of a received message."
        )
    message.status = "read"
    stage.chats.messages.save(message)
    return {"success": True}


def described(number: Number) -> dict:
    """All the fields of a number that the sandbox knows."""
    return {
        "id": number.id,
        "display_phone_number": number.display_phone_number,
        "verified_name": number.name,
        "name_status": number.name_status,
        "code_verification_status": number.verification,
        "quality_rating": number.quality_rating,
        "status": number.status,
        "platform_type": number.platform_type,
        "new_name_status": number.new_name_status or None,
        "certificate": number.certificate or None,
        "is_pin_enabled": bool(number.pin),
        "throughput": {"level": "STANDARD"},
        "is_official_business_account": number.is_official,
        "whatsapp_business_manager_messaging_limit": number.messaging_limit,
    }


# Fields that exist on the platform but have no value here.
EMPTY = (
    "account_mode conversational_automation country_code country_dial_code health_status is_on_biz_app "
    "eligibility_for_api_business_global_search is_preverified_number last_onboarded_time "
    "new_certificate quality_score search_visibility webhook_configuration messaging_limit_tier"
).split()
USUAL = ("id", "display_phone_number", "verified_name", "quality_rating", "code_verification_status", "platform_type")


def _narrow(number: Number, call: Call, usual: tuple[str, ...] = USUAL) -> dict:
    asked = [one.name for one in parse_fields(call.text("fields"))] or usual
    every = dict.fromkeys(EMPTY) | described(number)
    unknown = [name for name in asked if name not in every]
    if unknown:
        raise bad(f"Tried accessing nonexisting field ({unknown[0]}) on node type ({NUMBER})")
    return {name: every[name] for name in [*asked, "id"] if every[name] is not None}


async def show_number(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{phone-number-id}."""
    return _narrow(node.object, call)


async def show_account(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{waba}."""
    waba = node.object
    every = {
        "id": waba.id,
        "name": waba.name,
        "currency": waba.currency,
        "country": "PT",
        "timezone_id": "1",
        "account_review_status": waba.review,
        "business_verification_status": waba.verification,
        "on_behalf_of_business_info": None,
    }
    asked = [one.name for one in parse_fields(call.text("fields"))] or ("id", "name", "currency", "timezone_id")
    unknown = [name for name in asked if name not in every]
    if unknown:
        raise bad(f"Tried accessing nonexisting field ({unknown[0]}) on node type ({ACCOUNT})")
    return {name: every[name] for name in [*asked, "id"] if every[name] is not None}


async def list_numbers(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{waba}/phone_numbers."""
    numbers = {number.id: number for number in stage.world.waba_numbers(node.id)}
    timeline = Timeline(sorted((0.0, identifier) for identifier in numbers))

    def shape(identifier: str) -> dict:
        shown = _narrow(numbers[identifier], call, (*USUAL, "status"))
        return shown | ({"status": "LINKED"} if shown.get("status") == "CONNECTED" else {})

    return edge(call, call.path, Asked.of(call.params), timeline, False, shape)


async def list_apps(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{waba}/subscribed_apps."""
    apps = stage.subscriptions.apps_on("whatsapp_business_account", node.id)
    return {"data": [{"whatsapp_business_api_data": {"id": app, "name": f"App {app}"}} for app, _ in apps]}


async def install_app(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{waba}/subscribed_apps."""
    stage.subscriptions.install(node.app, node.id, [])
    return {"success": True}


async def uninstall_app(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{waba}/subscribed_apps."""
    stage.subscriptions.uninstall(node.app, node.id)
    return {"success": True}


HANDLERS: dict[tuple[str, str, str], Any] = {
    **media_api.HANDLERS,
    **number_api.HANDLERS,
    **registration.HANDLERS,
    **templates_api.HANDLERS,
    ("POST", NUMBER, "messages"): send,
    ("GET", NUMBER, ""): show_number,
    ("GET", ACCOUNT, ""): show_account,
    ("GET", ACCOUNT, "phone_numbers"): list_numbers,
    ("GET", ACCOUNT, "subscribed_apps"): list_apps,
    ("POST", ACCOUNT, "subscribed_apps"): install_app,
    ("DELETE", ACCOUNT, "subscribed_apps"): uninstall_app,
}
