"""The addresses of the customer page: the page itself and what it asks for every second."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.customer.threads import THREADS
from sandbox.stage import Stage

PAGE = Path(__file__).parent.parent / "static" / "customer" / "page.html"
STRICT = {"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff"}
LOCKED = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
NEWEST = 12


def world_of(stage: Stage) -> dict:
    """To whom one can write, and who has written."""
    world = stage.world
    pages = [{"id": one.id, "name": one.name} for one in world.pages]
    users = [{"id": one.id, "name": f"@{one.username}", "handle": one.username} for one in world.x_users if one.token]
    numbers = [{"id": one.id, "name": f"{one.name} {one.display_phone_number}"} for one in world.numbers]
    people = [{"name": one.name, "channel": one.page} for one in world.people]
    handles = [{"name": one.name, "handle": one.username} for one in world.x_users if not one.token]
    phones = [
        {"name": one.name, "phone": one.id, "channel": one.number} for one in stage.chats.contacts if one.wrote_at
    ]
    return {
        "channels": {"facebook": pages, "messenger": pages, "x": users, "x_messages": users, "whatsapp": numbers},
        "people": {
            "facebook": people[-NEWEST:],
            "messenger": people[-NEWEST:],
            "x": handles[-NEWEST:],
            "x_messages": handles[-NEWEST:],
            "whatsapp": phones[-NEWEST:],
        },
    }


def news_of(stage: Stage) -> dict:
    """What the company sent last, and how its webhooks are doing."""
    sender = stage.sender
    answers = [
        {"seq": one.seq, "platform": one.platform, "text": one.text, "at": one.at}
        for one in stage.ledger.entries[-NEWEST:]
    ]
    waiting = sum(sender.pending().values())
    webhooks = {"sent": sum(sender.sent.values()), "failed": sum(sender.failed_attempts.values()), "pending": waiting}
    return {"answers": answers[::-1], "published": len(stage.ledger.entries), "webhooks": webhooks}


def page_routes(stage: Stage) -> list[Route]:
    """The page at / and its JSON."""

    async def page(_request: Request) -> Response:
        return FileResponse(PAGE, headers=STRICT)

    async def state(request: Request) -> Response:
        asked = request.query_params
        thread = THREADS.get(asked.get("platform", ""))
        if not thread:
            return JSONResponse({"error": f"platform is one of {', '.join(THREADS)}"}, 400)
        known = {one["id"] for one in world_of(stage)["channels"][asked["platform"]]}
        channel = asked.get("channel", "")
        items = [vars(item) for item in thread(stage, channel, asked.get("who", ""))] if channel in known else []
        return JSONResponse({"items": items, "now": stage.clock.now(), **world_of(stage), **news_of(stage)})

    async def file(request: Request) -> Response:
        found = stage.files.get(request.path_params["id"])
        if not found:
            return Response(status_code=404)
        return Response(stage.files.data(found), headers=LOCKED, media_type=found.mime)

    return [Route("/", page), Route("/customer/state", state), Route("/customer/files/{id}", file)]
