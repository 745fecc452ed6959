"""What was done is played and judged: recordings and policies, questionnaires and scorecards, calibration."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import in_hand, take, whatsapp, wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
BOB_SUPERVISES = """UPDATE agents_membership SET supervises = true
    WHERE agent_id IN (SELECT id FROM agents_agent WHERE username = 'bob')"""
BOB_JUDGES = """INSERT INTO agents_agent_groups (agent_id, group_id)
    SELECT bob.id, group_id FROM agents_agent bob, agents_agent_groups JOIN agents_agent sam ON sam.id = agent_id
    WHERE bob.username = 'bob' AND sam.username = 'supervisor'"""


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


def docked(page, product, number, accessible, picture):
    """The same beside the interaction's details, in the Tracker and on its own page."""
    page.goto(f"{product.base}/supervision/tracker/?open={number}")
    dock, words = page.get_by_test_id("dock"), page.get_by_test_id("scene").filter(has_text="That is the tank seal")
    expect(dock).to_contain_text("Recording 1 of 2")
    expect(dock.get_by_test_id("unaltered")).to_be_visible()
    page.get_by_test_id("next-recording").click()
    expect(dock).to_contain_text("Recording 2 of 2")
    expect(dock.get_by_test_id("play")).to_be_focused()
    page.keyboard.press("End")
    expect(words).to_be_visible()
    expect(page.get_by_role("heading", name="Timeline")).to_be_hidden()
    accessible(page)
    picture(page, "docked")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(words).to_be_hidden()
    page.get_by_test_id("full-page").click()
    page.get_by_test_id("play-here").last.click()
    expect(dock).to_contain_text("Recording 2 of 2")
    expect(page.get_by_test_id("leave")).to_be_visible()


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
    duration, title = row.first.locator(".num").last, page.get_by_role("columnheader", name="Duration")
    assert abs(duration.bounding_box()["x"] - title.bounding_box()["x"]) < 1, "the columns are not in line"
    row.filter(has_text="Snippet").get_by_role("link").click()
    played(page, accessible, picture)
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_text("by policy")).to_be_visible()
    with page.expect_download() as exported:
        page.get_by_test_id("export-html").click()
    assert "That is the tank seal" in exported.value.path().read_text()
    docked(page, product, number, accessible, picture)
    own_played(at_her_desk, product, accessible)


def own_played(page, product, accessible):
    """Alice finds her part among her recordings, and plays it; nothing else may she do with it."""
    page.goto(f"{product.base}/mine/recordings/?cause=snippet")
    accessible(page)
    page.get_by_test_id("own-recording").get_by_role("link", name="Margit Olsen").click()
    words = page.get_by_test_id("scene").filter(has_text="That is the tank seal")
    expect(words).to_be_hidden()  # the player is there
    page.get_by_test_id("play").click()
    page.keyboard.press("ArrowRight")
    expect(words).to_be_visible()
    assert page.get_by_test_id("export-html").count() == page.get_by_test_id("archive").count() == 0


def test_a_policy_is_tried_written_and_switched(product, alice, sign_in, accessible):
    page = sign_in("admin", "/policies/")
    accessible(page)
    page.get_by_test_id("new-retention").click()
    page.get_by_label("Name").fill("A month")
    page.get_by_label("Action 1", exact=True).select_option("keep")
    page.get_by_label("Days, or the word, of action 1", exact=True).fill("30")
    expect(page.get_by_label("Action 3", exact=True)).to_be_hidden()
    page.get_by_label("Action 2", exact=True).select_option("purge")
    page.get_by_test_id("simulate").click()
    expect(page.get_by_test_id("result")).to_contain_text("Would do something now to 0 of")
    accessible(page)
    page.get_by_test_id("save").click()
    page.get_by_role("switch", name="“A month” is switched on").click()
    expect(page.get_by_role("switch", name="“A month” is switched on")).to_have_attribute("aria-checked", "true")
    page.goto(f"{product.base}/policies/new/security/")
    accessible(page)


def test_a_customer_is_erased(product, alice, sign_in, accessible, picture):
    """Olga asked for it, and said her number: the administrator does not know her."""
    alice.verb(in_hand(alice, product, "Olga", "351912557709", "Forget me, please"), "disconnect")
    page = sign_in("admin", "/erasure/?q=351912557709")
    accessible(page)
    page.get_by_test_id("customer").get_by_role("link").click()
    number = page.get_by_role("heading", level=1).inner_text().removeprefix("Customer ")
    page.get_by_label(f"Type “{number}” to erase him").fill(number)
    accessible(page)
    picture(page, "erasure")
    with page.expect_navigation():
        page.get_by_test_id("erase").click()

    def done():
        page.reload()
        return page.get_by_test_id("done").count() == 1

    product.eventually(done, "the erasure")
    page.goto(f"{product.base}/erasure/?q=351912557709")
    expect(page.get_by_text("Nobody fits.")).to_be_visible()


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
def handled(product, alice):
    """An interaction that Alice has ended."""
    taken = in_hand(alice, product, "Rita", "351912555031", "My grinder stopped")
    alice.reply(taken, "Please send us its number, Rita.")
    alice.verb(taken, "disconnect")
    return taken["id"]


def test_work_is_judged_its_agent_reads_it_and_judges_are_calibrated(handled, product, sign_in, accessible, picture):
    page = sign_in("supervisor", "/quality/questionnaires/")
    written(page)
    accessible(page)
    page.get_by_test_id("publish").click()
    expect(page.get_by_text("Version 1 is in use now.")).to_be_visible()
    page.goto(re.sub("/quality/.*", f"/quality/assign/{handled}/", page.url))
    accessible(page, dark=False)
    loading = held_back(page, "scoring")
    page.get_by_test_id("assign").click()
    scored(page, loading, accessible)
    picture(page, "scorecard")
    page.get_by_test_id("complete").click()
    page.get_by_test_id("sign-off").click()
    accessible(page, dark=False)
    expect(page.get_by_test_id("reopen")).to_have_count(0)
    tabs_fit(page, accessible)
    expect(page.get_by_test_id("card")).to_contain_text("Alice Fischer")
    acknowledged(sign_in("alice"), accessible)
    page.reload()
    expect(page.get_by_test_id("card")).to_contain_text("just now")
    product.sql(BOB_SUPERVISES), product.sql(BOB_JUDGES)
    page.goto(f"{product.base}/quality/assign/{handled}/")
    calibrated(page, sign_in("bob"), accessible, picture)


def calibrated(page, other, accessible, picture):
    """Two score the same, neither sees what the other gave; then both see where they differ."""
    page.get_by_role("radio", name="Several, each by himself").check()
    for name in ("Sam Lindqvist", "Bob Nakamura"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_test_id("assign").click()
    address = page.url
    page.get_by_test_id("own-card").click()
    judged(page, "5", "Yes")
    page.goto(address)
    expect(page.get_by_test_id("hidden")).to_contain_text("Sam Lindqvist")
    expect(page.get_by_text("%")).to_have_count(0)
    other.goto(address)
    other.get_by_test_id("own-card").click()
    judged(other, "3", "Yes")
    page.reload()
    expect(page.get_by_test_id("spread")).to_contain_text("87.5 %")
    expect(page.get_by_test_id("differences").get_by_role("row").nth(1)).to_contain_text("How well was it worded?")
    accessible(page)
    picture(page, "calibration")


def judged(page, figure, answer):
    """Answer both questions, and complete."""
    page.get_by_label("How well was it worded?").fill(figure)
    page.get_by_role("radio", name=answer).check()
    expect(page.get_by_test_id("missing")).to_have_text("")
    page.get_by_test_id("complete").click()
    expect(page.get_by_text("The scorecard is complete.")).to_be_visible()


def tabs_fit(page, accessible):
    """All pages about quality, on a telephone too."""
    for name in ("Results", "Satisfaction", "Calibrations", "Scorecards"):
        page.get_by_role("navigation", name="Quality").get_by_role("link", name=name).click()
        accessible(page, dark=name == "Results")
        wide(page, 390)
        wide(page, 1440)


def held_back(page, script):
    """Requests for this script, which wait until they are let through: what a slow line does to a page."""
    held = []
    page.route(re.compile(rf"/{script}[^/]*\.js$"), lambda route: held.append(route))
    return held


def scored(page, loading, accessible):
    """What is answered is there after a reload, without anybody saving it; what lacks an answer is named."""
    expect(page.get_by_text("Please send us its number, Rita.")).to_be_visible()
    figure = page.get_by_label("How well was it worded?")
    figure.fill("9")
    loading.pop().continue_()
    page.unroute_all()
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
    accessible(page, dark=False)
    page.get_by_test_id("own-card").get_by_role("link").click()
    expect(page.get_by_test_id("own-answers")).to_contain_text("87.5 %")
    accessible(page)
    page.get_by_label("Your comment").fill("Thank you")
    page.get_by_test_id("acknowledge").click()
    expect(page.get_by_text("You have acknowledged this scorecard.")).to_be_visible()
    expect(page.locator("[data-own-waiting]")).to_be_hidden()
