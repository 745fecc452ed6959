"""A number's way into WhatsApp: added to a business account, verified by a code, registered with a PIN; its name, its badge.

Source: WhatsApp Business Platform, "Business phone numbers", "Two-step verification", "Display names". `Wire.address` is the
phone number id, save for `add`. What Meta says in words for a person (how long to wait, say) is the reason of the error.
"""

import re

from platforms import graph, payload
from platforms.base import Outcome, PlatformError
from platforms.words import _

SMS, VOICE = "SMS", "VOICE"
PIN = re.compile(r"[0-9]{6}")
CODE = re.compile(r"[0-9]{6}")
# "already registered", "already in use": the number is in the app, or with another provider.
IN_USE = re.compile(r"already|registered (to|with)|in use", re.IGNORECASE)


def add(wire, waba, calling_code, national, name):
    """Add a number to the business account `waba`, its name goes into review; returns its id."""
    body = {"cc": calling_code, "phone_number": national, "verified_name": name}
    number = payload.ident(graph.call(wire, "POST", f"{waba}/phone_numbers", body=body)[0], "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("WhatsApp did not name the number: look whether it is there."))
    return number


def in_use(error):
    """Did WhatsApp refuse a number because somebody uses it already?"""
    return (
        error.code.endswith("2388103")
        or error.code == "phone.number.already.in.use"
        or bool(IN_USE.search(error.reason))
    )


def request_code(wire, method, language="en_US"):
    """Have a code sent or spoken to the number."""
    graph.call(wire, "POST", f"{wire.address}/request_code", body={"code_method": method, "language": language})


def verify_code(wire, code):
    """Hand in the code."""
    graph.call(wire, "POST", f"{wire.address}/verify_code", body={"code": code})


def register(wire, pin):
    """Register the number with its PIN, which is set by it the first time; doing it again takes an approved name into use."""
    graph.call(wire, "POST", f"{wire.address}/register", body={"messaging_product": "whatsapp", "pin": pin})


def deregister(wire):
    """Take the number out of the platform."""
    graph.call(wire, "POST", f"{wire.address}/deregister", body={})


def ask_for_name(wire, name):
    """Ask for another display name; the old one stays until the review has decided."""
    graph.call(wire, "POST", wire.address, body={"new_display_name": name})


def ask_for_badge(wire, again=False):
    """Apply for the badge of an official business account."""
    action = "RESUBMIT_APPLICATION" if again else "SUBMIT_APPLICATION"
    graph.call(wire, "POST", f"{wire.address}/official_business_account", body={"action": action})
