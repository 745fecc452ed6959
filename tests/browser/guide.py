"""Takes the pictures of the guides in docs/ from the running product: `bin/pictures`, whenever the pages change."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from socialmedia.demo import PAGE_TO_LINK, PASSWORD
from tests.browser import guide_agents, guide_supervisors, guide_whatsapp
from tests.chromium import launched
from tests.conftest import Sandbox
from tests.product import Embedded

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZE = {"width": 1280, "height": 800}
SAID = [
    ("Rosa Whitlock", "rosaw", "Third week with the brewline duo and the steam wand drips all night"),
    ("Dan Petrie", "danpetrie", "@brewline my parcel has not come, who can help?"),
    ("Coffee Jobs", "coffeejobs", "Hiring: a service engineer for the brewline uno, in Leeds"),
    ("Nell Ashby", "nellashby", "brewline uno or something repairable? Tips welcome"),
]
TROUBLE = [
    "UPDATE channels_admin_channel SET monthly_budget = 0.02 WHERE name = '@brewline'",
    "UPDATE channels_admin_phonenumber SET quality = 'YELLOW'",
]


def main(guides=""):
    """Each guide with a product of its own; `guides` names those that are wanted, blank: all."""
    for name, take in (("administrators", administrators), ("agents", agents), ("supervisors", supervisors)):
        if name in guides or not guides:
            _with_product(take)


def _with_product(take):
    sandbox = Sandbox(tempfile.mkdtemp(prefix="guide-"))
    sandbox.start()
    product = Embedded(sandbox)
    try:
        product.start()
        with sync_playwright() as playwright:
            playwright.selectors.set_test_id_attribute("data-test")
            take(product, launched(playwright, whole=True))
    finally:
        product.stop()
        sandbox.stop()


def administrators(product, browser):
    """The administrators' guide."""
    take_all(product, browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce"))


def agents(product, browser):
    """The agents' guide."""
    guide_agents.take_all(product, browser, lambda page: sign_in(product, page, "alice", "/"), _as_named)


def supervisors(product, browser):
    """The supervisors' guide."""
    guide_supervisors.take_all(
        product, browser, lambda page, path: sign_in(product, page, "supervisor", path), _as_named
    )


def sign_in(product, page, username, path):
    """Let one of the demo's people in."""
    page.goto(f"{product.base}/account/login/?next={path}")
    page.get_by_label(re.compile("user", re.I)).fill(username)
    page.get_by_label(re.compile("^password", re.I)).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _as_named(page, name):
    page.screenshot(path=PICTURES / f"{name}.png")


def take_all(product, page):
    """As an administrator goes through the guide."""
    sign_in(product, page, "admin", "/console/")
    expect(page.get_by_role("heading", name="Home", level=1)).to_be_visible()
    for name, handle, text in SAID:
        product.sandbox.control("x/tweets", {"author": {"username": handle, "name": name}, "text": text})
    linking(product, page)
    channel(product, page)
    testing(product, page)
    finding(product, page)
    guide_whatsapp.take(product, page, kept)
    home(product, page)


def kept(page, name):
    """One picture."""
    page.screenshot(path=PICTURES / f"guide-{name}.png")


def linking(product, page):
    """The pages that a consent opened."""
    page.goto(f"{product.base}/console/channels_admin/account/")
    page.get_by_test_id("link-facebook").first.click()
    page.get_by_test_id("allow").click()
    expect(page.get_by_text(PAGE_TO_LINK["name"])).to_be_visible()
    kept(page, "link")


def channel(product, page):
    """A channel of X while it is changed, with what its query finds."""
    page.goto(f"{product.base}/console/channels_admin/channel/")
    page.get_by_role("link", name=re.compile("^@brewline")).click()
    expect(page.locator(".chip.connected")).to_have_count(3)
    for box, text in (("addresses", "brewlin"), ("keywords", "-hiring")):
        page.locator(f"#id_{box}").fill(text)
        page.locator(f"#id_{box}").press("Enter")
    expect(page.locator(".chip.disconnected")).to_be_visible()
    page.get_by_test_id("try").click()
    expect(page.locator(".tries li").first).to_be_visible()
    expect(page.locator(".query pre")).to_contain_text("-hiring")
    page.evaluate("scrollTo(0, 0)")
    kept(page, "channel")


def testing(product, page):
    """What the test of a connection says."""
    product.sql("UPDATE agents_membership SET activated = 0")
    page.goto(f"{product.base}/console/channels_admin/channel/test/")
    expect(page.locator("#progress")).to_contain_text("All 3 tested", timeout=30_000)
    kept(page, "test")
    product.sql("UPDATE agents_membership SET activated = 1")


def finding(product, page):
    """The search."""
    page.goto(f"{product.base}/console/channels_admin/channel/")
    page.keyboard.press("Control+k")
    page.get_by_test_id("find-words").fill("home")
    expect(page.get_by_role("option").nth(2)).to_be_visible()
    kept(page, "find")


def home(product, page):
    """Home, on a day with something to do."""
    for statement in TROUBLE:
        product.sql(statement)
    product.sandbox.control("tokens/expire", {"token": "demo-page-token", "subcode": 460})
    product.poll_now()
    suspended = "SELECT 1 FROM channels_admin_account WHERE suspended_at IS NOT NULL"
    product.eventually(lambda: product.sql(suspended), "the refused token is noticed")
    page.goto(f"{product.base}/console/")
    expect(page.get_by_text("Critical").first).to_be_visible()
    kept(page, "home")
