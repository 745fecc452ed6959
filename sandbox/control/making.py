"""Control calls that make things happen: customers post, comment, tweet and write."""

from sandbox.control.requests import Refused
from sandbox.graph.accounts import User
from sandbox.stage import Stage
from sandbox.world import Number, Page


def page_of(stage: Stage, identifier: str) -> Page:
    """The page, or a refusal."""
    page = stage.world.pages.get(identifier)
    if not page:
        raise Refused(f"There is no page {identifier}; describe it with POST /control/world first.")
    return page


def number_of(stage: Stage, identifier: str) -> Number:
    """The WhatsApp number, or a refusal."""
    number = stage.world.numbers.get(identifier)
    if not number:
        raise Refused(f"There is no number {identifier}; describe it with POST /control/world first.")
    return number


def author_of(stage: Stage, page: Page, author: dict) -> tuple[str, str]:
    """Id and name of whoever acts on a page; the page itself by its own id."""
    if author.get("id") == page.id:
        return page.id, page.name
    person = stage.world.person(page.id, author["name"], author.get("id", ""))
    if person.blocked:
        raise Refused(f"{person.name} is blocked by the page {page.id}.")
    return person.id, person.name


async def world(stage: Stage, body: dict) -> dict:
    """Who exists; the same twice changes nothing."""
    stage.world.upsert(body)
    stage.x.apps.upsert(body.get("x_apps", []))
    for described in body.get("webhooks", []):
        moved = stage.subscriptions.upsert(described)
        if moved:
            stage.sender.engage(moved)
    for described in body.get("users", []):
        stage.accounts.users.save(User(**described))
    for described in body.get("templates", []):
        stage.templates.describe(described)
    stage.sender.refresh_apps()
    stage.store.commit()
    return {"ok": True}
