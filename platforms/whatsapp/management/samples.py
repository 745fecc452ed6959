"""Sample files for the headers of templates, which reviewers look at: handed over to the app, known by a handle.

Source: Graph API, "Resumable Upload API".
"""

from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from platforms import graph, payload
from platforms.base import Outcome, PlatformError
from platforms.words import _

# The platform answers when it has taken the whole file.
PATIENCE = httpx.Timeout(60.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class _Bytes:
    """An HTTP client whose requests carry a file as it is, from its beginning."""

    http: httpx.Client
    path: Path

    def request(self, method, url, *, params, json, headers):
        headers = {**headers, "file_offset": "0", "Content-Type": "application/octet-stream"}
        with self.path.open("rb") as content:
            return self.http.request(
                method, url, params=params, content=content.read(), headers=headers, timeout=PATIENCE
            )


def handle(wire, app, file):
    """The handle of `file` (an `Upload`) at the app `app`, for `example.header_handle`. To repeat it is harmless."""
    about = {"file_name": file.name, "file_length": file.path.stat().st_size, "file_type": file.mime}
    try:
        session = payload.ident(graph.call(wire, "POST", f"{app}/uploads", params=about)[0], "id")
        answer, _headers = graph.call(replace(wire, http=_Bytes(wire.http, file.path)), "POST", session)
    except PlatformError as error:
        outcome = Outcome.RETRY if error.outcome is Outcome.UNKNOWN else error.outcome
        raise PlatformError(outcome, error.code, error.reason, error.retry_at) from None
    found = payload.words(answer, "h")
    if not found:
        raise PlatformError(Outcome.RETRY, "", _("The platform did not name the file it took."))
    return found
