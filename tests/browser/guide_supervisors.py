"""The pictures of docs/supervisors.md: `bin/pictures supervisors`. Each part of the guide adds its own to `PARTS`."""

from datetime import UTC, datetime, timedelta

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
    """A search for words, with one of the interactions beside the list, and its recording at the foot."""
    page.goto(f"{product.base}/supervision/tracker/?text=leak*")
    expect(page.get_by_test_id("number")).to_contain_text("interactions")
    page.get_by_role("link", name="Paula Reinholt").first.click()
    expect(page.locator(".aside .why").first).to_be_visible()
    expect(page.get_by_test_id("place")).to_contain_text(" of ")
    expect(page.get_by_test_id("unaltered")).to_be_visible()
    kept(page, "supervisors-tracker")


def alert(product, page, kept):
    """An alert while it is written, with what it would say now."""
    page.goto(f"{product.base}/board/alerts/new/")
    page.get_by_label("Figure").select_option("longest_waiting")
    page.get_by_label("Threshold").fill("2:30")
    page.get_by_label("Severity").select_option("critical")
    expect(page.locator("#preview")).to_contain_text("now")
    kept(page, "supervisors-alert")
    page.get_by_test_id("save").click()


def board(product, page, kept):
    """The live board with people at their desks; what waits stays there."""
    product.sql("UPDATE agents_workgroup SET offer_timeout = 600")
    page.goto(f"{product.base}/board/")
    for name, status in (("alice", "Available"), ("bob", "Available"), ("carol", "At Lunch")):
        product.desk(name).log_on(status)
    product.sql("UPDATE agents_seat SET seen_at = datetime('now', '+1 hour')")  # however long the machine takes
    expect(page.locator("#crew li")).to_have_count(3, timeout=60_000)
    expect(page.locator("#alarms li").first).to_be_visible(timeout=60_000)
    kept(page, "supervisors-board")


def reports(product, page, kept):
    """The service level of the last days."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    page.goto(f"{product.base}/reports/?report=service_level&interval=hour&since={yesterday}")
    expect(page.locator("#chart canvas")).to_be_visible()
    kept(page, "supervisors-reports")


PARTS = [recordings, tracker, policies, quality, alert, board, reports]
