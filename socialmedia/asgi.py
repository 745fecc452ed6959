"""What the web server runs: webhooks on a short way, pages and API through Django, desks and boards on websockets."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")

import django  # noqa: E402

django.setup(set_prefix=False)

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import path  # noqa: E402

from interactions.webhooks import webhooks  # noqa: E402
from socialmedia.interpreter import settle  # noqa: E402
from socialmedia.pages import Pages  # noqa: E402
from supervision.consumers import BoardConsumer  # noqa: E402
from workspace.consumers import DeskConsumer  # noqa: E402

pages = Pages()
settle()


async def http(scope, receive, send):
    """Webhooks before Django's middleware, the rest through it."""
    application = webhooks if scope["path"].startswith("/webhooks/") else pages
    await application(scope, receive, send)


lines = [path("ws/desk/", DeskConsumer.as_asgi()), path("ws/board/", BoardConsumer.as_asgi())]
sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(lines)))
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
