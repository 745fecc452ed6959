"""Issuing licenses: by `manage.py issue_license`, and by an installation for itself at its first start."""

import uuid
from datetime import timedelta

from django.utils import timezone

from agents.licensing import keys
from agents.licensing.loading import put_in_force
from agents.licensing.paper import write
from agents.models import Installation, License, LicenseFile

DEVELOPMENT = 25  # of each access license
DEVELOPMENT_DAYS = 365


def issue(private, *, customer, installation, parts):
    """The text of a license file; `parts` is {part number: (count, last day or None)}."""
    lines = [
        {"part": part, "name": _name(part), "count": count, "expires_on": day and day.isoformat()}
        for part, (count, day) in parts.items()
    ]
    issued = timezone.now().replace(microsecond=0).isoformat()
    license = {"serial": str(uuid.uuid4()), "customer": customer, "installation": installation}
    return write(license | {"issued_at": issued, "parts": lines}, private)


def _name(part):
    return str(License.Part(part).label) if part in License.Part.values else ""


def for_development(customer="Development", count=DEVELOPMENT):
    """A license of this installation's own making: all parts for a year. Makes the key and trusts it."""
    private, _made = keys.signing_key(keys.own_key_file())
    keys.trust(private.public_key())
    day = timezone.now().date() + timedelta(days=DEVELOPMENT_DAYS)
    features = License.FEATURES.values()
    parts = {part: (1 if part in features else count, day) for part in License.Part.values}
    return issue(private, customer=customer, installation=str(Installation.here().key), parts=parts)


def first_license(customer="Development"):
    """Where no license was ever loaded: issue one for development and put it in force. True: done."""
    if LicenseFile.objects.exists() or License.objects.exists():
        return False
    put_in_force(for_development(customer), None)
    return True
