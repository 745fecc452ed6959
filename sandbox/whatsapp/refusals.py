"""Why a WhatsApp message is refused at once, or accepted and fails later ("Error codes" of the Cloud API)."""

import re

from sandbox.graph.errors import GraphError
from sandbox.stage import Stage
from sandbox.whatsapp import envelopes
from sandbox.whatsapp.media_api import check_media
from sandbox.world import Number


def _planned(stage: Stage, customer: str, at_once: bool) -> dict | None:
    """The next failure that was asked for and fits, counted down."""
    for one in stage.switches.failures:
        if one["at_once"] == at_once and one["to"] in ("", customer):
            one["times"] -= 1
            stage.switches.failures = [other for other in stage.switches.failures if other["times"] > 0]
            stage.save_switches()
            return one
    return None


def refuse(stage: Stage, number: Number, customer: str) -> None:
    """Raise what the platform answers at once: a planned error, someone blocked, too many to one person."""
    if customer == re.sub(r"\D", "", number.display_phone_number):
        raise GraphError(131021, "(#131021) Recipient cannot be sender", details="A number cannot write to itself.")
    contact = stage.chats.contact(number.id, customer)
    if contact and contact.blocked:
        raise GraphError(130403, "(#130403) Cannot message a user you have blocked", details="The user is blocked.")
    planned = _planned(stage, customer, at_once=True)
    if planned:
        told = envelopes.trouble(planned["code"], planned["details"])
        details = told["error_data"]["details"]
        raise GraphError(planned["code"], f"(#{planned['code']}) {told['title']}", details=details)
    if not stage.limits.hit_pair(f"{number.id}:{customer}"):
        details = "Too many messages sent from the sender phone number to the same recipient phone number."
        raise GraphError(131056, "(#131056) (Business Account, Consumer Account) pair rate limit hit", details=details)


def trouble_of(stage: Stage, number: Number, customer: str, kind: str, content: dict) -> dict | None:
    """The error that a status will bring although the message was accepted; None when all is well."""
    planned = _planned(stage, customer, at_once=False)
    if planned:
        return envelopes.trouble(planned["code"], planned["details"])
    if any(customer.startswith(prefix) for prefix in stage.switches.refused_prefixes):
        return envelopes.trouble(130497)
    if kind != "template" and not stage.chats.window_open(number.id, customer):
        return envelopes.CLOSED
    unfit = check_media(stage, number.id, kind, content)
    return envelopes.trouble(131053, unfit) if unfit else None
