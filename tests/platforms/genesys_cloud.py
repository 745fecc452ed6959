"""An organization at Genesys Cloud, its customers, and the wire to its integration."""

from platforms import genesys
from platforms.base import Wire
from platforms.genesys import checks
from platforms.http import shared_client

INTEGRATION, CUSTOMER = "integration-1", "16505551234"
WORLD = {
    "clients": [{"id": "client", "secret": "s3cret"}],
    "integrations": [{"id": INTEGRATION, "name": "Acme", "phone": "+15550783881"}],
    "products": [checks.PRODUCT],
    "permissions": list(checks.PERMISSIONS),
    "user": False,
    "calls": 100000,
    "page": 100,
}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class Cloud:
    """The organization, its customers, and the wire to its integration."""

    def __init__(self, company):
        self.company = company
        company.control("receipts", {"mode": "manual"})
        self.world()
        genesys.forget(self.url, "client", "s3cret")
        token = genesys.grant(self.url, "client", "s3cret").token
        self.wire = Wire(shared_client(), self.url, INTEGRATION, token)

    @property
    def url(self):
        return self.company.sandbox.url

    def world(self, **changes):
        self.company.control("genesys/world", {**WORLD, **changes})

    def write(self, text="", customer=CUSTOMER, **changes):
        said = {"integration": INTEGRATION, "name": "Sheena", "from": customer, "text": text, **changes}
        return self.company.control("genesys/messages", said)["id"]

    def become(self, message, status, **more):
        self.company.control("genesys/statuses", {"id": message, "status": status, **more})

    def fetch(self, cursor=None, limit=100):
        return genesys.fetch(self.wire, cursor or {}, limit, self.company.watch())

    def readings(self, cursor, limit):
        """Read until there is no more: (all posts in order, last cursor)."""
        posts, more = [], True
        while more:
            page = self.fetch(cursor, limit)
            posts, cursor, more = posts + page.posts, page.cursor, page.more
        return posts, cursor


def clouds(company):
    """Yields a `Cloud`, and ends all its conversations afterwards."""
    made = Cloud(company)
    yield made
    made.world()
    for rows, _ in genesys.conversations.open_ones(made.wire):
        for row in rows:
            for one in genesys.conversations.told(row)[:1]:
                company.control("genesys/disconnect", {"id": one.id})
