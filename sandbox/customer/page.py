"""The customer page's own addresses."""

from starlette.routing import Route

from sandbox.stage import Stage


def page_routes(stage: Stage) -> list[Route]:
    return []
