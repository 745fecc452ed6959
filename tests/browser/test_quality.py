"""Quality in the browser: a questionnaire written by keyboard, a card that keeps itself, read and acknowledged by its agent."""

import re

import pytest
from playwright.sync_api import expect

from socialmedia.demo import NUMBER

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
CUSTOMER = {"number": NUMBER["id"], "from": "351912555031", "name": "Rita", "text": "My grinder stopped"}


def keys(page, *pressed):
    """Words are typed, names of keys in < > pressed."""
    for one in pressed:
        if one.startswith("<"):
            page.keyboard.press(one.strip("<>"))
        else:
            page.keyboard.type(one)


def question(page, words, *more):
    """The button that has the focus opens its form; the rest by keys, the choice of a kind by its letters."""
    with page.expect_navigation():
        keys(page, "<Enter>")
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    keys(page, words, *more)
    with page.expect_navigation():
        page.get_by_test_id("save-question").press("Enter")


def written(page):
    """A questionnaire of one group and two questions, the second moved up; nothing but the keyboard is used."""
    page.get_by_label("Name", exact=True).focus()
    keys(page, "Care in writing", "<Enter>")
    page.wait_for_url(re.compile("questionnaires/[0-9]+/"))
    page.get_by_label("Heading of the new group").focus()
    with page.expect_navigation():
        keys(page, "Manner", "<Enter>")
    expect(page.get_by_test_id("add-question")).to_be_focused()
    question(page, "Was the customer greeted?")
    expect(page.get_by_label("Edit Was the customer greeted?")).to_be_focused()
    page.get_by_test_id("add-question").focus()
    question(page, "How well was it worded?", "<Tab>", "<Tab>", "Whole number")
    up = page.get_by_label("Move How well was it worded? up")
    up.focus()
    with page.expect_navigation():
        keys(page, "<Enter>")
    expect(page.get_by_test_id("editor-question").first).to_contain_text("How well was it worded?")
    expect(page.get_by_label("Move How well was it worded? down")).to_be_focused()


@pytest.fixture
def handled(product):
    """An interaction that Alice has ended."""
    alice = product.desk("alice").log_on()
    product.sandbox.control("whatsapp/messages", CUSTOMER)
    offered = alice.until_row(state="alerting")
    alice.verb(offered, "pick-up")
    alice.reply(offered, "Please send us its number, Rita.")
    alice.verb(offered, "disconnect")
    alice.do("DELETE", "seat/")
    return offered["id"]


def test_work_is_judged_and_its_agent_reads_it(handled, sign_in, accessible, picture):
    page = sign_in("supervisor", "/quality/questionnaires/")
    written(page)
    accessible(page)
    page.get_by_test_id("publish").click()
    expect(page.get_by_text("Version 1 is in use now.")).to_be_visible()
    page.goto(re.sub("/quality/.*", f"/quality/assign/{handled}/", page.url))
    accessible(page)
    loading = held_back(page, "scoring")
    page.get_by_test_id("assign").click()
    scored(page, loading, accessible)
    picture(page, "scorecard")
    page.get_by_test_id("complete").click()
    page.get_by_test_id("sign-off").click()
    accessible(page)
    expect(page.get_by_test_id("reopen")).to_have_count(0)
    for name in ("Results", "Satisfaction", "Calibrations", "Scorecards"):
        page.get_by_role("navigation", name="Quality").get_by_role("link", name=name).click()
        accessible(page, dark=name == "Results")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{name} is too wide for a telephone"
        page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.get_by_test_id("card")).to_contain_text("Alice Fischer")
    acknowledged(sign_in("alice"), accessible)
    page.reload()
    expect(page.get_by_test_id("card")).to_contain_text("just now")


def held_back(page, script):
    """Requests for this script, which wait until they are let through: what a slow line does to a page."""
    held = []
    page.route(re.compile(rf"/{script}[^/]*\.js$"), held.append)
    return held


def scored(page, loading, accessible):
    """What is answered is there after a reload, without anybody saving it; what lacks an answer is named."""
    expect(page.get_by_text("Please send us its number, Rita.")).to_be_visible()
    figure = page.get_by_label("How well was it worded?")
    figure.fill("9")
    page.unroute_all()
    loading.pop().continue_()
    expect(page.get_by_text("Enter a whole number from 1 to 5.")).to_be_visible()
    figure.fill("4")
    expect(page.get_by_test_id("score")).to_have_text("75 %")
    expect(page.get_by_test_id("missing")).to_contain_text("Was the customer greeted?")
    accessible(page)
    page.reload()
    expect(figure).to_have_value("4")
    page.get_by_test_id("complete").click()
    expect(page.get_by_test_id("wrong")).to_contain_text("Was the customer greeted?")
    page.get_by_role("radio", name="Yes").check()
    expect(page.get_by_test_id("score")).to_have_text("87.5 %")
    expect(page.get_by_test_id("missing")).to_have_text("")


def acknowledged(page, accessible):
    """Her desk counts it; she opens, reads and acknowledges it."""
    link = page.get_by_test_id("own-quality")
    expect(link).to_contain_text("1")
    link.click()
    accessible(page)
    page.get_by_test_id("own-card").get_by_role("link").click()
    expect(page.get_by_test_id("own-answers")).to_contain_text("87.5 %")
    accessible(page)
    page.get_by_label("Your comment").fill("Thank you")
    page.get_by_test_id("acknowledge").click()
    expect(page.get_by_text("You have acknowledged this scorecard.")).to_be_visible()
    expect(page.locator("[data-own-waiting]")).to_be_hidden()
    page.get_by_role("link", name="My recordings").first.click()
    accessible(page)
