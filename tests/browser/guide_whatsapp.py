"""The guide's pictures of a number on its way to WhatsApp."""

from playwright.sync_api import expect

from socialmedia.demo import APP
from tests.browser.onboarding import Checklist
from tests.browser.playing import png

WABA = {"id": "102290129340999", "name": "ACME Bread", "token": "system user token", "app": APP["id"]}
PHOTO = {"name": "photo.png", "mimeType": "image/png", "buffer": png(640, 640)}
PROFILE = {
    "about": "Fresh at six",
    "description": "Bread, rolls and pastry from our own ovens, delivered within the city before eight.",
    "address": "1 Mill Lane",
    "email": "hello@acme.example",
    "website": "https://acme.example",
}


def take(product, page, kept):
    """The checklist while it waits for approvals, the verification, the profile."""
    page.base = product.base
    product.sandbox.control("world", {"wabas": [WABA]})
    _account(page)
    steps = Checklist(page, product, lambda _page: None)
    steps.owner()
    steps.begin()
    steps.to_approvals()
    page.evaluate("scrollTo(0, 0)")
    kept(page, "onboarding")
    product.sandbox.control("whatsapp/names", {"number": steps.number(), "decision": "APPROVED"})
    steps.look_at("verification")
    kept(page, "verification")
    steps.look_at("profile")
    page.locator("#id_new_photo").set_input_files(PHOTO)
    for name, value in PROFILE.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_vertical").select_option("GROCERY")
    page.get_by_test_id("save").click()
    page.get_by_test_id("push").click()
    expect(page.get_by_text("Here and at WhatsApp the same.")).to_be_visible()
    kept(page, "profile")


def _account(page):
    """The business account and its token."""
    page.goto(f"{page.base}/console/channels_admin/account/add/")
    page.locator("#id_name").fill("Acme at Meta")
    page.locator("#id_platform").select_option("whatsapp")
    page.locator("#id_external_id").fill(WABA["id"])
    page.locator("#id_app").select_option(value=_app(page))
    page.locator("#id_token").fill(WABA["token"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Social media accounts", level=1)).to_be_visible()


def _app(page):
    """The app of WhatsApp: all the demo's apps have one name, so it is the last one that the form still offers."""
    return page.locator("#id_app option:not([hidden]):not([disabled])").last.get_attribute("value")
