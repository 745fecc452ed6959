"""Who a token is, what the organization has, and its integrations."""

import base64
import binascii
import secrets
import uuid

from sandbox.genesys import shapes
from sandbox.genesys.organization import Integration, Organization
from sandbox.genesys.paging import page
from sandbox.genesys.problems import Problem, bad, missing_permission, not_found
from sandbox.wire import Call

MOST_CODES, MOST_TRIES = 3, 5
CLIENT_ONLY = "This request requires a user context. Client credentials cannot be used for requests to this resource."


def token(place: Organization, call: Call) -> tuple[int, dict]:
    """POST /oauth/token: client credentials by Basic auth."""
    name, secret = _basic(call)
    client = place.clients.get(name)
    if call.text("grant_type") != "client_credentials":
        return 400, {"error": "unsupported_grant_type", "description": "the grant type is not supported"}
    if client is None or client.secret != secret:
        said = f"client not found: {name}" if client is None else "authentication failed"
        return 400, {"error": "invalid_client", "description": said, "error_description": said}
    made = place.new_token(client)
    life = int(made.ends - place.stage.clock.now())
    return 200, {"access_token": made.token, "token_type": "bearer", "expires_in": life}


def _basic(call: Call) -> tuple[str, str]:
    scheme, _, given = call.headers.get("authorization", "").partition(" ")
    try:
        name, _, secret = base64.b64decode(given if scheme.lower() == "basic" else "").decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


async def me(place: Organization, call: Call) -> dict:
    """GET /api/v2/users/me: only for tokens with a user behind them."""
    if not place.settings.user:
        raise bad(CLIENT_ONLY)
    return {"id": "admin", "name": "Admin", "authorization": {"permissions": place.settings.permissions}}


async def subject(place: Organization, call: Call) -> dict:
    """GET /api/v2/authorization/subjects/me: the roles of the token's client."""
    policies = [_policy(one) for one in place.settings.permissions]
    return {"id": "client", "type": "PC_OAUTH_CLIENT", "grants": [{"role": {"id": "role", "policies": policies}}]}


def _policy(permission: str) -> dict:
    domain, entity, action = permission.split(":")
    return {"domain": domain, "entityName": entity, "actions": [action]}


async def products(place: Organization, call: Call) -> dict:
    """GET /api/v2/authorization/products."""
    rows = [{"id": one} for one in place.settings.products]
    return {"entities": rows, "total": len(rows)}


def need(place: Organization, permission: str) -> None:
    """403 unless the roles allow it."""
    if permission not in place.settings.permissions:
        raise missing_permission(permission)


async def integrations(place: Organization, call: Call) -> dict:
    """GET .../integrations/whatsapp."""
    need(place, "messaging:whatsappIntegration:view")
    return page(call, place.settings.page, list(place.integrations), shapes.integration)


async def add_integration(place: Organization, call: Call) -> dict:
    """POST .../integrations/whatsapp: a number can be tied only once."""
    need(place, "messaging:whatsappIntegration:add")
    name, phone = call.text("name"), call.text("phoneNumber")
    if not (name and phone and call.text("wabaCertificate")):
        raise bad("The fields name, phoneNumber and wabaCertificate are required.")
    if any(one.phone == phone for one in place.integrations):
        raise Problem(409, "phone.number.already.in.use", f"The phone number {phone} is already in use.")
    if call.text("wabaCertificate") in place.settings.refused_certificates:
        raise Problem(400, "invalid.certificate", "The WABA certificate is not valid for this phone number.")
    made = Integration(str(uuid.uuid4()), name, phone, "Inactive", call.text("wabaCertificate"))
    return shapes.integration(place.integrations.save(made))


async def show_integration(place: Organization, call: Call, id: str) -> dict:
    """GET .../integrations/whatsapp/{id}."""
    need(place, "messaging:whatsappIntegration:view")
    return shapes.integration(_integration(place, id))


async def change_integration(place: Organization, call: Call, id: str) -> dict:
    """PATCH .../integrations/whatsapp/{id}: Activate has a code sent or spoken, Confirm hands it in."""
    need(place, "messaging:whatsappIntegration:edit")
    one, action = _integration(place, id), call.text("action")
    if action == "Activate" and call.text("authenticationMethod") in ("Sms", "Voice"):
        _activate(one)
    elif action == "Confirm" and call.text("confirmationCode"):
        _confirm(one, call.text("confirmationCode"))
    else:
        raise bad("The field action is Activate with an authenticationMethod, or Confirm with a confirmationCode.")
    return shapes.integration(place.integrations.save(one))


def _activate(one: Integration) -> None:
    one.asked += 1
    if one.asked > MOST_CODES:
        one.activation = "WaitRequired"
        return
    one.code, one.tries, one.activation = f"{secrets.randbelow(10**6):06}", 0, "CodeSent"


def _confirm(one: Integration, code: str) -> None:
    if not one.code or one.tries >= MOST_TRIES:
        one.activation = "ResendCode"
    elif code.replace("-", "") != one.code:
        one.tries += 1
        one.activation = "ConfirmationFailed"
    else:
        one.code, one.activation, one.status = "", "CodeConfirmed", "Active"


def _integration(place: Organization, id: str) -> Integration:
    one = place.integrations.get(id)
    if one is None:
        raise not_found("integration")
    return one


async def drop_integration(place: Organization, call: Call, id: str) -> dict:
    """DELETE .../integrations/whatsapp/{id}."""
    need(place, "messaging:whatsappIntegration:delete")
    one = place.integrations.get(id)
    if one is None:
        raise not_found("integration")
    place.integrations.drop(one)
    return shapes.integration(one) | {"status": "Deleting"}
