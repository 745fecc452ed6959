"""What the rules of names and owners have to know, read from the rows."""

from channels_admin.models import Abbreviation, Account, BusinessManager, PhoneNumber, Platform, PlatformApp, Waba
from channels_admin.whatsapp.display_names import Known, refusals


def names(owner):
    """How a customer writes himself and which names he owns; `owner` is a Business Manager, or None."""
    listed = tuple(Abbreviation.objects.values_list("text", flat=True))
    if owner is None:
        return Known(abbreviations=listed)
    owned = tuple(owner.owned_names.values_list("text", flat=True))
    return Known(owner.name, owned, listed)


def name_refusals(name, owner):
    """What speaks against a display name of this customer's, as things stand now."""
    return refusals(name, names(owner))


def meanings():
    """{id: (kind, name)} of all ids at Meta that are known, and are no Business Manager of a customer's."""
    pages = Account.objects.filter(platform=Platform.FACEBOOK).exclude(external_id="")
    partners = BusinessManager.objects.filter(whose=BusinessManager.Whose.PARTNER)
    sources = {
        "partner": partners.values_list("external_id", "name"),
        "app": PlatformApp.objects.exclude(platform=Platform.TWITTER).values_list("app_id", "name"),
        "number": PhoneNumber.objects.values_list("external_id", "number"),
        "waba": Waba.objects.values_list("external_id", "name"),
        "page": pages.values_list("external_id", "name"),
    }
    return {number: (kind, name) for kind, rows in sources.items() for number, name in rows}
