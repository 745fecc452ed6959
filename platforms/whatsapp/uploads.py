"""Files to and from WhatsApp: uploaded first and sent by id, fetched from an address that lives five minutes.

Source: WhatsApp Business Platform, "Cloud API, Media".
"""

from platforms import graph, graph_upload, payload
from platforms.base import Outcome, PlatformError
from platforms.words import _


def uploaded(wire, file):
    """The id under which WhatsApp keeps `file` (an `Upload`) for 30 days. Repeated, it is kept twice and sent once."""
    values = {"messaging_product": "whatsapp", "type": file.mime}
    return graph_upload.upload(wire, f"{wire.address}/media", "file", file, values)


def locate(wire, media):
    """(address, headers) with which a file of a message can be fetched now; it must be fetched within five minutes."""
    if not media.id:
        return media.url, {}
    answer, _headers = graph.call(wire, "GET", media.id, params={"phone_number_id": wire.address})
    url = payload.words(answer, "url")
    if not url:
        raise PlatformError(Outcome.MESSAGE_FAILED, "gone", _("WhatsApp does not have this file any more."))
    return url, {"Authorization": f"Bearer {wire.token}"}
