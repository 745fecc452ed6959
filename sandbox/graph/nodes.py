"""What an id in a Graph API path stands for."""

from dataclasses import dataclass
from typing import Any

from sandbox.graph.tokens import Grants
from sandbox.stage import Stage


@dataclass
class Node:
    """An object that the token may see; `owner` is the page, number or business account it belongs to."""

    kind: str
    id: str
    owner: str
    app: str
    object: Any


def locate(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    """The node with this id, or None when there is none or the token may not see it."""
    for find in (_page_side, _whatsapp_side, _person):
        node = find(stage, identifier, grants)
        if node:
            return node
    return None


def _page_side(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    shelves = {
        "Page": (stage.world.pages, "id"),
        "Post": (stage.wall.posts, "page"),
        "Comment": (stage.wall.comments, "page"),
        "UnifiedThread": (stage.inbox.threads, "page"),
        "Message": (stage.inbox.messages, "page"),
    }
    for kind, (shelf, owner) in shelves.items():
        found = shelf.get(identifier)
        if found:
            page = grants.pages.get(getattr(found, owner))
            return Node(kind, identifier, page.id, page.app, found) if page else None
    return None


def _whatsapp_side(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    number = grants.numbers.get(identifier)
    if number:
        return Node("WhatsAppBusinessPhoneNumber", identifier, identifier, number.app, number)
    for number in grants.numbers.values():
        if number.waba == identifier:
            return Node("WhatsAppBusinessAccount", identifier, identifier, number.app, number)
    return None


def _person(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    for page in grants.pages.values():
        person = stage.world.psid(page.id, identifier)
        if person:
            return Node("User", identifier, page.id, page.app, person)
    return None
