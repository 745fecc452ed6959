"""What is known of a customer, as named values: the columns of his row, and what administrators have defined besides."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.recording import record
from interactions.models import Attribute, AttributeValue, Customer, Refused
from interactions.models.customer import storable
from interactions.telling import tell_of_customer

# Columns of his row that a merge fills where they are blank.
FIELDS = ("name", "country", "account_number", "language", "opted_in_at", "opted_out_at")
SHAPES = {
    "account_number": (r".{1,60}", gettext_lazy("At most 60 characters.")),
    "country": (r"[A-Z]{2}(-[A-Z0-9]{1,3})?", gettext_lazy("Enter an ISO code, like PL or UA-43.")),
    "language": (r"[a-z]{2,3}", gettext_lazy("Enter an ISO code of a language, like pl or pt.")),
}
MOMENTS = ("opted_in_at", "opted_out_at")  # set by what he says and by administrators


def values_of(customer):
    """{attribute id as text: value} of what administrators have defined."""
    rows = AttributeValue.objects.filter(customer=customer).values_list("attribute", "text")
    return {str(pk): text for pk, text in rows}


def attributes_of(customer):
    """All of them as JSON, in the order in which they are shown; load the customer freshly."""
    own = [_line(name, customer, "text", editable=True) for name in SHAPES]
    moments = [_line(name, customer, "moment", editable=False) for name in MOMENTS if getattr(customer, name)]
    return [*own, *moments, *_defined(customer)]


def _line(name, customer, kind, *, editable):
    value = getattr(customer, name)
    text = value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value
    label = str(Customer._meta.get_field(name).verbose_name).capitalize()
    return {"key": name, "name": label, "kind": kind, "value": text or "", "choices": [], "editable": editable}


def _defined(customer):
    values = values_of(customer)
    return [
        {
            "key": str(one.pk),
            "name": one.name,
            "kind": one.kind,
            "value": values.get(str(one.pk), ""),
            "choices": one.choices,
            "editable": one.editable,
        }
        for one in Attribute.objects.filter(active=True)
    ]


def set_attribute(customer, key, text, by):
    """Change one; `Refused` says in words what it has to be. Told on his open interactions, and kept in the audit log."""
    with transaction.atomic():
        customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        if customer.merged_into_id:
            raise Refused(_("The customer has just been merged with another one. Look again."), "merged")
        change = _set_field if key in SHAPES else _set_defined
        before, after = change(customer, key, storable(text).strip())
        if before != after:
            tell_of_customer(customer, "attribute", by=by, key=key)
            record(by, "changed", customer, before, after)


def _set_field(customer, key, text):
    shape, words = SHAPES[key]
    if text and not re.fullmatch(shape, text):
        raise Refused(str(words), "attribute")
    was = getattr(customer, key)
    Customer.objects.filter(pk=customer.pk).update(**{key: text})
    return {key: was}, {key: text}


def _set_defined(customer, key, text):
    attribute = Attribute.objects.filter(pk=key if key.isdecimal() else None, active=True).first()
    if not attribute:
        raise Refused(_("There is no such attribute any more. Reload the page."), "attribute")
    if not attribute.editable:
        raise Refused(_("“%(name)s” can only be read here.") % {"name": attribute.name}, "attribute")
    was, text = values_of(customer).get(str(attribute.pk), ""), _read(attribute, text)
    if text:
        AttributeValue.objects.update_or_create(customer=customer, attribute=attribute, defaults={"text": text})
    else:
        AttributeValue.objects.filter(customer=customer, attribute=attribute).delete()
    return {attribute.name: was}, {attribute.name: text}


def _read(attribute, text):
    try:
        return attribute.read(text)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "attribute") from None
