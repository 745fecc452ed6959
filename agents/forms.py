"""What administrators may enter about licenses, and what is said where something is wrong."""

import zoneinfo
from functools import cache

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from agents.license_counts import locked_count
from agents.models import Family
from audit.selects import LongSelect


@cache
def time_zones():
    """All time zones by name, UTC first."""
    names = sorted(zoneinfo.available_timezones() - {"UTC"})
    return ("UTC", "UTC"), *((name, name) for name in names if "/" in name)


class TimeZoneField(forms.ChoiceField):
    """The choice of a time zone."""

    def __init__(self, **options):
        super().__init__(label=_("Time zone"), choices=time_zones, initial="UTC", widget=LongSelect, **options)


class AccessLicenseRows(BaseInlineFormSet):
    """The access licenses of one agent or station: not more than there are."""

    def clean(self):
        """Refuse what is not free any more, in words."""
        super().clean()
        if not any(self.errors):
            for form in self.forms:
                self._check(form)

    def _check(self, form):
        family = form.cleaned_data.get("family")
        if not family or "family" not in form.changed_data or self._should_delete_form(form):
            return
        count = locked_count(family)
        if not count.free:
            text = _("No access license for %(family)s is free: %(used)s of %(loaded)s are assigned.")
            words = {"family": Family(family).label, "used": count.used, "loaded": count.loaded}
            form.add_error("family", text % words)
