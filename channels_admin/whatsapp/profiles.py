"""Business profiles (R23): what is wrong with one, pushing it to WhatsApp, reading it back and comparing."""

import io
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from channels_admin.models import BusinessProfile, Provider
from platforms.base import MediaKind, Upload
from platforms.whatsapp.management import profile, samples

SIDE = 640  # pixels
LARGEST = 5 * 1024 * 1024  # bytes
TOGETHER = ("address", "description", "email", "vertical", "website")
FIELDS = ("about", "address", "description", "email", "vertical", "websites")
LABELS = {
    "about": _("about"),
    "address": _("address"),
    "description": _("description"),
    "email": _("e-mail"),
    "vertical": _("industry"),
    "website": _("website"),
    "websites": _("websites"),
    "photo": _("photo"),
}
VERTICALS = {
    "OTHER": _("Other"),
    "AUTO": _("Cars"),
    "BEAUTY": _("Beauty, spa and salon"),
    "APPAREL": _("Clothing"),
    "EDU": _("Education"),
    "ENTERTAIN": _("Entertainment"),
    "EVENT_PLAN": _("Event planning"),
    "FINANCE": _("Finance and banking"),
    "GROCERY": _("Food and grocery"),
    "GOVT": _("Public service"),
    "HOTEL": _("Hotel and lodging"),
    "HEALTH": _("Medical and health"),
    "NONPROFIT": _("Non-profit"),
    "PROF_SERVICES": _("Professional services"),
    "RETAIL": _("Shopping and retail"),
    "TRAVEL": _("Travel and transport"),
    "RESTAURANT": _("Restaurant"),
    "ALCOHOL": _("Alcohol"),
    "ONLINE_GAMBLING": _("Online gambling"),
    "PHYSICAL_GAMBLING": _("Gambling on site"),
    "OTC_DRUGS": _("Over-the-counter medicines"),
}


class BadPhoto(Exception):
    """The photo cannot be used; the text says why."""


def faults(facts, genesys):
    """{field: sentence} of what WhatsApp would not take; `facts` are the fields as text."""
    found = {}
    if genesys and any(facts.get(name) for name in TOGETHER):
        missing = _(
            "With Genesys Cloud address, description, e-mail, industry and a website go together: this is missing."
        )
        found = {name: missing for name in TOGETHER if not facts.get(name)}
    if not genesys and facts.get("vertical") and facts["vertical"] not in VERTICALS:
        found["vertical"] = _("Choose one of WhatsApp's industries.")
    if facts.get("website_2") and not facts.get("website"):
        found.setdefault("website", _("Enter the first website before the second."))
    return found


def photo(upload):
    """The bytes of a photo as PNG, without what a camera wrote into it; raises `BadPhoto`."""
    if upload.size > LARGEST:
        raise BadPhoto(_("The photo has more than 5 MB: make it smaller."))
    try:
        with Image.open(upload, formats=["PNG", "JPEG"]) as image:
            if image.size != (SIDE, SIDE):
                told = {"w": image.width, "h": image.height, "side": SIDE}
                raise BadPhoto(_("The photo is %(w)s×%(h)s pixels: it must be %(side)s×%(side)s.") % told)
            clean = io.BytesIO()
            image.convert("RGBA" if image.mode in ("RGBA", "LA", "P") else "RGB").save(clean, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise BadPhoto(_("This is no PNG or JPEG picture.")) from None
    return clean.getvalue()


def keep_photo(business, content):
    """Keep a checked photo in place of the old one."""
    if business.photo:
        business.photo.delete(save=False)
    business.photo.save("photo.png", ContentFile(content), save=False)


def as_sent(business):
    """The fields as WhatsApp has them."""
    texts = {name: getattr(business, name) for name in FIELDS if name != "websites"}
    return texts | {"websites": business.websites}


def differences(ours, theirs, photo_pushed):
    """[[field, ours, theirs]] where the two say different things; what Meta shows where nothing was given is no difference."""
    pairs = [(name, _text(ours[name]), _text(getattr(theirs, name))) for name in FIELDS]
    apart = [[name, mine, other] for name, mine, other in pairs if mine != other and (mine or name != "vertical")]
    if photo_pushed and not theirs.picture:
        apart.append(["photo", str(_("given")), ""])
    return apart


def _text(value):
    # Meta ends an address without a path by a slash.
    return "\n".join(site.rstrip("/") for site in value) if isinstance(value, (list, tuple)) else value.strip()


def push(business, by):
    """Send what WhatsApp has not, then read it back and compare. PlatformError where it does not take it."""
    wire = _wire(business.number)
    before = profile.read(wire)
    ours = as_sent(business)
    changes = {name: ours[name] for name, _ours, _theirs in differences(ours, before, photo_pushed=False)}
    # WhatsApp takes no empty line beside the name, and no industry back.
    changes = {name: value for name, value in changes.items() if value or name not in ("about", "vertical")}
    if business.photo and business.pushed_photo != business.photo.name:
        changes["profile_picture_handle"] = _handle(business, wire)
    if changes:
        profile.write(wire, changes)
    facts = {"pushed_at": timezone.now(), "pushed_by": by, "pushed_photo": business.photo.name or ""}
    BusinessProfile.objects.filter(pk=business.pk).update(**facts)
    business.pushed_photo = business.photo.name or ""
    return compare(business)


def compare(business):
    """Read the profile and keep where it differs; returns it."""
    theirs = profile.read(_wire(business.number))
    apart = differences(as_sent(business), theirs, bool(business.pushed_photo))
    BusinessProfile.objects.filter(pk=business.pk).update(apart=apart, read_at=timezone.now())
    business.apart = apart
    return theirs


def take_over(business):
    """Take what WhatsApp has as what is wanted: for a number that had its profile before."""
    theirs = profile.read(_wire(business.number))
    sites = [*theirs.websites, "", ""]
    facts = {name: getattr(theirs, name) for name in FIELDS if name != "websites"}
    facts |= {"website": sites[0], "website_2": sites[1], "apart": [], "read_at": timezone.now()}
    BusinessProfile.objects.filter(pk=business.pk).update(**facts)


def handed_in(business, by):
    """Genesys Cloud has no call for it: the request was sent to Genesys by hand."""
    facts = {"pushed_at": timezone.now(), "pushed_by": by, "pushed_photo": business.photo.name or ""}
    BusinessProfile.objects.filter(pk=business.pk).update(**facts)


def is_genesys(business):
    """Does Genesys Cloud carry the number?"""
    return business.account.provider == Provider.GENESYS


def _handle(business, wire):
    app = business.number.waba.account.app
    file = Upload(MediaKind.IMAGE, Path(business.photo.path), "photo.png", "image/png")
    return samples.handle(wire, app.app_id, file)


def _wire(number):
    return number.waba.wire(number.external_id)
