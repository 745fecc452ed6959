"""Numbers that Genesys Cloud carries: its statuses in the words in which numbers are kept, and reading them."""

from django.utils import timezone

from channels_admin.models import PhoneNumber
from platforms.genesys import integrations

# "WhatsAppIntegration", status, createStatus: what each means for a number.
STATUSES = {
    "Active": "CONNECTED",
    "Inactive": "PENDING",
    "Starting": "PENDING",
    "Incomplete": "PENDING",
    "Error": "DISCONNECTED",
    "Failed": "DISCONNECTED",
    "Deleting": "DISCONNECTED",
    "DeletionFailed": "DISCONNECTED",
}


def status_of(word):
    """A number's status by Genesys Cloud's word for that of its integration."""
    return STATUSES.get(word, word.upper()[:40])


def read(waba):
    """Bring the numbers of an account up to date with the integrations that the organization has."""
    began = timezone.now()
    found = {one.id: one for one in integrations.listed(waba.account.wire(""))}
    for number in PhoneNumber.objects.filter(waba=waba, external_id__in=found):
        facts = {"status": status_of(found[number.external_id].status), "synced_at": began, "gone_at": None}
        facts |= {"verification": "VERIFIED"} if found[number.external_id].status == "Active" else {}
        PhoneNumber.objects.filter(pk=number.pk).update(**facts)
    waba.numbers.filter(gone_at=None).exclude(external_id__in=found).update(gone_at=began)
    return list(found.values())
