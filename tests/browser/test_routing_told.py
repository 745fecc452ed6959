"""The desk says why a conversation waits and why an agent has it; the timeline says it to supervisors (R52)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import whatsapp

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def queued(desk, name):
    """The row of a customer who waits in one of the agent's queues."""
    groups = desk.do("GET", "desk/")["queues"]["workgroups"]
    rows = [row for group in groups for row in desk.do("GET", f"queues/{group['id']}/")["interactions"]]
    return next((row for row in rows if row["customer"]["name"] == name), None)


def declined_for_a_reason(page, picture):
    """The workgroup asks why; the agent says it."""
    page.keyboard.press("Alt+x")
    page.get_by_test_id("decline-reason").fill("My shift ends")
    picture(page, "decline-reason")
    page.get_by_test_id("decline-confirm").click()
    expect(page.get_by_test_id("declining-dialog")).to_be_hidden()


def test_the_desk_says_why_a_conversation_waits_and_then_why_this_agent_has_it(product, sign_in, picture, accessible):
    product.sql("UPDATE agents_workgroup SET offer_timeout = 600")
    alice = product.desk("alice").log_on(status="At Lunch")
    whatsapp(product, "Vera Novak", "351912555090", text="Is my repair done?")
    waiting = alice.until(lambda desk: queued(desk, "Vera Novak"), "Vera in the queue")
    page = sign_in("alice")
    page.goto(f"{product.base}/#{waiting['id']}")
    told = page.get_by_test_id("routing")
    expect(told).to_contain_text("Nobody may have it now.")
    expect(told).to_contain_text("status takes no ACD: Alice")
    picture(page, "why-waiting")
    accessible(page)

    product.sql("UPDATE agents_workgroup SET asks_decline_reason = true, decline_pause = 1")
    alice.log_on()
    card = page.get_by_test_id("card")
    expect(card).to_contain_text("Vera Novak")
    declined_for_a_reason(page, picture)
    expect(card).to_contain_text("Vera Novak")
    page.keyboard.press("Alt+u")
    expect(page.get_by_test_id("state")).to_contain_text("Connected")
    expect(told).to_contain_text(re.compile("Longest available.*priority 50"))
    picture(page, "why-this-agent")

    boss = sign_in("supervisor", f"/supervision/tracker/{waiting['id']}/")
    expect(boss.locator(".events")).to_contain_text("Its turn: priority 50")
    expect(boss.locator(".events")).to_contain_text("My shift ends")
    picture(boss, "why-timeline")
