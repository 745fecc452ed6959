"""Where WhatsApp does not deliver: nothing is sent there."""

import re
import time

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# The places with which every installation begins, so that they can be read in every language.
STANDARD = [
    gettext_noop("Crimea"),
    gettext_noop("Cuba"),
    gettext_noop("Iran"),
    gettext_noop("North Korea"),
    gettext_noop("Syria"),
]
LONGEST = 15  # digits of an E.164 number


class BlockedDestinations(models.QuerySet):
    """The table, and how it is asked."""

    def for_number(self, number):
        """The entry with the longest prefix of `number`, which is written in any usual way; None if there is none."""
        digits = _digits(number)
        prefixes = [f"+{digits[:length]}" for length in range(1, min(len(digits), LONGEST) + 1)]
        return self.filter(prefix__in=prefixes).order_by(Length("prefix").desc()).first() if prefixes else None

    def for_country(self, country):
        """An entry of this country or region (ISO 3166 code, like IR or UA-43); None if there is none."""
        return self.filter(country_code__iexact=country.strip()).first() if country.strip() else None


def _digits(number):
    number = number.strip()
    digits = re.sub(r"\D", "", number)
    # 00 is how many countries dial what is written +; WhatsApp's own ids have neither.
    return digits.removeprefix("00") if not number.startswith("+") else digits


class BlockedDestination(models.Model):
    """Numbers that begin so are not written to. Defaults: where Meta excludes businesses and users.

    Source: WhatsApp Cloud API, "Troubleshooting" (countries that are not served).
    """

    prefix = models.CharField(
        _("prefix"),
        max_length=LONGEST + 1,
        unique=True,
        validators=[RegexValidator(r"^\+[1-9][0-9]*$", _("A prefix is + and digits, like +7978."))],
        help_text=_("With country code, like +7978. Of several that fit a number the longest counts."),
    )
    country_code = models.CharField(
        _("country"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", _("An ISO code, like IR or UA-43."))],
        help_text=_("ISO code, like IR, or UA-43 for Crimea. Customers marked as being there are blocked too."),
    )
    label = models.CharField(_("name"), max_length=120)

    objects = BlockedDestinations.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("blocked destination"), _("blocked destinations")
        ordering = ["label", "prefix"]

    def __str__(self):
        return f"{self.place} ({self.prefix})"

    @property
    def place(self):
        """Where it is, in the reader's language where it is one of those that we brought."""
        return translated(self.label) if self.label in STANDARD else self.label

    def save(self, *args, **kwargs):
        """Effective at once in this process, within seconds in the others."""
        super().save(*args, **kwargs)
        forget()

    @property
    def reason(self):
        """Why nothing is sent there, as a sentence."""
        return _("WhatsApp does not deliver to %(place)s: nothing is sent there.") % {"place": self}


def blocked_for(number, country=""):
    """The `BlockedDestination` that forbids writing to this customer, or None.

    `number` is a phone number in any usual writing, blank where we know none; `country` the ISO code of where he is
    marked to be, which blocks whatever the number.
    """
    if not _may_be_blocked(number, country):
        return None
    table = BlockedDestination.objects
    return table.for_country(country) or table.for_number(number)


KEPT = 5.0  # seconds for which it is remembered what the table begins with: every reply asks twice
_kept = {}


def forget():
    """Read the table anew."""
    _kept.clear()


def _may_be_blocked(number, country):
    """A quick look at what was in the table a moment ago; only where it says yes the table itself is asked."""
    until, prefixes, countries = _kept.get("table", (0.0, (), ()))
    if until < time.monotonic():
        rows = list(BlockedDestination.objects.values_list("prefix", "country_code"))
        prefixes = tuple(prefix.removeprefix("+") for prefix, _ in rows)
        countries = frozenset(code.upper() for _, code in rows if code)
        _kept["table"] = (time.monotonic() + KEPT, prefixes, countries)
    return country.strip().upper() in countries or _digits(number).startswith(prefixes)
