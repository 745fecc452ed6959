"""What the web server runs: webhooks on a short way, pages and API through Django, desks on websockets."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")

from django.core.asgi import get_asgi_application  # noqa: E402

pages = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import path  # noqa: E402

from interactions.webhooks import webhooks  # noqa: E402
from workspace.consumers import DeskConsumer  # noqa: E402


async def http(scope, receive, send):
    """Webhooks before Django's middleware, the rest through it."""
    application = webhooks if scope["path"].startswith("/webhooks/") else pages
    await application(scope, receive, send)


sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([path("ws/desk/", DeskConsumer.as_asgi())])))
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
