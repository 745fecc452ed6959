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
    for find in (_app_side, _user, _page_side, _whatsapp_side, _person, _file, _story):
        node = find(stage, identifier, grants)
        if node:
            return node
    return None


def _app_side(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    """The app itself, and the upload sessions that it began."""
    session = stage.uploads.get(identifier)
    if session and session[0] == grants.app_id:
        return Node("Upload", identifier, grants.app_id, grants.app_id, session)
    app = identifier == grants.app_id and stage.world.apps.get(identifier)
    return Node("App", identifier, identifier, identifier, app) if app else None


def _user(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    user = stage.accounts.users.get(identifier)
    own = user and grants.user == user.id
    return Node("FacebookUser", identifier, identifier, grants.app_id, user) if own else None


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
    template = stage.templates.get(identifier)
    for waba in _accounts(stage, grants):
        if waba.id == identifier:
            return Node("WhatsAppBusinessAccount", identifier, identifier, waba.app, waba)
        if template and template.waba == waba.id:
            return Node("MessageTemplate", identifier, waba.id, waba.app, template)
    return None


def _accounts(stage: Stage, grants: Grants) -> list:
    """The business accounts that a token may touch: its own, and those of its numbers."""
    ids = dict.fromkeys([*grants.wabas, *(number.waba for number in grants.numbers.values())])
    return [stage.world.waba(one) for one in ids]


def _person(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    for page in grants.pages.values():
        person = stage.world.psid(page.id, identifier)
        if person:
            return Node("User", identifier, page.id, page.app, person)
    return None


def _file(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    file = stage.files.get(identifier)
    owner = file and (grants.pages.get(file.owner) or grants.numbers.get(file.owner))
    if not owner:
        return None
    return Node("Photo" if file.owner in grants.pages else "WhatsAppMedia", identifier, owner.id, owner.app, file)


def _story(stage: Stage, identifier: str, grants: Grants) -> Node | None:
    """A review, which is known by its story alone as well."""
    post = stage.wall.story(identifier)
    page = post and grants.pages.get(post.page)
    return Node("Post", post.id, page.id, page.app, post) if page else None
