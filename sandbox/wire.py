"""One HTTP call to a platform and its answer, close to ASGI so that hundreds a second are no burden."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

MOST = 128 * 1024 * 1024  # bytes in one part of a form


@dataclass
class Answer:
    """What goes back: a JSON body, plain text when the body is a str, else bytes; `kind` is another content type."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = ""

    def encoded(self) -> tuple[bytes, str]:
        """The bytes and their content type."""
        if isinstance(self.body, bytes):
            return self.body, self.kind or "application/octet-stream"
        if isinstance(self.body, str):
            return self.body.encode(), self.kind or "text/plain"
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode(), "application/json"


@dataclass
class Sent:
    """A file that came in a form."""

    name: str
    mime: str
    data: bytes


@dataclass
class Call:
    """A request with its parameters merged: query, then form or JSON body over it; files of a form beside them."""

    method: str
    path: str
    params: dict[str, Any]
    headers: dict[str, str]
    base: str
    query: str
    flags: set[str] = field(default_factory=set)
    malformed: bool = False
    item: str = ""
    raw: bytes = b""
    files: dict[str, Sent] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """The bearer token, or the Graph API's access_token parameter, or an empty string."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() in ("bearer", "oauth") else str(self.params.get("access_token", ""))

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text; absent and empty are the default."""
        value = self.params.get(name)
        return default if value in (None, "") else str(value)

    def piece(self, name: str) -> dict:
        """A parameter that is an object, also when a form carried it as JSON text; {} when it is none."""
        value = self.params.get(name)
        if isinstance(value, str):
            value = parsed(value)
        return value if isinstance(value, dict) else {}


def parsed(text: str | bytes) -> Any:
    """JSON, or None when it is not JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


async def read_call(request: Request) -> Call:
    """Read the whole request; `malformed` marks a JSON body that is not an object."""
    scope = request.scope
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = scope["query_string"].decode("latin-1")
    call = Call(
        method=scope["method"],
        path=scope["path"],
        params=dict(parse_qsl(query, keep_blank_values=True)),
        headers=headers,
        base=f"{scope['scheme']}://{headers.get('host', 'localhost')}",
        query=query,
        flags=scope.get("sandbox.flags", set()),
    )
    await _read_body(request, call, headers.get("content-type", ""))
    return call


async def _read_body(request: Request, call: Call, content_type: str) -> None:
    raw = await request.body()
    if not raw:
        return
    if "form" in content_type:
        form = await request.form(max_part_size=MOST)
        call.params.update({name: value for name, value in form.items() if isinstance(value, str)})
        call.files = await _files(form)
        return
    body = parsed(raw)
    call.malformed = not isinstance(body, dict)
    call.raw = raw if call.malformed else b""
    call.params.update(body if isinstance(body, dict) else {})


async def _files(form: FormData) -> dict[str, Sent]:
    uploads = {name: value for name, value in form.items() if isinstance(value, UploadFile)}
    return {name: Sent(one.filename or "", one.content_type or "", await one.read()) for name, one in uploads.items()}
