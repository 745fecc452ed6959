"""One endpoint of the X API, and who may call it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sandbox.world import XUser
from sandbox.x.apps import XApp

# Whose token an endpoint takes: a user's, a user's or an app's, an app's alone, or none at all.
USER, EITHER, APP, OPEN = "user", "either", "app", "open"


@dataclass(frozen=True)
class Caller:
    """Who calls: an app for a user, or an app alone; `scopes` None means that everything is allowed."""

    user: XUser
    app: XApp | None = None
    scopes: frozenset[str] | None = None
    alone: bool = False


@dataclass
class Endpoint:
    """Method and path with {names}, the limits it counts against, its handler and the status of success.

    The handler gets the user, or the whole `Caller` where `whole` says so; it returns JSON, or an `Answer` for all else.
    """

    method: str
    path: str
    limits: tuple[str, ...]
    handler: Callable[..., Awaitable[object]]
    status: int = 200
    scopes: tuple[str, ...] = ()
    auth: str = USER
    whole: bool = False
    pattern: re.Pattern = field(init=False)

    def __post_init__(self):
        """Make the path a pattern."""
        self.pattern = re.compile("^" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.path) + "$")

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The names' values when this endpoint is meant."""
        found = self.pattern.match(path) if method == self.method else None
        return found.groupdict() if found else None
