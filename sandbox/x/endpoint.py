"""One endpoint of the X API."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass
class Endpoint:
    """Method and path with {names}, the limits it counts against, its handler and the status of success."""

    method: str
    path: str
    limits: tuple[str, ...]
    handler: Callable[..., Awaitable[dict]]
    status: int = 200
    pattern: re.Pattern = field(init=False)

    def __post_init__(self):
        """Make the path a pattern."""
        self.pattern = re.compile("^" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.path) + "$")

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The names' values when this endpoint is meant."""
        found = self.pattern.match(path) if method == self.method else None
        return found.groupdict() if found else None
