"""Files to and from Genesys Cloud. Source: developer.genesys.cloud, "Messaging media uploads"."""

import time
from dataclasses import replace
from urllib.parse import urlsplit

from platforms import http, payload
from platforms.base import Outcome, PlatformError
from platforms.download import allowed
from platforms.genesys import api
from platforms.graph_upload import Form
from platforms.words import _

# A file is looked through before it can be sent: asked so often, in seconds apart.
LOOKS, APART = 40, 0.5


def uploaded(wire, path, upload):
    """The id of `upload` for a message sent to `path`, once it is ready. Repeated, it is kept twice and sent once."""
    try:
        return _uploaded(wire, f"{path}/media", upload)
    except PlatformError as error:
        raise api.harmless(error) from None


def locate(wire, media):
    """(address, headers) with which a file of a message can be fetched; the organization's own address wants the token."""
    same = urlsplit(media.url).netloc == urlsplit(wire.base).netloc
    return media.url, {"Authorization": f"Bearer {wire.token}"} if same else {}


def _uploaded(wire, path, upload):
    place, _headers = api.call(wire, "POST", path)
    number, url = payload.ident(place, "id"), payload.words(place, "uploadUrl")
    if not number or not allowed(wire, url):
        raise PlatformError(Outcome.RETRY, "", _("Genesys Cloud did not say where the file is to go."))
    _put(wire, url, upload)
    for _look in range(LOOKS):
        status = payload.words(api.call(wire, "GET", f"{path}/{number}")[0], "status")
        if status == "valid":
            return number
        if status == "invalid":
            raise PlatformError(Outcome.MESSAGE_FAILED, "media", _("Genesys Cloud did not accept the file."))
        time.sleep(APART)
    raise PlatformError(Outcome.RETRY, "media", _("Genesys Cloud is still looking through the file."))


def _put(wire, url, upload):
    """Hand the file over; the place answers with nothing, or with what we do not need."""
    base, _host, rest = url.partition(urlsplit(url).netloc)
    there = replace(wire, http=Form(wire.http, "file", upload), base=base + urlsplit(url).netloc)
    try:
        http.call(there, "POST", rest, explain=api.explain)
    except OSError:
        problem = PlatformError(Outcome.MESSAGE_FAILED, "file", _("The file is not here any more: attach it again."))
    except PlatformError as error:
        # An answer without JSON: whether the file has come, its status tells.
        problem = None if error.outcome is Outcome.UNKNOWN else error
    else:
        problem = None
    if problem:
        raise problem
