"""What a phone number is, and whether WhatsApp can use it (R21).

Source: WhatsApp Business Platform, "Business phone numbers".
"""

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from channels_admin.whatsapp.countries import name_of

LANDLINE, MOBILE, EITHER, TOLL_FREE, OTHER = "landline", "mobile", "either", "toll_free", "other"
KINDS = {
    LANDLINE: _("Landline"),
    MOBILE: _("Mobile"),
    EITHER: _("Landline or mobile"),
    TOLL_FREE: _("Toll-free"),
    OTHER: _("Special number"),
}
_KIND_OF = {
    PhoneNumberType.FIXED_LINE: LANDLINE,
    PhoneNumberType.MOBILE: MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: EITHER,
    PhoneNumberType.TOLL_FREE: TOLL_FREE,
}
SMS, VOICE = "SMS", "VOICE"
FREEPHONE = re.compile(r"\+?0?0800|\+800")  # 0800 and 00800, also as the country code 800
WARNING = _(
    "Toll-free: customers in %(country)s may not reach it by dialing what WhatsApp shows, with the country code. Tell them."
)


class Refused(Exception):
    """The number cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164, as people write it, with its country (ISO 3166) and kind."""

    e164: str
    shown: str
    country: str
    kind: str

    @property
    def digits(self):
        """Without the plus."""
        return self.e164.removeprefix("+")

    @property
    def calling_code(self):
        """The country code in digits, and the rest."""
        return str(phonenumbers.parse(self.e164).country_code)

    @property
    def methods(self):
        """How a code can reach it: a landline has no SMS."""
        return (VOICE,) if self.kind == LANDLINE else (SMS, VOICE)

    @property
    def warning(self) -> str | Promise:
        """What is to be thought of before it is used; blank for nothing."""
        return WARNING % {"country": name_of(self.country) or "+"} if self.kind == TOLL_FREE else ""


def parse(text):
    """The `Phone` that somebody entered; raises `Refused`."""
    typed = re.sub(r"[\s()./\-]", "", text)
    if not typed:
        raise Refused(_("Enter a phone number."))
    if FREEPHONE.match(typed):
        raise Refused(
            _(
                "WhatsApp does not recognize 0800 and 00800 numbers: enter a number with the code of its country, like +49."
            )
        )
    if not typed.startswith("+"):
        raise Refused(_("Begin with + and the country code, like +49 30 901820: without it a number is not unique."))
    return _judged(_parsed(typed))


def _parsed(typed):
    try:
        return phonenumbers.parse(typed)
    except phonenumbers.NumberParseException as wrong:
        if wrong.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise Refused(_("No country has this code: look at the digits after the +.")) from None
        raise Refused(_("This is not a phone number: enter + and digits, like +49 30 901820.")) from None


def _judged(number):
    if not phonenumbers.is_valid_number(number):
        region = phonenumbers.region_code_for_country_code(number.country_code)
        words = _("In %(country)s there is no such number: count its digits, area code included.")
        raise Refused(words % {"country": name_of(region) or f"+{number.country_code}"})
    return _described(number)


def described(shown):
    """What a number is that a platform uses already, however it writes it; None where it cannot be read."""
    digits = re.sub(r"\D", "", shown)
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    return _described(number)


def _described(number):
    kind = _KIND_OF.get(phonenumbers.number_type(number), OTHER)
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code
    )
    shapes = (PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL)
    e164, shown = (phonenumbers.format_number(number, shape) for shape in shapes)
    return Phone(e164, shown, region if len(region) == 2 and region.isalpha() else "", kind)
