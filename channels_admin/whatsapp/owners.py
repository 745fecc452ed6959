"""Whose business is it? The ID of a Business Manager, and what is taken for one by mistake (R19, R25)."""

import re

from django.utils.translation import gettext_lazy as _

NUMERIC = re.compile(r"[0-9]{5,20}")
_WHERE = _("The Business Manager's own ID stands at Meta under Business settings, Business info.")
MISTAKEN = {
    "page": _("This is the ID of the Facebook page “%(name)s”."),
    "waba": _("This is the ID of the WhatsApp business account “%(name)s”."),
    "number": _("This is the ID of the phone number %(name)s."),
    "app": _("This is the ID of the app “%(name)s”."),
    "partner": _("This Business Manager belongs to the partner “%(name)s”, and WhatsApp wants the number's owner."),
}


def id_fault(text, meanings):
    """Why `text` is no Business Manager ID of the customer's own; blank when it may be one.

    `meanings` says what is known under which ID: {id: (page | waba | number | app | partner, name)}.
    """
    typed = text.strip()
    if not typed:
        return _("Enter the Business Manager ID of the customer: without it WhatsApp opens no business account.")
    if "/" in typed or "." in typed:
        return _("This is a web address. Enter the number that stands under Business settings, Business info.")
    if not NUMERIC.fullmatch(typed):
        return _("A Business Manager ID is a number of 5 to 20 digits, like 987890034900451. A name does not do.")
    kind, name = meanings.get(typed, ("", ""))
    return f"{MISTAKEN[kind] % {'name': name}} {_WHERE}" if kind else ""
