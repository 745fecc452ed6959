"""Which permission a call needs; checked for tokens that came by consent ("Permissions reference")."""

from sandbox.graph.errors import GraphError
from sandbox.graph.nodes import Node
from sandbox.graph.tokens import Grants

MESSAGING, ENGAGEMENT = "pages_messaging", "pages_manage_engagement"
NEEDED = {
    ("GET", "Page", "feed"): "pages_read_engagement",
    ("GET", "Page", "visitor_posts"): "pages_read_user_content",
    ("GET", "Page", "tagged"): "pages_read_user_content",
    ("GET", "Page", "ratings"): "pages_read_user_content",
    ("GET", "Page", "conversations"): MESSAGING,
    ("POST", "Page", "messages"): MESSAGING,
    ("POST", "Page", "message_attachments"): MESSAGING,
    ("GET", "Page", "subscribed_apps"): "pages_manage_metadata",
    ("POST", "Page", "subscribed_apps"): "pages_manage_metadata",
    ("DELETE", "Page", "subscribed_apps"): "pages_manage_metadata",
    ("GET", "UnifiedThread", ""): MESSAGING,
    ("GET", "Message", ""): MESSAGING,
    ("GET", "User", ""): MESSAGING,
} | {
    (method, kind, edge): ENGAGEMENT
    for kind in ("Post", "Comment")
    for method, edge in (("POST", "comments"), ("POST", "likes"), ("DELETE", "likes"), ("POST", ""), ("DELETE", ""))
}


def check_permission(grants: Grants, method: str, node: Node, edge: str) -> None:
    """Error 200 when the token lacks what the call needs."""
    needed = NEEDED.get((method, node.kind, edge))
    if needed and needed not in grants.scopes:
        raise GraphError(200, f"(#200) Requires {needed} permission to manage the object", status=403)
