"""X users over HTTP."""

from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x import shapes
from sandbox.x.endpoint import EITHER, Endpoint
from sandbox.x.problems import invalid, not_found


def _one(stage: Stage, call: Call, found: XUser | None, name: str, value: str) -> dict:
    if not found:
        return {"errors": [not_found("user", name, value)]}
    return shapes.finished(call, {"data": shapes.user(stage, call, found)})


async def me(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/users/me."""
    return _one(stage, call, user, "id", user.id)


async def by_username(stage: Stage, call: Call, user: XUser, username: str) -> dict:
    """GET /2/users/by/username/{username}."""
    return _one(stage, call, stage.world.x_user_named(username), "username", username)


async def by_id(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """GET /2/users/{id}."""
    return _one(stage, call, stage.world.x_users.get(id), "id", id)


async def several(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/users?ids= and GET /2/users/by?usernames=."""
    name = "usernames" if call.path.endswith("/by") else "ids"
    asked = [one for one in call.text(name).split(",") if one]
    if not 1 <= len(asked) <= 100:
        raise invalid(name, call.text(name), f"The `{name}` query parameter must have 1 to 100 values")
    find = stage.world.x_user_named if name == "usernames" else stage.world.x_users.get
    found = [shapes.user(stage, call, one) for one in map(find, asked) if one]
    lost = [not_found("user", name, one) for one in asked if not find(one)]
    body = ({"data": found} if found else {}) | ({"errors": lost} if lost else {})
    return shapes.finished(call, body)


READ = {"scopes": ("users.read",), "auth": EITHER}
ENDPOINTS = [
    Endpoint("GET", "/2/users/me", ("x.me",), me, scopes=("users.read",)),
    Endpoint("GET", "/2/users/by/username/{username}", ("x.users",), by_username, **READ),
    Endpoint("GET", "/2/users/by", ("x.users",), several, **READ),
    Endpoint("GET", "/2/users", ("x.users",), several, **READ),
    Endpoint("GET", "/2/users/{id}", ("x.users",), by_id, **READ),
]
