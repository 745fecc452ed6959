"""A supervisor's day at the live board: he sees, is warned, acts, and reads the report of it."""

import re

import pytest
from playwright.sync_api import expect

from socialmedia.demo import NUMBER
from tests.browser.playing import WIDTHS, until, wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
STATUS = "SELECT s.name FROM agents_agent a JOIN agents_status s ON s.id = a.status_id WHERE a.username = 'alice'"


def writes(product, name="Ana Sousa", number="351912000111"):
    """A customer writes on WhatsApp, which Home Care answers."""
    given = {"number": NUMBER["id"], "from": number, "name": name, "text": "My Duo leaks."}
    product.sandbox.control("whatsapp/messages", given)


def tile(page, name="Home Care"):
    """The tile of a workgroup."""
    return page.locator(".tile").filter(has=page.get_by_role("button", name=name, exact=True))


def warns(page):
    """He has himself warned when anything waits in Home Care."""
    page.get_by_test_id("edit-alerts").click()
    page.get_by_test_id("new-alert").first.click()
    page.get_by_label("Threshold").fill("0")
    expect(page.locator("#preview")).to_have_text("Waiting over 0, now 0")
    page.get_by_label("Severity").select_option("critical")
    page.get_by_label("Sound on entering").select_option("bell")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("alert")).to_have_text("Home Care")


class Line:
    """Stands between the board and the server, and can be cut."""

    def __init__(self, page):
        """Of all lines to boards from now on."""
        self.connections, self.is_open = [], True
        page.context.route_web_socket(re.compile("/ws/board/"), self._connected)

    def _connected(self, page):
        self.connections.append(page)
        if self.is_open:
            page.connect_to_server()
        else:
            page.close(code=1012)

    def cut(self):
        """It does not come back by itself."""
        self.is_open = False
        self.connections[-1].close(code=1012)


def goes_on_after(line, page, product):
    """While its line is cut a board says so; once it is back it shows what has happened meanwhile."""
    expect(tile(page)).to_have_attribute("data-tone", "normal")  # what it was told first is no news
    line.cut()
    expect(page.locator("#line-state")).to_be_visible()
    writes(product)
    line.is_open = True
    page.evaluate("dispatchEvent(new Event('online'))")  # do not pause before the next attempt
    expect(tile(page).locator("[data-f=waiting]")).to_have_text("1")
    expect(page.locator("#line-state")).to_be_hidden()


def acts_from_the_queue(page, accessible):
    """He gives what waits another priority, then ends it, which asks first."""
    tile(page).get_by_test_id("to-queue").click()
    page.get_by_test_id("act-on").first.click()
    page.get_by_label("Priority, 0 to 100").fill("90")
    page.get_by_test_id("prioritize").click()
    expect(page.locator(".messages")).to_contain_text("90")
    page.get_by_test_id("act-on").first.click()
    accessible(page, dark=False)
    page.get_by_test_id("disconnect").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Disconnect this interaction?")
    page.get_by_test_id("sure").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()


def fits(page, picture):
    """At no width does the board need more room than there is."""
    for width in sorted(WIDTHS):
        wide(page, width)
        picture(page, f"board-{width}")


def test_a_supervisor_sees_is_warned_and_acts(product, sign_in, accessible, picture):
    page = sign_in("supervisor", "/board/")
    expect(tile(page).locator("[data-f=waiting]")).to_have_text("0")
    warns(page)
    accessible(page)
    line = Line(page)
    page.get_by_role("link", name="Live board").first.click()
    page.get_by_test_id("sound").click()
    expect(page.get_by_test_id("sound")).to_have_attribute("aria-pressed", "true")
    goes_on_after(line, page, product)
    expect(tile(page)).to_have_attribute("data-tone", "critical")
    expect(page.locator("#alarms li")).to_have_count(1)
    expect(page.locator("#alarm-news")).to_have_text("Critical: Home Care. Waiting over 0, now 1")
    accessible(page)
    fits(page, picture)
    acts_from_the_queue(page, accessible)
    page.goto(f"{product.base}/board/?period=lately")
    expect(tile(page)).to_have_attribute("data-tone", "normal")
    expect(tile(page).locator("[data-f=unanswered]")).to_have_text("1")
    expect(page.locator("#alarms li")).to_contain_text("No longer: Waiting over 0")


# Remembers what the browser gave when it was asked to keep the screen on.
AWAKE = """
  const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (kind) => (window.awake = await ask(kind));
"""
# Nothing is cut off, and nothing scrolls: nobody is there to do it.
FITS = """() => {
  const root = document.documentElement, end = (one) => one.getBoundingClientRect().bottom;
  const whole = [...document.querySelectorAll(".tile")].every((tile) => end(tile.querySelector(".level-row")) <= end(tile));
  return whole && root.scrollHeight <= innerHeight && root.scrollWidth <= innerWidth;
}"""
LIT = "window.awake?.type === 'screen' && !window.awake.released"


def hangs_it_on_the_wall(page):
    """Without bar and controls, also when it is loaded anew, and the screen stays on; Escape leaves it."""
    page.add_init_script(AWAKE)
    page.get_by_test_id("wall").click()
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"wall=1"))
    page.reload()
    expect(page.locator(".tile").first).to_be_visible()
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.get_by_role("link", name="Floor")).to_be_hidden()
    until(page, LIT)
    for size in [(1920, 1080), (1024, 768), (3840, 2160)]:
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        until(page, FITS)
    page.keyboard.press("Escape")
    expect(page.locator("header.bar")).to_be_visible()
    until(page, f"!({LIT})")


@pytest.mark.whole
def test_he_changes_a_status_hangs_the_board_on_the_wall_and_reads_a_report(product, sign_in, accessible):
    product.desk("alice").log_on()
    page = sign_in("supervisor", "/board/")
    page.locator("#crew").get_by_role("button", name="Alice Fischer").click()
    dialog = page.locator("#figures")
    expect(dialog.get_by_role("heading", name="Alice Fischer")).to_be_visible()
    accessible(page, dark=False)
    dialog.get_by_label("Status").select_option(label="At Lunch")
    page.get_by_test_id("set-status").click()
    expect(page.locator("#crew h3", has_text="At Lunch")).to_be_visible()
    assert product.sql(STATUS) == [("At Lunch",)]
    hangs_it_on_the_wall(page)
    page.goto(f"{product.base}/reports/")
    expect(page.locator("#chart canvas")).to_be_visible()
    accessible(page)
    with page.expect_download() as file:
        page.get_by_test_id("csv").click()
    assert file.value.suggested_filename.startswith("volume-")
