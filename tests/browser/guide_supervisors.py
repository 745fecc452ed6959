"""The pictures of docs/supervisors.md: `bin/pictures supervisors`. Each part of the guide adds its own to `PARTS`."""

from playwright.sync_api import expect

from tests.browser.guide_quality import quality
from tests.browser.guide_recordings import policies, recordings

FILL = "from tests.browser.past import fill; fill()"
WIDE = {"width": 1440, "height": 900}


def take_all(product, browser, sign_in, kept):
    """One picture after the other; `sign_in(page, address)` lets Sam in, `kept(page, name)` keeps one."""
    product.manage("shell", "-v", "0", "-c", FILL)
    page = browser.new_page(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    sign_in(page, "/supervision/tracker/")
    for part in PARTS:
        part(product, page, kept)


def tracker(product, page, kept):
    """A search for words, with one of the interactions beside the list."""
    page.goto(f"{product.base}/supervision/tracker/?text=leak*")
    expect(page.get_by_test_id("number")).to_contain_text("interactions")
    page.get_by_role("link", name="Paula Reinholt").first.click()
    expect(page.locator(".sheet .why").first).to_be_visible()
    kept(page, "supervisors-tracker")


PARTS = [tracker, recordings, policies, quality]
