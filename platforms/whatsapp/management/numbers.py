"""The numbers of a business account, and whether it tells our app what happens with them.

Source: WhatsApp Business Platform, "WhatsApp Business Account", phone_numbers and subscribed_apps.
"""

from dataclasses import dataclass

from platforms import graph, payload

FIELDS = (
    "id,display_phone_number,verified_name,name_status,code_verification_status,quality_rating,status,platform_type,"
    "is_official_business_account,whatsapp_business_manager_messaging_limit,new_name_status"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as WhatsApp has it, in its words: `quality` GREEN …, `limit` TIER_2K … unique people in 24 hours.

    `new_name_status` is how the review of another name stands that was asked for.
    """

    id: str
    shown: str
    name: str
    name_status: str = ""
    verification: str = ""
    quality: str = ""
    status: str = ""
    platform: str = ""
    limit: str = ""
    new_name_status: str = ""
    official: bool = False


def listed(wire, waba):
    """All numbers of a business account."""
    pages = graph.pages(wire, f"{waba}/phone_numbers", {"fields": FIELDS})
    return [_number(row) for rows, _ in pages for row in rows if payload.ident(row, "id")]


def subscribed(wire, callback, app=""):
    """Does the business account `wire.address` tell the app (any app, if none is named) of its events?

    Where they go to is set at the app; `callback` is not looked at.
    """
    pages = graph.pages(wire, f"{wire.address}/subscribed_apps", {})
    ids = {_app(row) for rows, _ in pages for row in rows} - {""}
    return app in ids if app else bool(ids)


def subscribe(wire, callback):
    """Have the business account `wire.address` tell the token's app; doing it again changes nothing."""
    graph.call(wire, "POST", f"{wire.address}/subscribed_apps", body={})


def _app(row):
    return payload.ident(row, "whatsapp_business_api_data", "id") or payload.ident(row, "id")


def _number(row):
    texts = {name: payload.words(row, place) for name, place in PLACES.items()}
    official = payload.dig(row, "is_official_business_account") is True
    return Number(id=payload.ident(row, "id"), official=official, **texts)


PLACES = {
    "shown": "display_phone_number",
    "name": "verified_name",
    "name_status": "name_status",
    "verification": "code_verification_status",
    "quality": "quality_rating",
    "status": "status",
    "platform": "platform_type",
    "limit": "whatsapp_business_manager_messaging_limit",
    "new_name_status": "new_name_status",
}
