"""Days that people fill in: far enough from both ends of the calendar for any time zone and any sum."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


def in_reach(day):
    """A year with a digit too many or too few is a slip of the finger."""
    if not FIRST <= day <= LAST:
        raise ValidationError(_("Choose a day from 2000 to 2199."))


class Day(forms.DateField):
    """A day, chosen in a calendar."""

    default_validators = [in_reach]

    def __init__(self, label, **more):
        super().__init__(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **more)
