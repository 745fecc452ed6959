"""Portraits of customers: fetched from the platform once, kept and served by us (R5a)."""

import filetype
from django.conf import settings
from django.core.files import File

from interactions.models import Identity
from platforms import download
from platforms.base import PlatformError, Wire
from platforms.http import shared_client

LARGEST = 2 * 1024 * 1024
BASES = {"twitter": "X_URL", "facebook": "GRAPH_URL", "whatsapp": "GRAPH_URL"}


def fetch(pk):
    """Fetch one portrait, if its address is still the one that was seen last. What cannot be fetched is done without."""
    identity = Identity.objects.filter(pk=pk).first()
    if identity is None or not identity.picture_url:
        return
    wire = Wire(shared_client(), getattr(settings, BASES[identity.platform]), "")
    try:
        with download.fetched(wire, identity.picture_url, {}, LARGEST) as file:
            _keep(identity, file)
    except PlatformError:
        return


def _keep(identity, file):
    kind = filetype.guess(file.name)
    if kind is None or kind.mime not in settings.SHOWN_INLINE or not kind.mime.startswith("image/"):
        return
    before = identity.picture.name
    identity.picture.save("portrait", File(file), save=False)
    seen = Identity.objects.filter(pk=identity.pk, picture_url=identity.picture_url, picture=before)
    unused = before if seen.update(picture=identity.picture.name) else identity.picture.name
    if unused:
        identity.picture.storage.delete(unused)
