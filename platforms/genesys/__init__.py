"""WhatsApp through Genesys Cloud. `Wire.address` is the id of the WhatsApp integration, `Wire.base` https://api.{region}.

`Wire.token` is an access token as `grant` gives it. Messages come by polling: the platform has no webhooks.
"""

from dataclasses import replace

from platforms import whatsapp
from platforms.base import Receipt
from platforms.genesys.answers import find_sent, send
from platforms.genesys.checks import connection_problems
from platforms.genesys.inbox import fetch
from platforms.genesys.media import locate
from platforms.genesys.tokens import forget, grant, replaced
from platforms.text import units as length

# Files as WhatsApp takes them, behind the same rules; a number may be asked 300 times a minute in all.
CAPABILITIES = replace(
    whatsapp.CAPABILITIES,
    text_limit=2000,
    states=tuple(Receipt),
    marks=False,
    poll_floor_ms=2000,
    caption_limit=None,
    acts=frozenset(),
    address_pace=(0.2, 10),
)

__all__ = [
    "CAPABILITIES",
    "connection_problems",
    "fetch",
    "find_sent",
    "forget",
    "grant",
    "length",
    "locate",
    "parse_webhook",
    "replaced",
    "send",
]


def parse_webhook(body):
    """Nothing: Genesys Cloud delivers to no webhook."""
    return []
