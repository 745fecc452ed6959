"""A workgroup set up in the browser, from nothing; what is refused is said where it stands."""

import pytest
from playwright.sync_api import expect

from tests.browser.playing import wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True


@pytest.fixture
def console(sign_in):
    """The console, open to an administrator at a given page."""
    return lambda path, **more: sign_in("admin", f"/console/{path}", **more)


def section(page, name):
    """The rows with this caption."""
    return page.get_by_role("region", name=name, exact=True)


def added(page, name, button):
    """A fresh row of them."""
    section(page, name).get_by_role("button", name=button).click()
    return section(page, name).locator("tbody > tr:not([hidden])").last


def ring(page, seconds, *people):
    row = added(page, "Rings", "Add ring")
    row.get_by_label("Lasts (seconds)").fill(str(seconds))
    for name in people:
        row.get_by_text(name).click()
    return row


def skills(page):
    """Portuguese, at least 40."""
    needed = added(page, "Required skills", "Add required skill")
    needed.get_by_label("Skill", exact=True).select_option(label="Portuguese")
    needed.get_by_label("Least proficiency").fill("40")


def rings(page):
    """Bob, then Alice; a third that adds nobody is taken away again, and Alice moved to the front."""
    ring(page, 30, "Bob Nakamura")
    second, third = ring(page, 45, "Alice Fischer"), ring(page, 20, "Alice Fischer")
    expect(third.get_by_text("skipped")).to_be_visible()
    third.get_by_title("Take away").click()
    second.get_by_role("button", name="Earlier").click()


def try_bob(page):
    """Nobody is there; and Bob, were he, lacks the skill."""
    tried = section(page, "Try it")
    expect(tried.get_by_text("not logged on")).to_have_count(2)
    expect(tried.get_by_role("listitem").first).to_have_text("Nobody would get it.")
    tried.get_by_label("Bob Nakamura").check()
    expect(tried.get_by_role("list", name="Left out")).to_contain_text("too little skill")


def without_bob(page):
    """He is not activated any more, so his ring adds nobody."""
    mine = section(page, "Members").locator("tbody > tr").filter(has_text="Bob Nakamura").first
    mine.locator("[name$=-activated]").uncheck()
    expect(section(page, "Rings").locator("tbody > tr [data-skipped]:visible")).to_have_count(1)


def overflow(page):
    """To Repairs after two minutes."""
    step = added(page, "Overflow steps", "Add overflow step")
    step.get_by_label("After (seconds)").fill("120")
    step.get_by_label("What is done").select_option(label="Hand on to another workgroup")
    expect(step.get_by_label("Points")).to_be_hidden()
    step.get_by_label("To workgroup").select_option(label="Repairs")


def test_a_workgroup_with_rings_a_required_skill_and_overflow_is_made_from_nothing(console, accessible):
    page = console("agents/skill/add/")
    page.get_by_label("Name").fill("Portuguese")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(page.url.replace("skill/", "workgroup/add/"))
    page.get_by_label("Name").fill("Lisbon")
    for name in ("Alice Fischer", "Bob Nakamura"):
        added(page, "Members", "Add member").get_by_label("Agent").select_option(label=name)
    for part in (skills, rings, overflow):
        part(page)
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("link", name="Lisbon").last.click()
    expect(page.get_by_role("heading", name="Lisbon", level=1)).to_be_visible()
    there = section(page, "Rings").locator("tbody > tr")
    expect(there).to_have_count(2)
    expect(there.nth(0).get_by_label("Alice Fischer")).to_be_checked()
    expect(there.nth(1).get_by_label("Bob Nakamura")).to_be_checked()
    expect(section(page, "Required skills").get_by_label("Least proficiency").first).to_have_value("40")
    expect(section(page, "Service level").get_by_text("Social Direct Message")).to_be_visible()
    try_bob(page)
    there.nth(1).get_by_role("button", name="Earlier").click()
    expect(page.get_by_text("2 changes")).to_be_visible()
    without_bob(page)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # the bar covers nothing there
    accessible(page)


def test_what_is_refused_is_said_beside_the_field(console, accessible):
    page = console("agents/workgroup/1/change/")
    page.get_by_label("Offer time-out").fill("3")
    page.get_by_label("Wrap-up time").fill("7201")
    page.get_by_label("Queue type").select_option(label="Group Ring")
    expect(page.get_by_text("3 changes")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    for field, said in {
        "offer_timeout": "An offer needs at least 7 seconds.",
        "wrap_up_seconds": "At most 7200 seconds",
        "queue_type": "send their interactions here, which needs ACD, Custom or Round Robin.",
    }.items():
        expect(page.locator(f".field-{field} .wrong")).to_contain_text(said)
    expect(page.get_by_label("On this page").get_by_role("link", name="Wrap-up needs another look")).to_be_visible()
    accessible(page)
    wide(page, 390)
    accessible(page, dark=False)
