"""The customer beside the conversation, in a real browser: history, labels, attributes, merge, both conversations, block."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import WIDTHS, take, whatsapp, wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST, SECOND = "48601555014", "48601555099"
PREPARED = """
from agents.models import Agent, Label
from agents.rights import give
from audit.rights import Right
from interactions.models import Attribute
for name in ("Leak", "Warranty"):
    Label.objects.create(name=name)
Attribute.objects.create(name="Machines", kind="number")
give(Agent.objects.get(username="alice"), [Right.BLOCK])
"""


@pytest.fixture(scope="module")
def bob(product, alice):
    """Bob's connection; what is there to know of customers, and Alice's right to block."""
    product.manage("shell", "-c", PREPARED)
    return product.desk("bob").log_on("Follow Up")


@pytest.fixture
def page(alice, bob, at_her_desk, product):
    """Alice's page with Marta, who was there before; under a second number she is with Bob."""
    whatsapp(product, "Marta Kowalczyk", FIRST, text="Descaling, step by step")
    alice.verb(alice.verb(alice.until_row(state="alerting"), "pick-up")["interaction"], "disconnect")
    whatsapp(product, "Marta K.", SECOND, text="Is anybody there?")
    second = alice.verb(alice.until_row(state="alerting"), "pick-up")["interaction"]
    alice.verb(second, "transfer", agent=bob.do("GET", "desk/")["me"]["id"])
    bob.verb(bob.until_row(state="alerting"), "pick-up")
    whatsapp(product, "Marta Kowalczyk", FIRST, text="My Duo leaks again")
    take(alice, product, at_her_desk, "Marta Kowalczyk")
    return at_her_desk


def test_the_customer_is_known_changed_joined_and_blocked_beside_the_conversation(
    page, alice, bob, accessible, picture
):
    history(page)
    labels(page)
    attributes(page)
    other = merged(page, bob, accessible)
    accessible(page)
    for width in sorted(WIDTHS):
        wide(page, width)
        picture(page, f"customer-{width}")
    both_in_one_hand(page, bob, other)
    undone(page)
    blocked(page, accessible)


def history(page):
    """What was before is told, and read in a window of its own."""
    expect(page.get_by_test_id("identity").first).to_contain_text(f"+{FIRST}")
    expect(page.get_by_test_id("identity").first).to_contain_text("here")
    past = page.get_by_test_id("past")
    expect(past).to_contain_text("Descaling, step by step")
    past.get_by_role("button").click()
    expect(page.get_by_test_id("past-message")).to_have_text(re.compile("Descaling, step by step"))
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("window")).to_contain_text("24 hours")


def labels(page):
    """By the keyboard alone: Alt L, some letters, Enter. It stands in the list, and goes again."""
    page.get_by_test_id("composer-text").fill("a draft")
    page.keyboard.press("Alt+l")
    expect(page.get_by_test_id("label-search")).to_be_focused()
    page.keyboard.type("lea")
    expect(page.get_by_test_id("label-choice")).to_have_text(["Leak"])
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("label")).to_contain_text("Leak")
    expect(page.get_by_test_id("row-labels").filter(has_text="Leak")).to_be_visible()
    page.get_by_test_id("label-off").click()
    expect(page.get_by_test_id("label")).to_have_count(0)
    expect(page.get_by_test_id("composer-text")).to_have_value("a draft")


def attributes(page):
    """What is wrong is said beneath the field; what is known stands in the header. Folds are remembered."""
    page.get_by_text("Attributes", exact=True).click()
    page.locator("[data-attribute=language]").select_option("pl")
    expect(page.get_by_test_id("context")).to_contain_text("speaks Polish")
    machines = page.get_by_label("Machines")
    machines.fill("many")
    machines.press("Enter")
    expect(page.get_by_test_id("attribute").filter(has_text="Machines")).to_contain_text("Enter a number")
    machines.fill("2,5")
    machines.press("Enter")
    expect(machines).to_have_value("2.5")
    page.reload()
    expect(page.get_by_label("Machines")).to_have_value("2.5")


def merged(page, bob, accessible):
    """Found by a few letters and joined, Bob's conversation stands beside this one and follows what he does."""
    page.get_by_test_id("customer-more").click()
    page.get_by_test_id("merge").click()
    page.get_by_test_id("likely-search").fill("marta k.")
    page.get_by_test_id("likely").click()
    expect(page.get_by_test_id("preview")).to_contain_text(SECOND)
    accessible(page)
    page.get_by_test_id("merge-confirm").click()
    other = page.get_by_test_id("other")
    expect(other).to_contain_text("with Bob")
    theirs = next(row for row in bob.rows.values() if row["state"] == "connected")
    bob.verb(theirs, "hold")
    expect(other).to_contain_text("On hold")
    return theirs


def both_in_one_hand(page, bob, theirs):
    """One key, and both are Alice's: told on both."""
    page.keyboard.press("Alt+i")
    expect(page.get_by_test_id("other")).to_contain_text("with you")
    bob.until(lambda desk: theirs["id"] not in desk.rows, "it go")
    expect(page.locator("#timeline")).to_contain_text("brought both conversations of the customer to")
    expect(page.get_by_test_id("row")).to_have_count(2)


def undone(page):
    """Two customers again."""
    page.get_by_test_id("unmerge").click()
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("other")).to_have_count(0)
    expect(page.get_by_test_id("merged")).to_have_count(0)


def blocked(page, accessible):
    """With a reason and what follows from it; it is told in the header, and ends again."""
    page.get_by_test_id("customer-more").click()
    page.get_by_test_id("block").click()
    expect(page.get_by_test_id("block-dialog")).to_contain_text("opens no interaction")
    page.get_by_test_id("block-reason").fill("Threats")
    page.get_by_test_id("block-confirm").click()
    expect(page.get_by_test_id("blocked")).to_contain_text("Threats")
    accessible(page)
    page.get_by_test_id("customer-more").click()
    page.get_by_test_id("unblock").click()
    expect(page.get_by_test_id("blocked")).to_be_hidden()
