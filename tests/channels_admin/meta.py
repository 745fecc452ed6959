"""Meta as the sandbox plays it: a business account with a number, its templates, and what its review says."""

from channels_admin.models import Channel, Template, Waba
from channels_admin.whatsapp import sync
from platforms.whatsapp import parse_webhook
from tests import factories

WABA, NUMBER, OTHER_WABA, OTHER_NUMBER = "3000000001", "2000000001", "3000000002", "2000000002"
BODY = {"type": "BODY", "text": "Your order {{1}} is on its way.", "example": {"body_text": [["4711"]]}}
PLAIN = {"type": "BODY", "text": "We are here for you again."}


def numbers(count=2):
    """Numbers of as many business accounts, whose token is `number-token`."""
    pairs = [(NUMBER, WABA, "+1 555 078 3881"), (OTHER_NUMBER, OTHER_WABA, "+1 555 078 3882")][:count]
    own = {"name": "ACME Bread", "token": "number-token", "app": "app"}
    return [{"id": number, "waba": waba, "display_phone_number": shown, **own} for number, waba, shown in pairs]


class Meta:
    """The platform, and the company's accounts there."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        app = {"id": "app", "secret": "app-secret", "verify_token": "verify-me"}
        sandbox.control("world", {"apps": [app], "numbers": numbers()})
        self.accounts = [
            factories.AccountFactory(platform="whatsapp", name=name, external_id=waba, token="number-token")
            for name, waba in (("ACME", WABA), ("ACME Retail", OTHER_WABA))
        ]

    def waba(self, number=WABA):
        """The row of a business account; made, where it is not there yet."""
        sync.make_missing()
        return Waba.objects.select_related("account").get(external_id=number)

    def sync(self, number=WABA):
        """Read everything now."""
        Waba.objects.update(busy_until=None)
        return sync.read(self.waba(number).pk)

    def channel(self):
        """A channel for the number."""
        care = factories.WorkgroupFactory()
        facts = {"account": self.accounts[0], "platform": "whatsapp", "addresses": [NUMBER], "direct_workgroup": care}
        return Channel.objects.create(name="WhatsApp", **facts)

    def has(self, *templates, waba=WABA):
        """Templates that Meta has, approved unless said otherwise: (name, facts)."""
        usual = {"waba": waba, "language": "en", "category": "UTILITY", "components": [PLAIN]}
        self.sandbox.control("world", {"templates": [{**usual, "name": name, **more} for name, more in templates]})

    def decides(self, name, event, waba=WABA, language="en", **more):
        """The review, or Meta later, says something about a template."""
        self.sandbox.control(
            "whatsapp/templates", {"waba": waba, "name": name, "language": language, "event": event, **more}
        )

    def told(self, *deliveries):
        """The notices of raw deliveries, as (address, notices) pairs."""
        return [(part.address, part.notices) for body in deliveries for part in parse_webhook(body)]


def template(name, waba=WABA):
    """The row of a template."""
    return Template.objects.select_related("waba__account").get(name=name, waba__external_id=waba)
