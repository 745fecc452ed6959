"""One HTTP call to a platform and its answer, close to ASGI so that hundreds a second are no burden."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData
from starlette.requests import Request


@dataclass
class Answer:
    """What goes back: a JSON body, or plain text when the body is a str."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> tuple[bytes, str]:
        """The bytes and their content type."""
        if isinstance(self.body, str):
            return self.body.encode(), "text/plain"
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode(), "application/json"


@dataclass
class Call:
    """A request with its parameters merged: query, then form or JSON body over it."""

    method: str
    path: str
    params: dict[str, Any]
    headers: dict[str, str]
    base: str
    query: str
    flags: set[str] = field(default_factory=set)
    malformed: bool = False

    @property
    def token(self) -> str:
        """The bearer token, or the Graph API's access_token parameter, or an empty string."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else str(self.params.get("access_token", ""))

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
    body = await _body(request, headers.get("content-type", ""))
    call.malformed = body is None
    call.params.update(body or {})
    return call


async def _body(request: Request, content_type: str) -> dict | None:
    raw = await request.body()
    if not raw:
        return {}
    if "form" in content_type:
        return _fields(await request.form())
    body = parsed(raw)
    return body if isinstance(body, dict) else None


def _fields(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}
