"""What a company wants to know of its customers: attributes with a name and a type, and their values."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from interactions.models.customer import Customer, storable

LONGEST = 200


class Attribute(models.Model):
    """Something that can be known of a customer, as administrators define it; agents fill it in on the desk."""

    class Kind(models.TextChoices):
        """What a value has to be."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of a list")

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(_("list"), default=list, blank=True)
    editable = models.BooleanField(_("agents may change it"), default=True)
    active = models.BooleanField(_("in use"), default=True)
    place = models.PositiveSmallIntegerField(_("place"), default=50)

    class Meta:
        verbose_name, verbose_name_plural = _("customer attribute"), _("customer attributes")
        ordering = ["place", "name"]

    def __str__(self):
        return self.name

    def clean(self):
        """A list has something to choose from, and nothing else has one."""
        if self.kind == self.Kind.CHOICE and not self.choices:
            raise ValidationError({"choices": _("Say what can be chosen, one to a line.")})
        if self.kind != self.Kind.CHOICE:
            self.choices = []

    def read(self, text):
        """What was entered, as it is kept; a `ValidationError` says what it has to be. Blank is always allowed."""
        text = storable(str(text)).strip()
        return READERS[self.kind](self, text) if text else ""

    def _text(self, text):
        if len(text) > LONGEST:
            raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST})
        return text

    def _number(self, text):
        try:
            number = Decimal(text.replace(",", ".")) if re.fullmatch(r"-?\d{1,15}([.,]\d{1,6})?", text) else None
        except InvalidOperation:
            number = None
        if number is None:
            raise ValidationError(_("Enter a number, like 12 or 12.5."))
        return str(number)

    def _date(self, text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValidationError(_("Enter a date as year-month-day, like 2026-11-28.")) from None

    def _yes_no(self, text):
        if text not in ("yes", "no"):
            raise ValidationError(_("Choose yes or no."))
        return text

    def _choice(self, text):
        if text not in self.choices:
            raise ValidationError(_("Choose one of: %(list)s.") % {"list": ", ".join(self.choices)})
        return text


READERS = {
    Attribute.Kind.TEXT: Attribute._text,
    Attribute.Kind.NUMBER: Attribute._number,
    Attribute.Kind.DATE: Attribute._date,
    Attribute.Kind.YES_NO: Attribute._yes_no,
    Attribute.Kind.CHOICE: Attribute._choice,
}


class AttributeValue(models.Model):
    """What is known of one customer by one attribute."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, models.CASCADE, related_name="values")
    text = models.CharField(max_length=LONGEST)

    class Meta:
        verbose_name, verbose_name_plural = _("attribute value"), _("attribute values")
        constraints = [models.UniqueConstraint(fields=["customer", "attribute"], name="one_value_per_attribute")]

    def __str__(self):
        return self.text
