"""A number's way into WhatsApp: added to a business account, verified by a code, registered with a PIN; and its name.

Source: WhatsApp Business Platform, "Business phone numbers" and "Display names"; its OpenAPI description.
"""

import re
import secrets

from sandbox import ids
from sandbox.graph.errors import GraphError, bad
from sandbox.graph.nodes import Node
from sandbox.stage import Stage
from sandbox.webhooks.subscriptions import WHATSAPP
from sandbox.wire import Call
from sandbox.world import Number

NUMBER, ACCOUNT = "WhatsAppBusinessPhoneNumber", "WhatsAppBusinessAccount"
SUCCESS = {"success": True}
HOUR = 3600.0
# Codes live ten minutes; so many may be asked for in ten hours, so many tries has each; so many PINs in an hour.
CODE_LIVES, MOST_CODES, CODES_WITHIN, MOST_TRIES, MOST_PINS = 600.0, 3, 10 * HOUR, 5, 3
PIN = re.compile(r"[0-9]{6}")
LANGUAGE = re.compile(r"[a-z]{2}_[A-Z]{2}")
IN_USE = {
    "app": "This number is registered to an existing WhatsApp account. Delete that account on the phone to use it here.",
    "provider": "This number is registered with another WhatsApp Business Platform account. Migrate it to use it here.",
}


def _refused(code: int, title: str, subcode: int, words: str) -> GraphError:
    return GraphError(code, f"(#{code}) {title}", subcode, user=(title, words))


async def add_number(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{waba}/phone_numbers {cc, phone_number, verified_name}: it must then be verified and registered."""
    name, digits = call.text("verified_name"), re.sub(r"\D", "", call.text("cc") + call.text("phone_number"))
    if not re.fullmatch(r"[1-9][0-9]{6,14}", digits) or not 2 <= len(name) <= 75:
        raise bad("Param phone_number must be in E.164 format, verified_name must have 2 to 75 characters.")
    where = stage.switches.numbers_elsewhere.get(digits)
    if where or _known(stage, digits):
        raise _refused(100, "Phone number already in use", 2388103, IN_USE[where or "provider"])
    if len(stage.world.waba_numbers(node.id)) >= node.object.most_numbers:
        raise _refused(200, "Limit Exceeded", 1349175, "You have reached the maximum number of phone numbers.")
    waba = node.object
    made = Number(ids.number(), f"+{digits}", name, waba.id, waba.token, waba.app)
    made.status, made.quality_rating, made.messaging_limit = "PENDING", "NA", "TIER_250"
    made.verification, made.platform_type, made.name_status = "NOT_VERIFIED", "NOT_APPLICABLE", "PENDING_REVIEW"
    stage.world.numbers.save(made)
    stage.store.commit()
    return {"id": made.id}


def _known(stage: Stage, digits: str) -> bool:
    return any(re.sub(r"\D", "", one.display_phone_number) == digits for one in stage.world.numbers)


async def request_code(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/request_code {code_method, language}."""
    number, now, method = node.object, stage.clock.now(), call.text("code_method")
    if method not in ("SMS", "VOICE") or not LANGUAGE.fullmatch(call.text("language")):
        raise bad("Param code_method must be SMS or VOICE, language must be like en_US.")
    if number.verification == "VERIFIED":
        raise _refused(136024, "Request code error", 2388366, "This number is verified already.")
    number.codes_asked = [one for one in number.codes_asked if one[0] > now - CODES_WITHIN]
    if len(number.codes_asked) >= MOST_CODES:
        hours = int((number.codes_asked[0][0] + CODES_WITHIN - now) / HOUR) + 1
        words = f"Too many codes were requested. Try again in {hours} hours."
        raise _refused(136024, "Request code error", 2388091, words)
    number.codes_asked.append([now, method])
    number.code, number.code_at, number.code_tries = f"{secrets.randbelow(10**6):06}", now, 0
    return _saved(stage, number)


async def verify_code(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/verify_code {code}."""
    number, code = node.object, re.sub(r"\D", "", call.text("code"))
    if not number.code or number.code_at < stage.clock.now() - CODE_LIVES:
        raise _refused(136025, "Verify code error", 2388092, "The code has expired. Request a new one.")
    if number.code_tries >= MOST_TRIES:
        raise _refused(136025, "Verify code error", 2388094, "Too many wrong codes. Request a new one in 1 hour.")
    if code != number.code:
        number.code_tries += 1
        _saved(stage, number)
        raise _refused(136025, "Verify code error", 2388093, "The code is wrong. Check it and enter it again.")
    number.code, number.verification = "", "VERIFIED"
    return _saved(stage, number)


async def register(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/register {messaging_product, pin}: sets the PIN, or asks for the one that is set."""
    number, pin = node.object, call.text("pin")
    if call.text("messaging_product") != "whatsapp" or not PIN.fullmatch(pin):
        raise bad("Invalid PIN format. PIN must be exactly 6 digits.")
    if number.verification != "VERIFIED":
        raise GraphError(133006, "(#133006) Phone number needs to be verified", details="Verify the number first.")
    if number.pin and number.pin_tries >= MOST_PINS:
        raise GraphError(133008, "(#133008) Too many two step verification PIN guesses", details="Wait.")
    if number.pin and number.pin != pin:
        number.pin_tries += 1
        _saved(stage, number)
        raise GraphError(133005, "(#133005) Two step verification PIN mismatch", details="The PIN is wrong.")
    number.pin, number.pin_tries = pin, 0
    number.status, number.platform_type, number.quality_rating = "CONNECTED", "CLOUD_API", "UNKNOWN"
    if number.new_name_status == "APPROVED":
        number.name, number.new_name, number.new_name_status = number.new_name, "", ""
    return _saved(stage, number)


async def deregister(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/deregister."""
    number = node.object
    if number.platform_type != "CLOUD_API":
        raise GraphError(100, "Phone number not registered on the WhatsApp Business Platform.", 2207051)
    number.status, number.platform_type = "DISCONNECTED", "NOT_APPLICABLE"
    return _saved(stage, number)


async def change_number(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id} {pin} or {new_display_name}: the name is reviewed, the old one stays until then."""
    number, name, pin = node.object, call.text("new_display_name"), call.text("pin")
    if pin and not PIN.fullmatch(pin):
        raise bad("Invalid PIN format. PIN must be exactly 6 digits.")
    if name and not 2 <= len(name) <= 75:
        raise bad("Param new_display_name must have 2 to 75 characters.")
    if name:
        number.new_name, number.new_name_status = name, "PENDING_REVIEW"
    number.pin = pin or number.pin
    return _saved(stage, number)


def decide_name(stage: Stage, number: Number, decision: str, reason: str) -> None:
    """The review of the name that was asked for last; an approved one counts once the number is registered again."""
    asked = number.new_name or number.name
    status = {"APPROVED": "APPROVED", "REJECTED": "DECLINED"}.get(decision, "PENDING_REVIEW")
    if number.new_name:
        number.new_name_status = status
    else:
        number.name_status = status
    if decision == "APPROVED":
        number.certificate = f"CmwKKAj{secrets.token_urlsafe(80)}"
    _saved(stage, number)
    shown = re.sub(r"\D", "", number.display_phone_number)
    value = {"display_phone_number": shown, "decision": decision, "requested_verified_name": asked}
    value["rejection_reason"] = reason
    change = {"field": "phone_number_name_update", "value": value}
    entry = {"id": number.waba, "time": int(stage.clock.now()), "changes": [change]}
    stage.sender.send(WHATSAPP, number.waba, "phone_number_name_update", "whatsapp", entry)


async def show_badge(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{phone-number-id}/official_business_account."""
    return {"id": node.id, "oba_status": node.object.oba or "CANCELLED", "status_message": "As the review stands."}


async def ask_badge(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/official_business_account {action}."""
    number, action = node.object, call.text("action")
    if action not in ("SUBMIT_APPLICATION", "WITHDRAW_APPLICATION", "RESUBMIT_APPLICATION"):
        raise bad("Param action is none of the known ones.")
    if action == "SUBMIT_APPLICATION" and number.oba == "PENDING":
        raise bad("Cannot submit application: An active application already exists")
    number.oba = "CANCELLED" if action == "WITHDRAW_APPLICATION" else "PENDING"
    return _saved(stage, number) | {"message": "Taken.", "updated_status": number.oba}


def _saved(stage: Stage, number: Number) -> dict:
    stage.world.numbers.save(number)
    stage.store.commit()
    return dict(SUCCESS)


HANDLERS = {
    ("POST", ACCOUNT, "phone_numbers"): add_number,
    ("POST", NUMBER, "request_code"): request_code,
    ("POST", NUMBER, "verify_code"): verify_code,
    ("POST", NUMBER, "register"): register,
    ("POST", NUMBER, "deregister"): deregister,
    ("POST", NUMBER, ""): change_number,
    ("GET", NUMBER, "official_business_account"): show_badge,
    ("POST", NUMBER, "official_business_account"): ask_badge,
}
