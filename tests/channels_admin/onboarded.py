"""An onboarding on the sandbox, pressed through as an administrator does."""

from django.urls import reverse

from channels_admin.models import BusinessManager, Channel, Onboarding, PlatformApp
from tests import company, factories
from tests.channels_admin.forms_filled import fill, page_of

WABA, TOKEN, TYPED = "102290129340999", "system-user-token", "+49 1512 3456789"
FORM = {
    "display_name": "ACME Bread Support",
    "contact_name": "Ann",
    "contact_email": "ann@example.com",
    "declared": "on",
}
OWNER = {
    "name": "ACME Bread",
    "legal_name": "ACME Bread Ltd.",
    "address": "1 Mill Lane",
    "website": "https://acme.example",
}


def at_meta(sandbox):
    """An account at Meta whose token may see a business account without numbers."""
    described = {"id": WABA, "name": "ACME Bread", "token": TOKEN, "app": "app"}
    sandbox.control("world", {"apps": [{"id": "app", "secret": "s"}], "wabas": [described]})
    app = PlatformApp.objects.create(platform="whatsapp", app_id="app", name="App")
    facts = {"platform": "whatsapp", "token": TOKEN, "app": app, "external_id": WABA, "name": "ACME Meta"}
    return factories.AccountFactory(**facts)


class Procedure:
    """An administrator's browser, and one onboarding in it."""

    def __init__(self, client, sandbox, account):
        self.client, self.sandbox, self.account = client, sandbox, account
        company.licensed()

    def begin(self, **changes):
        """The Business Manager and the customer information form."""
        self.owner = BusinessManager.objects.create(external_id="987890034900451", **OWNER)
        given = {
            "name": "Trade & Offices",
            "account": str(self.account.pk),
            "owner": str(self.owner.pk),
            "typed": TYPED,
        }
        answer = fill(self.client, page_of(Onboarding, "add"), **given | FORM | changes)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        return self

    @property
    def onboarding(self):
        """The row as it is now."""
        return Onboarding.objects.select_related("number__waba__account", "waba", "account", "owner").get()

    def press(self, verb, **given):
        """Press something on the checklist; returns what was said."""
        address = reverse("console:onboarding_act", args=[self.onboarding.pk, verb])
        return self._said(self.client.post(address, given, follow=True))

    def verify(self, verb, **given):
        """Press something on the page of the verification; returns what was said."""
        address = reverse("console:verification_act", args=[self.onboarding.number.pk, verb])
        return self._said(self.client.post(address, given, follow=True))

    def done(self):
        """The steps that are done."""
        return list(self.onboarding.steps.exclude(done_at=None).values_list("kind", flat=True))

    def through(self, step):
        """Finish all steps up to this one, as on the sandbox they can be."""
        self.press("finish", step="1")
        self.press("waba", step="2", waba=WABA)
        self.press("finish", step="2")
        self.press("number", step="3")
        self.press("finish", step="3")
        if step >= 4:
            self.sandbox.control(
                "whatsapp/names", {"number": self.onboarding.number.external_id, "decision": "APPROVED"}
            )
            self.press("read", step="4")
            self.press("finish", step="4")
        return self

    def given_a_channel(self):
        """The channel of the number, which finishes the step before the verification."""
        facts = {"platform": "whatsapp", "account": self.account, "addresses": [self.onboarding.number.external_id]}
        channel = Channel.objects.create(name="WhatsApp", direct_workgroup=factories.WorkgroupFactory(), **facts)
        assert self.press("finish", step="5") == "The step is done."
        return channel

    def code(self):
        """The code that the person at the phone hears."""
        return self.sandbox.control("whatsapp/codes", {"number": self.onboarding.number.external_id})["code"]

    def _said(self, answer):
        assert answer.status_code == 200
        return " ".join(str(message) for message in answer.context["messages"])
