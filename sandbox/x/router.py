"""Every X API call: token, rate limit with headers, endpoint, problems."""

import secrets

from sandbox.limits import Usage
from sandbox.stage import Stage
from sandbox.wire import Answer, Call
from sandbox.world import XUser
from sandbox.x import messages_api, tweets_api, users_api
from sandbox.x.endpoint import Endpoint
from sandbox.x.problems import Problem, too_many, unauthorized

ENDPOINTS: list[Endpoint] = [*tweets_api.ENDPOINTS, *users_api.ENDPOINTS, *messages_api.ENDPOINTS]


def _find(call: Call) -> tuple[Endpoint, dict[str, str]] | None:
    for endpoint in ENDPOINTS:
        found = endpoint.match(call.method, call.path)
        if found is not None:
            return endpoint, found
    return None


async def answer(stage: Stage, call: Call) -> Answer:
    """Answer one call; what goes wrong becomes problem JSON."""
    headers = {"x-transaction-id": secrets.token_hex(8), "api-version": "2.167", "x-access-level": "read-write"}
    found = _find(call)
    if found is None:
        problem = Problem(404, "Not Found", "Not Found")
        return Answer(problem.body, problem.status, headers)
    endpoint, parts = found
    try:
        user = _user(stage, call)
        _count(stage, endpoint, user, headers)
        if call.malformed:
            raise Problem(400, "Invalid Request", "The request body is not a JSON object.")
        body = await endpoint.handler(stage, call, user, **parts)
    except Problem as problem:
        return Answer(problem.body, problem.status, headers)
    return Answer(body, endpoint.status, headers)


def _user(stage: Stage, call: Call) -> XUser:
    token = call.token
    for user in stage.world.granted(token):
        if isinstance(user, XUser) and token not in stage.switches.expired_tokens:
            return user
    raise unauthorized()


def _count(stage: Stage, endpoint: Endpoint, user: XUser, headers: dict[str, str]) -> None:
    usages = [stage.limits.hit(name, user.id) for name in endpoint.limits]
    headers |= _rate_headers(min(usages, key=lambda usage: usage.remaining))
    if any(usage.exceeded for usage in usages):
        raise too_many()


def _rate_headers(usage: Usage) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(usage.limit),
        "x-rate-limit-remaining": str(usage.remaining),
        "x-rate-limit-reset": str(int(usage.reset) + 1),
    }
