"""WhatsApp integrations of an organization: each ties one number to it, and there can never be two for a number.

Source: Platform API, "Conversations, messaging integrations".
"""

from dataclasses import dataclass

from platforms import payload
from platforms.base import Outcome, PlatformError
from platforms.genesys import api
from platforms.words import _

PATH = "/api/v2/conversations/messaging/integrations/whatsapp"


@dataclass(frozen=True, slots=True)
class Integration:
    """`status` in Genesys Cloud's words (Active, Inactive, Error, …), `activation` what the number still needs."""

    id: str
    name: str
    phone: str
    status: str = ""
    activation: str = ""


def listed(wire):
    """All WhatsApp integrations."""
    return [_integration(row) for rows, _ in api.pages(wire, PATH) for row in rows if payload.ident(row, "id")]


def create(wire, name, phone, certificate):
    """Tie a number to the organization with the certificate that Meta gave for it; it must then be activated."""
    body = {"name": name, "phoneNumber": phone, "wabaCertificate": certificate}
    made = _integration(api.call(wire, "POST", PATH, body=body)[0])
    if not made.id:
        raise PlatformError(
            Outcome.UNKNOWN, "", _("Genesys Cloud did not name the integration: look whether it is there.")
        )
    return made


def shown(wire, number):
    """One integration as it is now; None where there is none."""
    try:
        return _integration(api.call(wire, "GET", f"{PATH}/{number}")[0])
    except PlatformError as error:
        if error.code in GONE:
            return None
        raise


def activate(wire, number, method):
    """Have a code sent (`Sms`) or spoken (`Voice`) to the number; PlatformError where Genesys Cloud says it was not."""
    return _acted(wire, number, {"action": "Activate", "authenticationMethod": method})


def confirm(wire, number, code):
    """Hand in the code; PlatformError where it is not confirmed."""
    return _acted(wire, number, {"action": "Confirm", "confirmationCode": code})


def _acted(wire, number, body):
    answer, _ = api.call(wire, "PATCH", f"{PATH}/{number}", body=body)
    found = _integration(answer)
    if found.activation in FAILURES:
        told = payload.words(answer, "activationErrorInfo", "message")
        raise PlatformError(Outcome.MESSAGE_FAILED, found.activation, told or FAILURES[found.activation])
    return found


def delete(wire, number):
    """Untie a number; one that is gone already is no error."""
    try:
        api.call(wire, "DELETE", f"{PATH}/{number}")
    except PlatformError as error:
        if error.code not in GONE:
            raise


def _integration(row):
    status = payload.words(row, "status")
    activation = payload.words(row, "activationStatusCode")
    names = (payload.words(row, name) for name in ("name", "phoneNumber"))
    return Integration(payload.ident(row, "id"), *names, status, activation)


GONE = ("404", "not.found")
FAILURES = {
    "WaitRequired": _("WhatsApp wants a pause before the next code: wait, then ask for one again."),
    "ActivationFailed": _("No code could be sent to the number."),
    "ConfirmationFailed": _("The code is wrong: check it and enter it again."),
    "ResendCode": _("The code is not good any more: ask for a new one."),
}
