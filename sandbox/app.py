"""The ASGI program: platforms behind the faults, control API and customer page beside them."""

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.control.load import Loads
from sandbox.control.requests import Action, Refused
from sandbox.control.table import actions, description
from sandbox.customer.page import page_routes
from sandbox.faults import Faults
from sandbox.genesys import control as genesys_control
from sandbox.genesys import router as genesys
from sandbox.graph import router as graph
from sandbox.stage import Stage
from sandbox.wire import parsed, read_call
from sandbox.x import router as x

STATIC = Path(__file__).parent / "static"
OWN = ("/control/", "/customer/", "/static/", "/favicon.ico")


def build(data: str | Path, cut: Callable[[dict], None]) -> tuple[Callable, Callable[[], None]]:
    """The program on a data file, and what to call before it ends; `cut` closes a connection without an answer."""
    stage, loads = Stage(data), Loads()
    faults = Faults(_platforms(stage), cut)
    own = _own_pages(stage, faults, loads)

    async def program(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] == "lifespan" or _is_own(scope):
            await own(scope, receive, send)
        else:
            await faults(scope, receive, send)

    return program, faults.let_go


def _is_own(scope: dict) -> bool:
    page = scope["path"] == "/" and scope["method"] in ("GET", "HEAD") and not scope["query_string"]
    return page or scope["path"].startswith(OWN)


def _platforms(stage: Stage) -> Callable:
    async def platforms(scope: dict, receive: Callable, send: Callable) -> None:
        call = await (genesys.read if genesys.serves(scope["path"]) else read_call)(Request(scope, receive))
        stage.called_at(call.base, by_platform=True)
        platform = genesys if genesys.serves(call.path) else x if x.speaks(call.path) else graph
        answer = await platform.answer(stage, call)
        raw, kind = answer.encoded()
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
        headers += [(b"content-type", kind.encode()), (b"content-length", str(len(raw)).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": raw})

    return platforms


def _own_pages(stage: Stage, faults: Faults, loads: Loads) -> Starlette:
    table = [*actions(faults, loads), *genesys_control.ACTIONS]

    @contextlib.asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        await stage.start()
        yield
        loads.stop()
        await stage.stop()
        stage.store.close()

    async def openapi(_request: Request) -> Response:
        return JSONResponse(description(table))

    routes = [Route("/control/openapi.json", openapi)]
    routes += [Route(action.path, _endpoint(stage, action), methods=[action.method]) for action in table]
    routes += page_routes(stage)
    routes.append(Mount("/static", StaticFiles(directory=STATIC)))
    return Starlette(routes=routes, lifespan=living)


def _endpoint(stage: Stage, action: Action) -> Callable:
    async def endpoint(request: Request) -> Response:
        stage.called_at(str(request.base_url).rstrip("/"), by_platform=False)
        raw = await request.body()
        body = parsed(raw) if raw else {}
        try:
            if action.schema:
                action.check(body)
            asked = {**request.query_params, **request.path_params} if action.method == "GET" else body
            return JSONResponse(await action.handler(stage, asked))
        except Refused as refused:
            return JSONResponse({"error": str(refused)}, 400)

    return endpoint
