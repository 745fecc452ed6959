"""The desk's line to the server in a real browser: it is cut, the server restarts, the session ends, two tabs are open."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import GONE, take, whatsapp

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CUTS = 50
# What a page shows, without what only says how long ago it was and without what belongs to the reader's place in it.
SHOWN = """() => {
  const plain = (element) => {
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll('time, .sr, [hidden], .newly')) one.remove();
    return copy.textContent.replace(/\\s+/g, ' ').trim();
  };
  const all = (name) => [...document.querySelectorAll(`[data-test=${name}]`)];
  return {
    rows: all('row').map((row) => `${row.dataset.id} ${plain(row)}`),
    messages: all('message').map(plain),
    state: all('state').map(plain),
    verbs: all('verbs').map(plain),
  };
}"""


class Cutter:
    """Stands between page and server and cuts each connection after a few frames, until it has cut often enough."""

    def __init__(self, cuts):
        """`cuts` is how often."""
        self.left, self.connections, self._random = cuts, 0, random.Random(11)

    def __call__(self, page):
        """A page has connected."""
        self.connections += 1
        server, open_for = page.connect_to_server(), [self._random.randint(0, 5)]  # frames; None: it is cut
        page.on_message(lambda frame: open_for[0] is not None and server.send(frame))
        server.on_message(lambda frame: self._pass_on(page, server, open_for, frame))

    def _pass_on(self, page, server, open_for, frame):
        if open_for[0] is None:
            return
        if not self.left or open_for[0] > 0:
            open_for[0] -= 1
            return page.send(frame)
        self.left, open_for[0] = self.left - 1, None
        server.close()
        page.close(code=1012)


@pytest.fixture
def desk_of_alice(open_page, product):
    """Opens alice's desk, whatever stands on her line; more than once: those are her tabs."""

    def opened(between=None):
        page = open_page(f"{product.base}/account/login/")
        if between:
            page.context.route_web_socket(re.compile("/ws/desk/"), between)
        page.get_by_label(re.compile("user", re.I)).fill("alice")
        page.get_by_label(re.compile("^password", re.I)).fill("demo")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_test_id("status")).to_contain_text("Available")
        return page

    return opened


def something_happens(product, alice, rows, number):
    """A customer writes, or alice does something at another place."""
    row = rows[number % len(rows)]
    kind = number % 5
    if kind == 1:
        alice.reply(row, f"answer {number}")
    elif kind == 3:
        alice.verb(row, "hold")
        alice.verb(row, "pick-up")
    else:
        name, phone = PEOPLE[number % len(PEOPLE)]
        whatsapp(product, name, phone, text=f"message {number}")


PEOPLE = [("Ann Cut", "16505550001"), ("Ben Cut", "16505550002"), ("Cem Cut", "16505550003")]


def test_after_fifty_cuts_the_page_is_as_if_freshly_loaded(product, alice, desk_of_alice):
    cutter = Cutter(0)
    page, rows = desk_of_alice(cutter), []
    for name, phone in PEOPLE:
        whatsapp(product, name, phone, text=f"{name} begins")
        rows.append(take(alice, product, page, name))
    cutter.left, number = CUTS, 0
    while cutter.left:
        number += 1
        assert number < 20 * CUTS, "the line is not cut any more"
        something_happens(product, alice, rows, number)
        page.evaluate("dispatchEvent(new Event('online'))")  # do not pause before the next attempt
        page.wait_for_timeout(30)
    whatsapp(product, *PEOPLE[-1], text="the last words")
    expect(page.get_by_test_id("message").filter(has_text="the last words")).to_have_count(1)
    assert cutter.connections > CUTS

    fresh = desk_of_alice()
    fresh.goto(f"{product.base}/#{rows[-1]['id']}")
    expect(fresh.get_by_test_id("message").filter(has_text="the last words")).to_have_count(1)
    same = lambda: page.evaluate(SHOWN) == fresh.evaluate(SHOWN)  # noqa: E731
    try:
        product.eventually(same, "both pages show the same", patience=10)
    except AssertionError:
        assert page.evaluate(SHOWN) == fresh.evaluate(SHOWN)
    texts = page.get_by_test_id("message").all_inner_texts()
    assert len(texts) == len({re.sub(r"\d+:\d\d.*", "", text) for text in texts}) > 5, "nothing twice"


def test_an_address_followed_before_the_desk_is_known_opens_when_it_is(product, alice, desk_of_alice):
    page, held = desk_of_alice(), []
    whatsapp(product, "Eve Early", "16505550009", text="I am here early")
    row = take(alice, product, page, "Eve Early")
    page.route(re.compile("/desk/$"), lambda route: held.append(route))
    page.goto(f"{product.base}/?")
    product.eventually(lambda: page.evaluate("1") and held, "the desk is asked for")
    page.evaluate(f"location.hash = '#{row['id']}'")
    page.wait_for_timeout(500)
    held.pop().continue_()
    expect(page.get_by_test_id("message")).to_contain_text("I am here early")
    expect(page.get_by_test_id("composer-text")).to_be_visible()


def test_two_tabs_stay_in_step(product, alice, desk_of_alice):
    one, two = desk_of_alice(), desk_of_alice()
    whatsapp(product, "Tina Tabs", "16505550004", text="Hello from the tabs")
    for page in (one, two):
        expect(page.get_by_test_id("card")).to_contain_text("Tina Tabs")
    one.keyboard.press("Alt+u")
    expect(two.get_by_test_id("card")).to_have_count(0)
    two.get_by_test_id("row").filter(has_text="Tina Tabs").click()
    expect(two.get_by_test_id("state")).to_contain_text("Connected")
    two.get_by_test_id("composer-text").fill("Written in the second tab")
    two.keyboard.press("Control+Enter")
    written = one.get_by_test_id("message").filter(has_text="Written in the second tab")
    expect(written).to_contain_text(GONE)
    one.keyboard.press("Alt+h")
    expect(two.get_by_test_id("state")).to_contain_text("On hold")


def test_a_server_that_restarts_shows_a_bar_and_what_was_missed(product, alice, desk_of_alice):
    page = desk_of_alice()
    whatsapp(product, "Rita Restart", "16505550005", text="Before the restart")
    take(alice, product, page, "Rita Restart")
    page.get_by_test_id("composer-text").fill("half a sen")
    product.kill("web")
    expect(page.locator("#strip")).to_contain_text("Reconnecting")
    product.start_web()
    product.wait_for_web()
    whatsapp(product, "Rita Restart", "16505550005", text="After the restart")
    expect(page.get_by_test_id("message").filter(has_text="After the restart")).to_be_visible()
    expect(page.locator("#strip")).to_be_hidden()
    expect(page.get_by_test_id("composer-text")).to_have_value("half a sen")
    alice.connect()


def test_an_ended_session_asks_for_the_password_and_loses_no_draft(product, alice, desk_of_alice, accessible):
    page = desk_of_alice()
    whatsapp(product, "Sam Session", "16505550006", text="Are you there?")
    take(alice, product, page, "Sam Session")
    page.get_by_test_id("composer-text").fill("One moment, I am loo")
    session = next(c["value"] for c in page.context.cookies() if c["name"] == "sessionid")
    product.sql(f"DELETE FROM django_session WHERE session_key = '{session}'")
    page.keyboard.press("Alt+h")
    again = page.get_by_test_id("sign-in-again")
    expect(again).to_be_visible()
    expect(page.get_by_test_id("password-again")).to_be_focused()
    accessible(page)

    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(again.get_by_role("alert").last).to_contain_text("password")
    whatsapp(product, "Sam Session", "16505550006", text="Hello?")
    page.get_by_test_id("password-again").fill("demo")
    page.keyboard.press("Enter")
    expect(again).to_be_hidden()
    expect(page.get_by_test_id("composer-text")).to_have_value("One moment, I am loo")
    expect(page.get_by_test_id("message").filter(has_text="Hello?")).to_be_visible()
    page.get_by_test_id("composer-text").focus()
    page.keyboard.press("End")
    page.keyboard.type("king")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("message").filter(has_text="One moment, I am looking")).to_contain_text(GONE)
