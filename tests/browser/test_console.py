"""The console in a browser: every page of it is fit for everybody, and the keyboard is enough."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.playing import wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
LISTED = re.compile(r'href="(/console/\w+/\w+/\d+/change/)[^"]*"')


@pytest.fixture
def console(sign_in):
    """The console's home page, open to an administrator."""
    page = sign_in("admin", "/console/")
    expect(page.get_by_role("heading", name="Home", level=1)).to_be_visible()
    page.wait_for_load_state()  # keys are listened to from then on
    return page


def addresses(page, product):
    """Home, what was caught as noise, and of each noun the list, one that is there, and where it differs a new one."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    with httpx.Client(base_url=product.base, cookies=cookies, timeout=30) as client:
        groups = client.get("/console/find/").json()["groups"]
        yield "/console/"
        yield "/console/interactions/noiserule/caught/"
        for one in groups[0]["found"]:
            yield one["url"]
            there = LISTED.findall(client.get(one["url"]).text)[:1]
            yield from there
            if not there or "/channels_admin/" in one["url"]:  # elsewhere a new one is asked for by the same form
                yield from (add for add in [f"{one['url']}add/"] if client.get(add).status_code == 200)


def test_axe_finds_nothing_wrong_on_any_page(console, product, accessible):
    """Every list, every form, in both themes."""
    walked = 0
    for address in addresses(console, product):
        console.goto(f"{product.base}{address}")
        accessible(console, dark=not address.endswith("/add/"))  # as dark as the forms that are filled in
        walked += 1
    assert walked > 40


def test_a_channel_is_checked_tried_and_tested_in_front_of_everybody(console, product, accessible):
    """What the scripts draw is fit for everybody too, on a phone as well."""
    words = {"author": {"username": "rosaw"}, "text": "@brewline my Duo leaks"}
    product.sandbox.control("x/tweets", words)
    console.goto(f"{product.base}/console/channels_admin/channel/")
    console.get_by_role("link", name=re.compile("^@brewline")).click()
    expect(console.locator(".chip.connected")).to_have_count(3)
    console.locator("#id_addresses").fill("brewlin")
    console.locator("#id_addresses").press("Enter")
    console.get_by_role("button", name="Did you mean brewline?").click()
    expect(console.locator(".chip")).to_have_count(3)
    console.locator("#id_addresses").fill("no such one")
    console.locator("#id_addresses").press("Enter")
    expect(console.locator(".chip.disconnected")).to_contain_text("no handle")
    expect(console.get_by_role("region", name="Saving")).to_contain_text("Handles: + no such one")
    console.get_by_test_id("try").click()
    expect(console.locator(".tries")).to_contain_text("Opens an interaction")
    console.get_by_test_id("test-connection").click()
    expect(console.locator("#tested li").first).to_be_visible()
    accessible(console)
    wide(console, 390)
    accessible(console, dark=False)


def test_the_search_is_opened_asked_and_followed_by_the_keyboard(console, accessible):
    console.keyboard.press("Control+k")
    box = console.get_by_test_id("find-words")
    expect(box).to_be_focused()
    box.fill("brewline care")
    option = console.get_by_role("option", name=re.compile("^Brewline Care WhatsApp"))
    expect(option.first).to_be_visible()
    accessible(console)
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "found-0")
    box.press("Enter")
    expect(console.get_by_role("heading", name="Brewline Care", level=1)).to_be_visible()
    console.wait_for_load_state()  # the key is listened to from then on
    console.keyboard.press("Control+k")
    console.get_by_test_id("find-words").fill("nothing like it")
    expect(console.get_by_role("status").filter(has_text="Nothing fits")).to_be_visible()
    console.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_on_a_phone_the_navigation_folds_away(sign_in, accessible):
    page = sign_in("admin", "/console/agents/workgroup/", width=390, height=844)
    task = page.get_by_test_id("task-channels")
    expect(task).to_be_hidden()
    page.get_by_role("button", name="Navigation").click()
    expect(task).to_be_visible()
    accessible(page)
    task.click()
    expect(page.get_by_role("heading", name="Channels", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
