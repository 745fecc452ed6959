"""Every call to Genesys Cloud: token, limit of calls, endpoint, errors."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from sandbox.genesys import admin_api, messages_api
from sandbox.genesys.messages_api import Raw
from sandbox.genesys.organization import Organization, Token, organization
from sandbox.genesys.problems import Problem, correlation, not_found
from sandbox.stage import Stage
from sandbox.wire import Answer, Call, parsed, read_call

OURS = ("/api/v2/", "/uploads/v4/")
TOKEN = "/oauth/token"
MINUTE = 60.0
CONVERSATIONS = "/api/v2/conversations"
MESSAGES = f"{CONVERSATIONS}/messages"
LEG = f"{MESSAGES}/{{id}}/communications/{{leg}}/messages"
INTEGRATIONS = f"{CONVERSATIONS}/messaging/integrations/whatsapp"


@dataclass
class Endpoint:
    """Method and path with {names}, and who answers."""

    method: str
    path: str
    handler: Callable[..., Awaitable]
    pattern: re.Pattern = field(init=False)

    def __post_init__(self):
        """Make the path a pattern."""
        self.pattern = re.compile("^" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.path) + "$")


ENDPOINTS = [
    Endpoint("GET", "/api/v2/users/me", admin_api.me),
    Endpoint("GET", "/api/v2/authorization/subjects/me", admin_api.subject),
    Endpoint("GET", "/api/v2/authorization/products", admin_api.products),
    Endpoint("GET", INTEGRATIONS, admin_api.integrations),
    Endpoint("POST", INTEGRATIONS, admin_api.add_integration),
    Endpoint("GET", f"{INTEGRATIONS}/{{id}}", admin_api.show_integration),
    Endpoint("PATCH", f"{INTEGRATIONS}/{{id}}", admin_api.change_integration),
    Endpoint("DELETE", f"{INTEGRATIONS}/{{id}}", admin_api.drop_integration),
    Endpoint("GET", MESSAGES, messages_api.open_ones),
    Endpoint("POST", f"{MESSAGES}/agentless", messages_api.agentless),
    Endpoint("GET", f"{MESSAGES}/{{id}}", messages_api.one),
    Endpoint("POST", f"{MESSAGES}/{{id}}/messages/bulk", messages_api.bulk),
    Endpoint("GET", f"{MESSAGES}/{{id}}/messages/{{message}}", messages_api.message),
    Endpoint("POST", LEG, messages_api.send),
    Endpoint("POST", f"{LEG}/media", messages_api.new_media),
    Endpoint("GET", f"{LEG}/media/{{slot}}", messages_api.media),
    Endpoint("GET", f"{CONVERSATIONS}/{{id}}", messages_api.general),
    Endpoint("POST", "/uploads/v4/services/messaging/{slot}", messages_api.upload),
    Endpoint("GET", "/api/v2/downloads/{file}", messages_api.download),
]


def serves(path: str) -> bool:
    """Is it a path of Genesys Cloud?"""
    return path == TOKEN or path.startswith(OURS)


async def read(request: Request) -> Call:
    """The call; a JSON body that is a list is its parameter `list`."""
    call = await read_call(request)
    body = parsed(await request.body()) if call.malformed else None
    if isinstance(body, list):
        call.malformed = False
        call.params["list"] = body
    return call


async def answer(stage: Stage, call: Call) -> Answer:
    """Answer one call; what goes wrong becomes the error envelope."""
    place, number = organization(stage), correlation()
    headers = {"ININ-Correlation-Id": number}
    if call.path == TOKEN:
        status, body = admin_api.token(place, call)
        return Answer(body, status, headers)
    try:
        _count(place, _token(place, call), headers)
        body = await _handled(place, call)
    except Problem as problem:
        return Answer(problem.body(number), problem.status, headers)
    return Answer(body.data, 200, headers, body.mime) if isinstance(body, Raw) else Answer(body, 200, headers)


async def _handled(place: Organization, call: Call) -> object:
    for endpoint in ENDPOINTS:
        found = endpoint.pattern.match(call.path) if endpoint.method == call.method else None
        if found and call.malformed:
            raise Problem(400, "invalid.request", "The request body is not JSON.")
        if found:
            return await endpoint.handler(place, call, **found.groupdict())
    raise not_found("resource")


def _token(place: Organization, call: Call) -> Token:
    found = place.tokens.get(call.token)
    if found is None or found.ends <= place.stage.clock.now() or call.token in place.stage.switches.expired_tokens:
        raise Problem(401, "bad.credentials", "Invalid login credentials.")
    return found


def _count(place: Organization, token: Token, headers: dict[str, str]) -> None:
    """Count the call in its minute; too many are refused with the seconds until the next one."""
    now = place.stage.clock.now()
    began, used = place.calls.get(token.token, (now, 0))
    if not began <= now < began + MINUTE:
        began, used = now, 0
    place.calls[token.token] = began, used + 1
    wait = str(int(began + MINUTE - now) + 1)
    limit = place.settings.calls
    headers |= {
        "inin-ratelimit-count": str(used + 1),
        "inin-ratelimit-allowed": str(limit),
        "inin-ratelimit-reset": wait,
    }
    if place.stage.switches.rate_limits != "off" and used >= limit:
        headers["Retry-After"] = wait
        message = f"Rate limit exceeded the maximum. Retry the request in [{wait}] seconds"
        raise Problem(429, "too.many.requests.retry.after", message)
