"""Every X API call: token, scopes, rate limit with headers, endpoint, problems."""

import secrets

from sandbox.limits import DOCUMENTED, Usage
from sandbox.stage import Stage
from sandbox.wire import Answer, Call
from sandbox.x import hooks_api, media_api, messages_api, oauth_api, tweets_api, users_api
from sandbox.x.endpoint import APP, OPEN, USER, Caller, Endpoint
from sandbox.x.problems import (
    Problem,
    capped,
    depleted,
    lacks_scope,
    too_many,
    unauthorized,
    wrong_token,
)

OURS = ("/2/", "/i/oauth2/", "/oauth2/", "/media/x/")
PARTS = (tweets_api, users_api, messages_api, media_api, hooks_api, oauth_api)
ENDPOINTS: list[Endpoint] = [endpoint for part in PARTS for endpoint in part.ENDPOINTS]


def speaks(path: str) -> bool:
    """Whether a path is one of X's."""
    return path.startswith(OURS)


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
        who = _admitted(stage, call, endpoint, headers)
        body = await endpoint.handler(stage, call, who, **parts)
    except Problem as problem:
        return Answer(problem.body, problem.status, headers)
    if isinstance(body, Answer):
        body.headers = headers | body.headers
        return body
    return Answer(body, endpoint.status, headers)


def _admitted(stage: Stage, call: Call, endpoint: Endpoint, headers: dict[str, str]) -> object:
    """What the handler needs to know of the caller, once everything is checked and counted."""
    if endpoint.auth == OPEN:
        return None
    caller = stage.x.tokens.caller(call.token)
    if not caller:
        raise unauthorized()
    _check_token(endpoint, caller)
    _count(stage, endpoint, caller, headers)
    if call.malformed:
        raise Problem(400, "Invalid Request", "The request body is not a JSON object.")
    if call.method == "GET" and "x-rate-limit-limit" in headers:
        _check_credit(stage, headers)
    return caller if endpoint.whole else caller.user


def _check_token(endpoint: Endpoint, caller: Caller) -> None:
    if endpoint.auth == USER and caller.alone:
        raise wrong_token("user")
    if endpoint.auth == APP and not caller.alone:
        raise wrong_token("app")
    if caller.scopes is not None and not caller.scopes.issuperset(endpoint.scopes):
        raise lacks_scope()


def _check_credit(stage: Stage, headers: dict[str, str]) -> None:
    stage.x.reads += 1
    problems = {"capped": capped, "depleted": depleted}
    problem = problems.get(stage.x.switches.usage)
    if problem:
        # It has nothing to do with the window of the rate limit, so it does not name one.
        for name in ("limit", "remaining", "reset"):
            headers.pop(f"x-rate-limit-{name}")
        raise problem()


def _count(stage: Stage, endpoint: Endpoint, caller: Caller, headers: dict[str, str]) -> None:
    usages = [_hit(stage, name, caller) for name in endpoint.limits]
    if not usages:
        return
    headers |= _rate_headers(min(usages, key=lambda usage: usage.remaining))
    for usage in usages:
        if "_day" in usage.name:
            headers |= _day_headers(usage)
    if any(usage.exceeded for usage in usages):
        raise too_many()


def _hit(stage: Stage, name: str, caller: Caller) -> Usage:
    """Count against the user; or against the app, when it calls for itself or the limit is that of all its users."""
    app = caller.app.id if caller.app else "app"
    if caller.alone and f"{name}.app" in DOCUMENTED:
        name = f"{name}.app"
    return stage.limits.hit(name, app if caller.alone or name.endswith(".app") else caller.user.id)


def _rate_headers(usage: Usage) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(usage.limit),
        "x-rate-limit-remaining": str(usage.remaining),
        "x-rate-limit-reset": str(int(usage.reset) + 1),
    }


def _day_headers(usage: Usage) -> dict[str, str]:
    begin = f"x-{'app' if usage.name.endswith('.app') else 'user'}-limit-24hour"
    named = {"limit": usage.limit, "remaining": usage.remaining, "reset": int(usage.reset) + 1}
    return {f"{begin}-{name}": str(value) for name, value in named.items()}
