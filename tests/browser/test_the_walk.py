"""The main job in a real browser: the customer on the sandbox page, the agents at their desks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import GONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def log_on(page):
    """Take a seat at no station."""
    page.get_by_test_id("log-on").click()
    expect(page.get_by_test_id("status")).to_contain_text("Available")


def customer(open_page, product, tab, name):
    """The sandbox's page, as this customer."""
    page = open_page(product.sandbox.url + "/")
    page.get_by_test_id(tab).click()
    page.get_by_test_id("name").fill(name)
    return page


def write(page, text):
    """The customer writes."""
    page.get_by_test_id("text").fill(text)
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("item").filter(has_text=text)).to_be_visible()


def answered(product, alice, marta, picture):
    """Marta's post rings at alice, who answers; Marta writes again."""
    write(marta, "My Duo leaks under the left boiler")
    product.poll_now()
    card = alice.get_by_test_id("card")
    expect(card).to_contain_text("Marta Kowalczyk")
    expect(card).to_contain_text("My Duo leaks")
    picture(alice, "alert")
    alice.keyboard.press("Alt+u")
    expect(alice.get_by_test_id("state")).to_contain_text("Connected")

    alice.get_by_test_id("composer-text").fill("Sorry to hear that. Which serial number is it?")
    alice.keyboard.press("Control+Enter")
    expect(alice.get_by_test_id("message").filter(has_text="Which serial number")).to_contain_text(GONE)
    answer = marta.get_by_test_id("item").filter(has_text="Which serial number")
    expect(answer).to_have_class(re.compile("company"))

    answer.get_by_test_id("reply").click()
    write(marta, "BD-2291")
    product.poll_now()
    expect(alice.get_by_test_id("message").filter(has_text="BD-2291")).to_be_visible()
    picture(alice, "conversation")


def handed_to_bob(alice, bob, picture):
    """Held, resumed, and transferred with a note; bob picks up."""
    alice.keyboard.press("Alt+h")
    expect(alice.get_by_test_id("state")).to_contain_text("On hold")
    alice.get_by_test_id("resume").click()
    expect(alice.get_by_test_id("state")).to_contain_text("Connected")

    alice.get_by_test_id("transfer").click()
    alice.get_by_test_id("target-search").fill("Bob")
    alice.get_by_test_id("target-agent").filter(has_text="Bob").click()
    alice.get_by_test_id("transfer-note").fill("Warranty is fine")
    picture(alice, "transfer")
    alice.get_by_test_id("transfer-confirm").click()
    expect(bob.get_by_test_id("card")).to_contain_text("Marta Kowalczyk")
    bob.get_by_test_id("pick-up").click()
    expect(bob.get_by_test_id("state")).to_contain_text("Connected")
    expect(alice.get_by_test_id("row")).to_have_count(0)


def test_post_alert_answer_hold_transfer_disconnect_and_the_next_post(open_page, sign_in, product, picture):
    marta = customer(open_page, product, "tab-facebook", "Marta Kowalczyk")
    alice, bob = sign_in("alice"), sign_in("bob")
    log_on(alice)
    answered(product, alice, marta, picture)
    log_on(bob)
    handed_to_bob(alice, bob, picture)
    first = int(bob.get_by_test_id("row").get_attribute("data-id"))
    bob.get_by_test_id("disconnect").click()
    bob.get_by_test_id("disconnect-confirm").click()
    expect(bob.get_by_test_id("state")).to_contain_text("Disconnected")

    marta.get_by_test_id("item").filter(has_text="BD-2291").get_by_test_id("reply").click()
    write(marta, "It still leaks")
    product.poll_now()
    ringing = lambda: next((desk for desk in (alice, bob) if desk.get_by_test_id("card").count()), None)  # noqa: E731
    again = product.eventually(ringing, "an alert at one of the desks")
    again.get_by_test_id("pick-up").click()
    expect(again.get_by_test_id("state")).to_contain_text("Connected")
    for text in ("My Duo leaks", "Which serial number", "BD-2291", "It still leaks"):
        expect(again.locator("#talk").get_by_text(text).first).to_be_visible()
    numbers = [int(row.get_attribute("data-id")) for row in again.get_by_test_id("row").all()]
    assert max(numbers) > first
    assert len(product.sent(platform="facebook")) == 1
