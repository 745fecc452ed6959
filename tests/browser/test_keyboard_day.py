"""A whole working day by the keyboard alone: no click, from logging on to logging off (R61, R70, R72)."""

import pytest
from playwright.sync_api import expect

from tests.browser.playing import whatsapp

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Hands:
    """A person's page, touched by keys only."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text):
        """Into whatever has the focus."""
        self.page.keyboard.type(text)

    def tab_to(self, name, most=60):
        """Go on with Tab until the thing with this data-test has the focus."""
        there = f"document.activeElement?.closest('[data-test=\"{name}\"]') !== null"
        for _step in range(most):
            if self.page.evaluate(there):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {name}")

    def sees(self, name, words):
        """Something says this."""
        expect(self.page.get_by_test_id(name).first).to_contain_text(words)


@pytest.fixture
def alice(sign_in):
    """Logged on by keys, in a status that takes interactions."""
    hands = Hands(sign_in("alice"))
    expect(hands.page.get_by_test_id("log-on")).to_be_visible()
    hands.tab_to("log-on")
    hands.press("Enter")
    expect(hands.page.get_by_test_id("status")).to_be_visible()
    hands.press("Alt+s")
    hands.tab_to("status-choice")
    hands.press("Enter")
    hands.sees("status", "Available")
    return hands


def answers(alice, product):
    """An alert is picked up, read, answered, held, and taken up again."""
    whatsapp(product, "Elif Demir", "905320000077", text="My Duo says E14")
    alice.sees("card", "Elif Demir")
    alice.press("Alt+u")
    alice.sees("state", "Connected")
    expect(alice.page.get_by_test_id("composer-text")).to_be_focused()
    alice.write("Please hold the left button.")
    alice.press("Control+Enter")
    expect(alice.page.get_by_test_id("message").filter(has_text="left button")).to_be_visible()
    alice.press("Alt+h")
    alice.sees("state", "On hold")
    alice.press("Alt+u")
    alice.sees("state", "Connected")
    alice.press("Alt+p")
    expect(alice.page.get_by_test_id("park-dialog")).to_be_visible()
    alice.press("Enter")
    alice.sees("state", "Parked")
    alice.press("Alt+u")
    alice.sees("state", "Connected")


def hands_on(alice, bob, picture):
    """Found by letters, transferred with a note, taken back; the list is live and says why somebody cannot take it."""
    alice.press("Alt+t")
    alice.sees("transfer-dialog", "Bob Nakamura")
    expect(alice.page.get_by_test_id("target-search")).to_be_focused()
    carol = alice.page.get_by_test_id("target-agent").filter(has_text="Carol")
    expect(carol).to_contain_text("not logged on")
    expect(carol).to_have_attribute("aria-disabled", "true")
    alice.write("naka")
    found = alice.page.get_by_test_id("target-agent").filter(has_text="Bob")
    expect(found).to_have_attribute("aria-selected", "true")
    expect(found).to_contain_text("In a Meeting")
    picture(alice.page, "transfer-search")
    alice.press("Tab")
    alice.write("Warranty is fine")
    alice.press("Control+Enter")
    bob.until_row(state="alerting")  # what no page has drawn goes back at once
    alice.sees("closed", "Transferred to Bob Nakamura, waiting to be taken.")
    alice.press("Alt+b")
    alice.sees("state", "On hold")
    alice.press("Alt+u", "Alt+t")
    expect(alice.page.locator("#targets-recent")).to_contain_text("Bob Nakamura")
    alice.press("Escape")
    alice.sees("state", "Connected")


def is_helped(alice, ruth, picture):
    """She asks; her supervisor sees it and comes."""
    alice.press("Alt+r")
    alice.write("May I refund 300?")
    alice.press("Control+Enter")
    ruth.sees("help-request", "May I refund 300?")
    ruth.sees("news-toast", "asks for help")
    alice.sees("help-line", "has seen it")
    picture(ruth.page, "help-wanted")
    ruth.press("Alt+r")
    ruth.sees("customer", "Elif Demir")
    alice.sees("help-line", "comes to help")


def is_coached(alice, ruth):
    """A word to her alone, words to the customer, and gone again."""
    ruth.press("Alt+m")
    ruth.write("Offer 200")
    ruth.press("Control+Enter")
    expect(alice.page.get_by_test_id("toast").filter(has_text="to you alone: Offer 200")).to_be_visible()
    ruth.press("Alt+y")
    alice.sees("help-line", "writes along")
    expect(ruth.page.get_by_test_id("leave-again")).to_be_visible()
    ruth.press("Alt+k")
    ruth.write("We pay 200.")
    ruth.press("Control+Enter")
    expect(alice.page.get_by_test_id("message").filter(has_text="We pay 200.")).to_contain_text("Sam Lindqvist")
    alice.sees("state", "Connected")
    ruth.press("Alt+y")
    expect(ruth.page.get_by_test_id("join")).to_be_visible()
    expect(alice.page.get_by_test_id("help-line")).not_to_contain_text("writes along")


def ends(alice, picture, accessible):
    """Disconnected with a code by its letter, reopened, ended again."""
    alice.press("Alt+e")
    alice.sees("disconnect-dialog", "Disconnect Elif Demir")
    accessible(alice.page)
    alice.press("s", "Enter")
    alice.sees("state", "Disconnected")
    picture(alice.page, "ended")
    expect(alice.page.get_by_test_id("reopen").first).to_be_visible()
    alice.press("Alt+o")
    alice.sees("state", "Connected")
    alice.press("Alt+e", "f", "Enter")
    alice.sees("state", "Disconnected")
    alice.press("Alt+w")
    expect(alice.page.get_by_test_id("wrap-up").filter(has_text="Follow-up").locator("input")).to_be_checked()
    alice.press("Escape")


def lists_every_key(alice):
    """What stands on a button stands on the page of keys."""
    alice.page.evaluate("document.activeElement.blur()")
    alice.press("?")
    keys = alice.page.locator("#help dl")
    on_buttons = alice.page.locator("#verbs kbd, #closed kbd, #send kbd").all_text_contents()
    assert len(on_buttons) > 10
    for key in on_buttons:
        expect(keys).to_contain_text(key)


def test_a_day_without_a_mouse(alice, sign_in, product, picture, accessible):
    bob = product.desk("bob").log_on(status="In a Meeting")
    ruth = Hands(sign_in("supervisor"))
    expect(ruth.page.get_by_test_id("log-on")).to_be_visible()
    ruth.tab_to("log-on")
    ruth.press("Enter")
    expect(ruth.page.get_by_test_id("status")).to_be_visible()
    answers(alice, product)
    hands_on(alice, bob, picture)
    is_helped(alice, ruth, picture)
    is_coached(alice, ruth)
    ends(alice, picture, accessible)
    lists_every_key(alice)
    alice.press("Escape")
    alice.tab_to("own-menu")
    alice.press("Enter")
    alice.tab_to("log-off")
    alice.press("Enter")
    expect(alice.page.get_by_test_id("log-on")).to_be_visible()
