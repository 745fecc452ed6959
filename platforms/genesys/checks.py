"""*Test connection*: what an organization and its client lack for WhatsApp."""

from platforms import payload
from platforms.base import Outcome, PlatformError
from platforms.genesys import api
from platforms.words import _

PRODUCT = "messagingPlatformWhatsApp"
PERMISSIONS = (
    "messaging:whatsappIntegration:add",
    "messaging:whatsappIntegration:delete",
    "messaging:whatsappIntegration:edit",
    "messaging:whatsappIntegration:view",
    "messaging:message:send",
)


def connection_problems(wire):
    """One sentence for each missing product or permission; empty when all is there. PlatformError: no connection."""
    problems = []
    if PRODUCT not in _products(wire):
        problems.append(
            _("The product %(product)s is missing: have Genesys Cloud add it to the organization.")
            % {"product": PRODUCT}
        )
    held = _permissions(wire)
    lacking = [one for one in PERMISSIONS if not any(_covers(other, one) for other in held)]
    return problems + [
        _("The permission %(permission)s is missing: add it to a role of the client.") % {"permission": one}
        for one in lacking
    ]


def _products(wire):
    answer, _ = api.call(wire, "GET", "/api/v2/authorization/products")
    return {payload.ident(row, "id") for row in payload.rows(answer, "entities")}


def _permissions(wire):
    """What the token may do. A client has no user behind it, then its own roles tell."""
    try:
        answer, _ = api.call(wire, "GET", "/api/v2/users/me", params={"expand": "authorization"})
    except PlatformError as error:
        if error.outcome is not Outcome.MESSAGE_FAILED:
            raise
        return _of_roles(wire)
    found = payload.dig(answer, "authorization", "permissions")
    return {one for one in found if isinstance(one, str)} if isinstance(found, list) else set()


def _of_roles(wire):
    answer, _ = api.call(wire, "GET", "/api/v2/authorization/subjects/me")
    policies = [one for grant in payload.rows(answer, "grants") for one in payload.rows(grant, "role", "policies")]
    return {f"{one.get('domain')}:{one.get('entityName')}:{act}" for one in policies for act in _actions(one)}


def _actions(policy):
    found = policy.get("actions") or policy.get("actionSet")
    return found if isinstance(found, list) else []


def _covers(held, wanted):
    """Does a permission, which may have * in any place, include the wanted one?"""
    pairs = zip(held.split(":"), wanted.split(":"), strict=False)
    return held.count(":") == wanted.count(":") and all(one in ("*", other) for one, other in pairs)
