"""Proving that a number is ours: a code by SMS or voice, then the PIN of two-step verification (R19b)."""

import re

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.kept_words import told
from channels_admin.models import PhoneNumber, Provider
from channels_admin.whatsapp import phone
from channels_admin.whatsapp.states import status_of
from platforms.base import PlatformError
from platforms.genesys import integrations
from platforms.whatsapp.management import numbers, registration

METHODS = {phone.SMS: "Sms", phone.VOICE: "Voice"}


class Refused(Exception):
    """It was refused; the text says why, in the platform's words where it has any."""


def methods(number):
    """How a code can reach it; of what is not known everything is offered."""
    found = phone.described(number.number)
    return found.methods if found else (phone.SMS, phone.VOICE)


def send_code(number, method, language="en_US"):
    """Have a code sent or spoken to the number."""
    if method not in methods(number):
        raise Refused(_("A landline gets its code by voice: choose the call."))
    if _genesys(number):
        _ask(number, integrations.activate, number.waba.account.wire(""), number.external_id, METHODS[method])
    else:
        _ask(number, registration.request_code, _wire(number), method, language)
    _note(number, code_method=method, code_at=timezone.now(), code_said="")


def confirm(number, code):
    """Hand in the code that was heard or read."""
    digits = re.sub(r"[\s-]", "", code)
    if not registration.CODE.fullmatch(digits):
        raise Refused(_("The code has six digits: enter them as they were spoken or sent."))
    if number.code_at is None:
        raise Refused(_("Ask for a code first."))
    if _genesys(number):
        made = _ask(number, integrations.confirm, number.waba.account.wire(""), number.external_id, digits)
        _note(number, status=status_of(made.status))
    else:
        _ask(number, registration.verify_code, _wire(number), digits)
    _note(number, verification="VERIFIED", code_said="")


def register(number, pin):
    """Register a verified number with its PIN, which is kept and never shown; its messages come to our app from then on."""
    if not registration.PIN.fullmatch(pin):
        raise Refused(_("The PIN has exactly six digits."))
    if not number.is_verified:
        raise Refused(_("Confirm the code first: the number is not verified yet."))
    _ask(number, registration.register, _wire(number), pin)
    PhoneNumber.objects.filter(pk=number.pk).update(pin=pin, status="CONNECTED", code_said="", status_at=timezone.now())
    _ask(number, numbers.subscribe, number.waba.wire(), "")
    number.waba.__class__.objects.filter(pk=number.waba_id).wish(timezone.now())


def deregister(number):
    """Take the number out of the platform; its channel must be off."""
    if _genesys(number):
        _ask(number, integrations.delete, number.waba.account.wire(""), number.external_id)
    elif number.is_registered and not number.gone_at:
        _ask(number, registration.deregister, _wire(number))


def _genesys(number):
    return number.waba.account.provider == Provider.GENESYS


def _wire(number):
    return number.waba.wire(number.external_id)


def _ask(number, verb, *given):
    """Do it at the platform; what it refuses is kept with the number, so that the page says it again when it is reloaded."""
    try:
        return verb(*given)
    except PlatformError as error:
        words = told(error.reason)
        if error.retry_at:
            words = _("%(why)s Try again at %(when)s UTC.") % {"why": words, "when": f"{error.retry_at:%H:%M}"}
        _note(number, code_said=str(words)[:500])
        raise Refused(words) from None


def _note(number, **facts):
    PhoneNumber.objects.filter(pk=number.pk).update(**facts)
    for name, value in facts.items():
        setattr(number, name, value)
