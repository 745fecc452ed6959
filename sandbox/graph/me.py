"""A user's own nodes: profile, the pages with their tokens, permissions, removing the app (Graph API reference, /user)."""

from sandbox.graph.fields import pick, wanted_fields
from sandbox.graph.nodes import Node
from sandbox.graph.paging import Asked, edge
from sandbox.stage import Stage
from sandbox.timeline import Timeline
from sandbox.wire import Call

TASKS = ["ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"]
USUAL = "access_token,category,category_list,name,id,tasks"
CATEGORY = {"id": "2500", "name": "Local business"}


async def profile(stage: Stage, call: Call, node: Node) -> dict:
    """GET /me with a user's token."""
    first, _, last = node.object.name.partition(" ")
    values = {"id": node.id, "name": node.object.name, "first_name": first, "last_name": last or None}
    return pick(values | {"email": None, "picture": None}, wanted_fields(call.text("fields"), "name,id"), "User")


async def accounts(stage: Stage, call: Call, node: Node) -> dict:
    """GET /me/accounts: the user's pages, each with the token to use for it."""
    issued = stage.accounts.issued.get(call.token)
    shown = stage.accounts.pages_of(node.object, issued.app) if "pages_show_list" in issued.scopes else []
    wanted = wanted_fields(call.text("fields"), USUAL)

    def shape(identifier: str) -> dict:
        page = stage.world.pages.get(identifier)
        username = "".join(letter for letter in page.name.lower() if letter.isalnum())
        values = {"id": page.id, "name": page.name, "username": username, "tasks": TASKS, "picture": None}
        values |= {
            "category": CATEGORY["name"],
            "category_list": [CATEGORY],
            "link": f"https://www.facebook.com/{page.id}",
        }
        return pick(values | {"access_token": stage.accounts.page_token(issued, page.id).token}, wanted, "Page")

    return edge(call, call.path, Asked.of(call.params), Timeline([(0.0, one) for one in sorted(shown)]), False, shape)


async def permissions(stage: Stage, call: Call, node: Node) -> dict:
    """GET /me/permissions."""
    scopes = stage.accounts.issued.get(call.token).scopes
    return {"data": [{"permission": one, "status": "granted"} for one in scopes]}


async def remove_app(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /me/permissions: the user takes the consent back."""
    stage.accounts.revoke(node.app, node.id)
    stage.store.commit()
    return {"success": True}


HANDLERS = {
    ("GET", "FacebookUser", ""): profile,
    ("GET", "FacebookUser", "accounts"): accounts,
    ("GET", "FacebookUser", "permissions"): permissions,
    ("DELETE", "FacebookUser", "permissions"): remove_app,
}
