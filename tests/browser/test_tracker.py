"""A supervisor in the Tracker, in a real browser: search, details beside the list, keys, columns, searches, export, print."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.guide_supervisors import FILL
from tests.browser.playing import WIDTHS, wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_supervisor_finds_looks_keeps_and_exports(product, sign_in, picture, accessible):
    product.manage("shell", "-v", "0", "-c", FILL)
    page = sign_in("supervisor", "/supervision/tracker/")
    searches(page)
    picture(page, "tracker-found")
    walks_by_keys(page)
    picture(page, "tracker-sheet")
    accessible(page)
    keeps(page)
    exports(page)
    over_the_end(product, page)
    full_page(product, page)
    accessible(page)
    for width in WIDTHS:
        page.goto(f"{product.base}/supervision/tracker/?text=leak*")
        expect(page.locator(".hit mark").first).to_be_visible()
        wide(page, width)
        picture(page, f"tracker-{width}")


def searches(page):
    """Words first, then a chip; the number comes by itself."""
    page.get_by_label("Text", exact=True).fill("leak*")
    page.keyboard.press("Enter")
    expect(page.locator(".hit mark").first).to_have_text(re.compile("^leak", re.I))
    expect(page.get_by_test_id("number")).to_have_text(re.compile(r"^\d+ interactions$"))
    page.get_by_test_id("chip-state").click()
    page.locator("#pick-state").get_by_role("checkbox", name="Disconnected").check()
    page.locator("#pick-state").get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("state=disconnected.*text=leak"))
    expect(page.get_by_test_id("chip-state")).to_contain_text("Disconnected")


def walks_by_keys(page):
    """A click opens, J and K go on and back, Escape closes."""
    names = page.locator(".hit .client a").all_inner_texts()
    page.locator(".hit .client a").first.click()
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_role("heading", level=2)).to_have_text(names[0])
    expect(page.get_by_test_id("place")).to_have_text(f"1 of {len(names)}")
    expect(sheet.get_by_role("button", name="Previous in the list")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("j")
    expect(sheet.get_by_role("heading", level=2)).to_have_text(names[1])
    expect(page.get_by_test_id("place")).to_have_text(f"2 of {len(names)}")
    expect(page.locator('.hit[aria-selected="true"]')).to_contain_text(names[1])
    expect(page).to_have_url(re.compile("open=\\d+"))
    sheet.get_by_role("button", name="Previous in the list").click()
    expect(sheet.get_by_role("heading", level=2)).to_have_text(names[0])
    expect(sheet.get_by_role("button", name="Previous in the list")).to_be_focused()
    expect(sheet.locator(".why .won")).to_be_visible()
    expect(sheet.locator("mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("j")
    expect(sheet.get_by_role("heading", level=2)).to_have_text(names[0])


def over_the_end(product, page):
    """The last one of a page leads to the first one of the next, and back."""
    page.goto(f"{product.base}/supervision/tracker/")
    page.locator(".hit .client a").last.click()
    expect(page.get_by_test_id("place")).to_have_text(re.compile(r"^50 of \d+$"))
    page.keyboard.press("j")
    expect(page.get_by_test_id("place")).to_have_text(re.compile(r"^51 of \d+$"))
    expect(page).to_have_url(re.compile("onward=.*open=\\d+$"))
    page.keyboard.press("k")
    expect(page.get_by_test_id("place")).to_have_text(re.compile(r"^50 of \d+$"))


def keeps(page):
    """Columns and a search stay."""
    page.get_by_test_id("columns").click()
    page.locator("#choose-columns").get_by_role("checkbox", name="Number").check()
    page.locator("#choose-columns").get_by_role("button", name="Apply").click()
    expect(page.get_by_role("columnheader", name="Number")).to_be_visible()
    page.get_by_test_id("save-search").click()
    page.locator("#save-search").get_by_label("Name").fill("Leaks that ended")
    page.get_by_test_id("save").click()
    expect(page.get_by_role("link", name="Leaks that ended")).to_have_attribute("aria-current", "true")


def exports(page):
    """At once, and in the background with its progress."""
    page.get_by_test_id("export").click()
    with page.expect_download() as downloading:
        page.get_by_test_id("export-now").click()
    lines = downloading.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Number,State,Customer") and len(lines) > 10
    page.get_by_test_id("export-later").click()
    with page.expect_download() as downloading:
        page.get_by_test_id("export-file").click(timeout=30_000)
    assert downloading.value.path().read_text("utf-8-sig").splitlines()[0] == lines[0]
    page.go_back()


def full_page(product, page):
    """All of it, with the way to its neighbors; on paper nothing is left to press."""
    page.goto(f"{product.base}/supervision/tracker/?text=leak*")
    page.locator(".hit .client a").nth(7).click()
    page.get_by_test_id("full-page").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    first = page.url
    expect(page.get_by_test_id("participants")).to_contain_text("Customer")
    page.keyboard.press("j")
    expect(page).not_to_have_url(first)
    expect(page.get_by_test_id("previous")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_test_id("print")).to_be_hidden()
    expect(page.get_by_text("printed by Sam Lindqvist")).to_be_visible()
    expect(page.locator(".spans")).to_be_visible()
    page.emulate_media(media="screen")
