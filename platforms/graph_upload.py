"""Calls to Graph that carry a form where every other one carries JSON: a file to send, or a consent to exchange.

Sources: Graph API reference, /page/photos; Messenger Platform, "Attachment Upload API".
"""

import json
from dataclasses import dataclass, replace

import httpx

from platforms import graph, payload
from platforms.base import Outcome, PlatformError, Upload
from platforms.words import _

# The platform answers when it has looked at the whole file, which takes longer than to answer a line of text.
PATIENCE = httpx.Timeout(60.0, connect=5.0)


def upload(wire, path, name, file, values, answered="id"):
    """Give `file` (an `Upload`) to `path` as the form's field `name`, with `values` beside it. Returns its id there.

    Nobody sees what is merely uploaded, so a failure that leaves the result open is RETRY: to repeat it is harmless.
    """
    answer = _sent(replace(wire, http=Form(wire.http, name, file)), path, values)
    number = payload.ident(answer, answered)
    if not number:
        raise PlatformError(Outcome.RETRY, "", _("The platform did not name the file it took."))
    return number


def _sent(wire, path, values):
    fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
    try:
        return graph.call(wire, "POST", path, body=fields)[0]
    except OSError:
        problem = PlatformError(Outcome.MESSAGE_FAILED, "file", _("The file is not here any more: attach it again."))
    except PlatformError as error:
        problem = _harmless(error)
    raise problem


def _harmless(error):
    if error.outcome is not Outcome.UNKNOWN:
        return error
    return PlatformError(Outcome.RETRY, error.code, error.reason)


@dataclass(frozen=True, slots=True)
class Form:
    """The HTTP client of a wire whose requests are forms: the body's values and, if there is one, a file."""

    http: httpx.Client
    name: str = ""
    file: Upload | None = None

    def request(self, method, url, *, params, json, headers):
        """As `httpx.Client.request`, with `json` as the form's fields. OSError if the file cannot be read."""
        form = {"params": params, "data": json, "headers": headers}
        if self.file is None:
            return self.http.request(method, url, **form)
        with self.file.path.open("rb") as content:
            files = {self.name: (self.file.name, content, self.file.mime)}
            return self.http.request(method, url, files=files, timeout=PATIENCE, **form)
