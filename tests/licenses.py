"""License files for tests, signed with a key that is made for each."""

from datetime import timedelta

from django.utils import timezone

from agents.licensing import keys
from agents.licensing.issuing import issue
from agents.models import Installation, License

Part = License.Part


def a_day(ahead):
    """A day so many days from today."""
    return timezone.now().date() + timedelta(days=ahead)


def file(folder, *, social=5, whatsapp=5, ends=None, customer="Acme", installation=None, key="vendor.pem", **parts):
    """The text of a file of all four parts with these counts; `parts` are (count, last day) that take their place."""
    private, _made = keys.signing_key(folder / key)
    given = {
        Part.FEATURE_SOCIAL_MEDIA: (1, ends),
        Part.FEATURE_WHATSAPP: (1, ends),
        Part.ACCESS_SOCIAL_MEDIA: (social, ends),
        Part.ACCESS_WHATSAPP: (whatsapp, ends),
    }
    lines = {part.value: line for part, line in given.items() if line[0]} | parts
    return issue(private, customer=customer, installation=installation or str(Installation.here().key), parts=lines)


def trusted(folder, settings, key="vendor.pem"):
    """From now on what the key signs counts, and nothing that is on this machine."""
    settings.LICENSING_DIR = folder / "licensing"
    settings.LICENSE_KEYS = [keys.public_text(keys.signing_key(folder / key)[0].public_key())]
