"""From an empty installation to the first customer's message in a queue, on each platform, as an administrator does it."""

import re

import pytest
from playwright.sync_api import expect

from socialmedia.demo import PASSWORD
from tests.browser.onboarding import WABA, Checklist
from tests.product import Embedded, started

pytestmark = [pytest.mark.browser, pytest.mark.slow]
META = {"id": "900", "secret": "app secret", "verify_token": "verify me"}
X = {"id": "77", "client_id": "x client", "client_secret": "x secret", "consumer_secret": "signs", "bearer": "alone"}
PAGE = {"id": "110220330440999", "name": "Acme Bread", "app": META["id"]}
NUMBER = {
    "id": "106540352242999",
    "display_phone_number": "+351215550199",
    "name": "Acme Bread",
    "waba": "102290129340999",
    "token": "number token",
    "app": META["id"],
}
HANDLE = {"id": "5001", "username": "acmebread", "name": "Acme Bread"}


class EmptyProduct(Embedded):
    """An installation with one administrator and nothing else, and platforms on which the company exists."""

    def environment(self):
        """With the administrator's password, as `createsuperuser` wants it."""
        return super().environment() | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}

    def fill(self):
        """The administrator."""
        self.manage("createsuperuser", "--noinput", "--username", "ada", "--email", "ada@acme.example")
        hook = {"app": META["id"], "object": "whatsapp_business_account", "fields": ["messages"]}
        hook["url"] = f"{self.base}/webhooks/whatsapp/{META['id']}/"
        company = {"apps": [META], "users": [{"id": "9", "name": "Ada", "pages": [PAGE["id"]]}], "pages": [PAGE]}
        company |= {"x_apps": [X], "x_users": [HANDLE, {"id": "5002", "username": "rival"}], "numbers": [NUMBER]}
        self.sandbox.control("world", company | {"webhooks": [hook]})
        self.sandbox.control("rate_limits", {"rate_limits": "off"})

    def waiting(self, text):
        """The queue in which a customer's words wait; "" while they do not."""
        rows = self.sql(
            "SELECT w.name FROM interactions_interaction i JOIN agents_workgroup w ON w.id = i.workgroup_id "
            "JOIN interactions_message m ON m.interaction_id = i.id "
            f"WHERE i.state = 'waiting' AND m.text = '{text}'"
        )
        return rows[0][0] if rows else ""


@pytest.fixture(scope="module")
def installation(sandbox_process, request):
    """It runs."""
    with started(sandbox_process, request, embedded=EmptyProduct, server=None) as running:
        yield running


@pytest.fixture(scope="module")
def console(browser, installation):
    """The administrator's browser: licensed, switched on, with a workgroup; a page that complains fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, complaints = context.new_page(), []
    page.base = installation.base
    ours = lambda said: said.type == "error" and said.location["url"].startswith(page.base)  # noqa: E731
    page.on("console", lambda said: complaints.append(said.text) if ours(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{page.base}/account/login/?next=/console/")
    page.get_by_label(re.compile("user", re.I)).fill("ada")
    page.get_by_label(re.compile("^password", re.I)).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Set-up")).to_be_visible()
    _license(page, installation)
    _switch_on(page)
    _workgroup(page)
    yield page
    context.close()
    assert not complaints


def _license(page, installation):
    """A file from the vendor, loaded and put in force."""
    file = installation.folder / "acme.license"
    installation.manage("issue_license", "--customer", "Acme", "--out", str(file))
    page.goto(f"{page.base}/console/agents/license/load/")
    page.get_by_label("License file").set_input_files(file)
    page.get_by_role("button", name="See what it contains").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("is in force")).to_be_visible()


def _switch_on(page):
    """The first step of the set-up, from home."""
    page.get_by_role("link", name="Home").click()
    step = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Enable social media"))
    if step.get_by_text("Done").count():
        return
    step.get_by_role("link", name="Switch it on").click()
    page.get_by_test_id("switch-on").click()
    expect(page.get_by_role("link", name="Social media on")).to_be_visible()


def _workgroup(page):
    """Somebody who answers: a queue."""
    page.goto(f"{page.base}/console/agents/workgroup/add/")
    page.locator("#id_name").fill("Bread Care")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Bread Care").first).to_be_visible()


def _app(page, platform, **secrets):
    """A developer app of the company."""
    page.goto(f"{page.base}/console/channels_admin/platformapp/add/")
    page.locator("#id_name").fill(f"Acme on {platform}")
    page.locator("#id_platform").select_option(platform)
    for name, value in secrets.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Platform apps", level=1)).to_be_visible()


def _whatsapp_account(page, name, waba):
    """The business account and its token, entered by hand; the token is not shown again."""
    page.goto(f"{page.base}/console/channels_admin/account/add/")
    page.locator("#id_name").fill(name)
    page.locator("#id_platform").select_option("whatsapp")
    page.locator("#id_external_id").fill(waba["id"])
    page.locator("#id_app").select_option(label="Acme on whatsapp")
    page.locator("#id_token").fill(waba["token"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Social media accounts", level=1)).to_be_visible()
    assert waba["token"] not in page.content()


def _channel(page, name, account, address, *, said, public=True):
    """Made, checked while it is typed, tested and enabled."""
    page.goto(f"{page.base}/console/channels_admin/channel/add/")
    page.locator("#id_name").fill(name)
    page.locator("#id_account").select_option(label=account)
    expect(page.locator(".chips").first).to_be_visible()
    if public:
        page.locator("#id_addresses").fill(address)
        page.locator("#id_addresses").press("Enter")
    else:
        page.get_by_role("button", name=address).click()  # what the account has is offered
    expect(page.locator(".chip.connected")).to_contain_text(said)
    if public:
        page.locator("#id_conversation_workgroup").select_option(label="Bread Care")
    page.locator("#id_direct_workgroup").select_option(label="Bread Care")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_test_id("test-connection").click()
    expect(page.locator("#tested li", has_text=said).first).to_have_class("connected")
    page.get_by_test_id("enable").click()
    expect(page.get_by_text("it reads from now on")).to_be_visible()
    page.wait_for_timeout(1100)  # Meta tells times in whole seconds: what comes in the second of enabling is history


def test_a_facebook_page_is_linked_and_its_first_post_waits_in_the_queue(console, installation):
    _app(console, "facebook", app_id=META["id"], secret=META["secret"], verify_token=META["verify_token"])
    console.goto(f"{console.base}/console/channels_admin/account/")
    console.get_by_test_id("link-facebook").click()
    console.get_by_test_id("allow").click()
    console.get_by_role("button", name="Link", exact=True).click()
    expect(console.get_by_text("is linked")).to_be_visible()
    _channel(console, "Acme page", PAGE["name"], PAGE["id"], said=PAGE["name"])
    post = {"page": PAGE["id"], "author": {"name": "Ann"}, "message": "The crust is hard"}
    installation.sandbox.control("facebook/posts", post)
    assert installation.eventually(lambda: installation.waiting("The crust is hard"), "the post") == "Bread Care"


def test_an_x_account_is_linked_and_its_first_mention_waits_in_the_queue(console, installation):
    secrets = {"app_id": X["id"], "secret": X["consumer_secret"], "client_id": X["client_id"]}
    _app(console, "twitter", **secrets, client_secret=X["client_secret"], bearer=X["bearer"])
    console.goto(f"{console.base}/console/channels_admin/account/")
    console.get_by_test_id("link-twitter").click()
    console.locator("select[name=user]").select_option(label="@acmebread")
    console.get_by_role("button", name="Authorize app").click()
    console.get_by_role("button", name="Link", exact=True).click()
    expect(console.get_by_text("is linked")).to_be_visible()
    _channel(console, "Acme on X", "@acmebread", "@acmebread", said="ours")
    tweet = {"author": {"username": "ben"}, "text": "@acmebread where is my loaf"}
    installation.sandbox.control("x/tweets", tweet)
    assert installation.eventually(lambda: installation.waiting(tweet["text"]), "the mention") == "Bread Care"


def _whatsapp_app(console, installation):
    """The company's app for WhatsApp, once: one test needs it with a number, the other with a checklist."""
    if not installation.sql("SELECT 1 FROM channels_admin_platformapp WHERE platform = 'whatsapp'"):
        _app(console, "whatsapp", app_id=META["id"], secret=META["secret"], verify_token=META["verify_token"])


def test_a_whatsapp_number_is_entered_and_its_first_message_waits_in_the_queue(console, installation):
    _whatsapp_app(console, installation)
    _whatsapp_account(console, "Acme WABA", {"id": NUMBER["waba"], "token": NUMBER["token"]})
    _channel(console, "Acme WhatsApp", "Acme WABA", NUMBER["id"], said="Acme Bread", public=False)
    message = {"number": NUMBER["id"], "from": "351910000001", "name": "Cleo", "text": "Do you deliver"}
    installation.sandbox.control("whatsapp/messages", message)
    assert installation.eventually(lambda: installation.waiting("Do you deliver"), "the message") == "Bread Care"


def test_a_new_whatsapp_number_is_onboarded_and_a_customer_reaches_the_queue(console, installation, accessible):
    installation.sandbox.control("world", {"wabas": [WABA]})
    _whatsapp_app(console, installation)
    _whatsapp_account(console, "Acme at Meta", WABA)
    steps = Checklist(console, installation, accessible)
    steps.owner()
    steps.begin()
    steps.to_approvals()
    installation.sandbox.control("whatsapp/names", {"number": steps.number(), "decision": "APPROVED"})
    steps.to_a_channel("Bread Care")
    steps.verify()
    for page in ("profile", "name"):
        steps.look_at(page)
    said = {"number": steps.number(), "from": "351900000077", "name": "Rosa", "text": "Rye today"}
    installation.sandbox.control("whatsapp/messages", said)
    assert installation.eventually(lambda: installation.waiting("Rye today"), "the message") == "Bread Care"
