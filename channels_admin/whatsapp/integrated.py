"""Reading the numbers that Genesys Cloud carries."""

from django.utils import timezone

from channels_admin.models import PhoneNumber
from channels_admin.whatsapp import changed
from channels_admin.whatsapp.states import status_of
from platforms.genesys import integrations


def read(waba):
    """Bring the numbers of an account up to date with the integrations that the organization has."""
    began = timezone.now()
    found = {one.id: one for one in integrations.listed(waba.account.wire(""))}
    for number in waba.numbers.filter(external_id__in=found):
        facts = {"status": status_of(found[number.external_id].status), "synced_at": began, "gone_at": None}
        facts |= {"verification": "VERIFIED"} if found[number.external_id].status == "Active" else {}
        PhoneNumber.objects.filter(pk=number.pk).update(**facts)
        changed.tell_of(number, {"status": facts["status"]}, began)
    waba.numbers.filter(gone_at=None).exclude(external_id__in=found).update(gone_at=began)
    return list(found.values())
