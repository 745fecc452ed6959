"""Usage headers and rate errors of the Graph API ("Rate Limits" in Meta's Graph API overview)."""

import json

from sandbox.graph.errors import GraphError
from sandbox.graph.nodes import Node
from sandbox.limits import Usage, minutes_until
from sandbox.stage import Stage

EXTRA = {("GET", "Page", "conversations"): "messenger.conversations", ("POST", "Page", "messages"): "messenger.send"}
TOO_MANY = {
    "graph.app": (4, "(#4) Application request limit reached"),
    "graph.user": (17, "(#17) User request limit reached"),
    "graph.page_user": (32, "(#32) Page request limit reached"),
    "graph.page": (80001, "(#80001) There have been too many calls to this Page account. Wait a bit and try again."),
    "messenger.page": (80006, "(#80006) There have been too many messenger api calls from this Page account."),
    "messenger.conversations": (613, "(#613) Calls to this api have exceeded the rate limit."),
    "messenger.send": (613, "(#613) Calls to this api have exceeded the rate limit."),
    "whatsapp.number": (130429, "(#130429) Rate limit hit"),
    "whatsapp.management": (80007, "(#80007) There have been too many calls from this WhatsApp business account."),
}


def limits_for(method: str, node: Node, edge: str) -> tuple[str, list[str]]:
    """The business use case of a call and the limits it counts against."""
    if node.kind.startswith("WhatsApp"):
        sending = (method, edge) == ("POST", "messages")
        return "whatsapp", ["whatsapp.number" if sending else "whatsapp.management"]
    if (method, node.kind, edge) in EXTRA:
        return "messenger", ["messenger.page", EXTRA[method, node.kind, edge]]
    if node.kind in ("UnifiedThread", "Message", "User"):
        return "messenger", ["messenger.page"]
    return "pages", [] if node.kind in ("FacebookUser", "App", "Upload") else ["graph.page"]


class Meter:
    """Counts one call and knows the headers to answer it with."""

    def __init__(self, stage: Stage):
        """Without a count there are no headers, as on calls with a bad token."""
        self._stage = stage
        self.headers: dict[str, str] = {}
        self.by_user = ""

    def count(self, method: str, node: Node, edge: str) -> None:
        """Count against the app and its use case; a rate error when one call was too many."""
        case, names = limits_for(method, node, edge)
        app = self._stage.limits.hit("graph.app", node.app)
        usages = [self._stage.limits.hit(name, node.owner) for name in names]
        if self.by_user:
            name = "graph.user" if node.kind == "FacebookUser" else "graph.page_user"
            usages.append(self._stage.limits.hit(name, self.by_user))
        self.headers = {
            "X-App-Usage": _compact(
                {"call_count": app.percent, "total_time": app.percent, "total_cputime": app.percent}
            ),
            "X-Business-Use-Case-Usage": _compact({node.owner: [self._case(case, usages or [app])]}),
        }
        for usage in [app, *usages]:
            if usage.exceeded:
                code, message = TOO_MANY[usage.name]
                raise GraphError(code, message, 2494055 if code == 130429 else None)

    def _case(self, case: str, usages: list[Usage]) -> dict:
        worst = max(usages, key=lambda usage: usage.percent)
        long = usages[0]
        regain = max(minutes_until(usage, self._stage.clock.now()) for usage in usages)
        percent = worst.percent if worst.exceeded else long.percent
        return {
            "type": case,
            "call_count": percent,
            "total_cputime": percent,
            "total_time": percent,
            "estimated_time_to_regain_access": regain,
        }


def _compact(value: dict) -> str:
    return json.dumps(value, separators=(",", ":"))
