"""A snippet is recorded at the desk, found and played by the supervisor; policies are tried; a customer is erased."""

import pytest
from playwright.sync_api import expect

from tests.browser.playing import take, whatsapp

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def recorded(alice, product, page):
    """Alice answers Margit, records a part of it, and ends it."""
    whatsapp(product, "Margit Olsen", "351912557701", text="It leaks from under the drip tray")
    taken = take(alice, product, page, "Margit Olsen")
    page.keyboard.press("Alt+.")
    expect(page.get_by_test_id("snippet-line")).to_contain_text("You have been recording for")
    page.get_by_test_id("composer-text").fill("That is the tank seal. We send you one.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("message").filter(has_text="tank seal")).to_be_visible()
    page.get_by_test_id("stop-recording").click()
    expect(page.get_by_test_id("snippet-line")).to_be_hidden()
    row = alice.do("GET", f"interactions/{taken['id']}/")["interaction"]
    alice.verb(row, "disconnect", seen=row["number"])
    return taken["id"]


def played(page, accessible, picture):
    """Plays what is open, by keys alone."""
    words = page.get_by_test_id("scene").filter(has_text="That is the tank seal")
    expect(page.get_by_test_id("unaltered")).to_be_visible()
    expect(words).to_be_hidden()
    page.get_by_test_id("speed").select_option("16")
    page.get_by_role("heading", name="Margit Olsen").click()
    page.keyboard.press("Space")
    expect(words).to_be_visible()
    page.keyboard.press("Home")
    expect(page.get_by_test_id("clock")).to_contain_text("0:00 of")
    page.get_by_test_id("seek").focus()
    page.keyboard.press("End")
    expect(page.get_by_test_id("scene").last).to_be_visible()
    accessible(page)
    picture(page, "player")


def test_a_snippet_is_recorded_at_the_desk_and_played_by_the_supervisor(
    alice, at_her_desk, product, sign_in, accessible, picture
):
    number = recorded(alice, product, at_her_desk)
    page = sign_in("supervisor", "/recordings/")
    row = page.get_by_test_id("recording").filter(has_text="Margit Olsen")

    def both():
        page.goto(f"{product.base}/recordings/?interaction={number}")
        return row.count() == 2

    product.eventually(both, "the recordings by policy and by snippet")
    accessible(page)
    row.filter(has_text="Snippet").get_by_role("link").click()
    played(page, accessible, picture)
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_text("by policy")).to_be_visible()
    with page.expect_download() as exported:
        page.get_by_test_id("export-html").click()
    assert "That is the tank seal" in exported.value.path().read_text()
    at_her_desk.goto(f"{product.base}/recordings/{page.url.rstrip('/').rpartition('/')[2]}/")
    expect(at_her_desk.get_by_test_id("play")).to_be_visible()  # her own part
    expect(at_her_desk.get_by_test_id("export-html")).to_have_count(0)


def test_a_policy_is_tried_written_and_switched_and_a_customer_is_erased(product, alice, sign_in, accessible, picture):
    page = sign_in("admin", "/policies/")
    accessible(page)
    page.get_by_test_id("new-retention").click()
    page.get_by_label("Name").fill("A month")
    page.get_by_label("Action 1", exact=True).select_option("keep")
    page.get_by_label("Days, or the word, of action 1", exact=True).fill("30")
    page.get_by_test_id("simulate").click()
    expect(page.get_by_test_id("result")).to_contain_text("Would do something now to 0 of")
    accessible(page)
    page.get_by_test_id("save").click()
    page.get_by_role("switch", name="“A month” is switched on").click()
    expect(page.get_by_role("switch", name="“A month” is switched on")).to_have_attribute("aria-checked", "true")
    page.goto(f"{product.base}/policies/new/security/")
    accessible(page)
    erased(product, page, accessible, picture)


def erased(product, page, accessible, picture):
    """Margit asked for it, and said her number: the administrator does not know her."""
    page.goto(f"{product.base}/erasure/?q=351912557701")
    accessible(page)
    page.get_by_test_id("customer").get_by_role("link").click()
    number = page.get_by_role("heading", level=1).inner_text().removeprefix("Customer ")
    page.get_by_label(f"Type “{number}” to erase him").fill(number)
    accessible(page)
    picture(page, "erasure")
    page.get_by_test_id("erase").click()

    def done():
        page.reload()
        return page.get_by_test_id("done").count() == 1

    product.eventually(done, "the erasure")
    page.goto(f"{product.base}/erasure/?q=351912557701")
    expect(page.get_by_text("Nobody fits.")).to_be_visible()
