"""The composer in a real browser: drafts, notes, calling back, emoji, and typing that nothing disturbs (R64a, R68, R69)."""

import uuid

import pytest
from playwright.sync_api import expect

from socialmedia.demo import PAGE
from tests.browser.playing import GONE, take, whatsapp

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = "The quick brown fox jumps over the lazy dog, 0123456789 times and a half; " * 3


def commented(product, name, said, on=None):
    """Somebody writes a post, or a comment on one; returns its id."""
    given = {"author": {"name": name}, "message": said}
    if on:
        return product.sandbox.control("facebook/comments", given | {"object": on})["id"]
    return product.sandbox.control("facebook/posts", given | {"page": PAGE["id"]})["id"]


def stored(alice, interaction, text):
    """Wait until the server has this draft."""
    path = f"interactions/{interaction['id']}/drafts/"
    alice.until(lambda desk: text in [one["text"] for one in desk.do("GET", path)["drafts"]], f"the draft {text!r}")


def said(page, text):
    """The message with these words."""
    return page.get_by_test_id("message").filter(has_text=text)


def words(page):
    """The field in which one writes."""
    return page.get_by_test_id("composer-text")


def each_message_has_a_draft_of_its_own(alice, page, taken):
    """They are kept on the server, and there again after a reload."""
    said(page, "Mine too").get_by_test_id("answer").click()
    words(page).fill("Hello Priya")
    said(page, "Same here").get_by_test_id("answer").click()
    expect(words(page)).to_have_value("")
    words(page).fill("Hello Jonas")
    stored(alice, taken, "Hello Priya")
    stored(alice, taken, "Hello Jonas")
    page.reload()
    expect(words(page)).to_have_value("Hello Jonas")
    said(page, "Mine too").get_by_test_id("answer").click()
    expect(words(page)).to_have_value("Hello Priya")
    said(page, "Same here").get_by_test_id("answer").click()
    expect(words(page)).to_have_value("Hello Jonas")


def two_windows_stay_in_step(alice, taken, page, other):
    """What is typed in one stands in the other; where both type at once no word is lost."""
    expect(words(other)).to_have_value("Hello Jonas")
    words(page).press("End")
    words(page).press_sequentially(", dear")
    expect(words(other)).to_have_value("Hello Jonas, dear")
    page.route(
        "**/drafts/", lambda route: route.abort("internetdisconnected")
    )  # what is typed here is kept a moment later
    words(page).fill("From here")
    words(other).fill("From there")
    expect(words(page)).to_have_value("From here")
    stored(alice, taken, "From there")
    page.unroute("**/drafts/")
    words(page).press_sequentially("!")
    expect(page.get_by_test_id("other-words")).to_contain_text("From there")
    expect(words(page)).to_have_value("From here!")
    expect(words(other)).to_have_value("From here!")
    page.get_by_test_id("other-insert").click()
    expect(words(page)).to_have_value("From here!\nFrom there")
    words(page).fill("From here")


def a_note_is_yellow_and_stays_inside(page, other, product, picture, accessible):
    """It is drawn in the flow and beside the customer, in both windows."""
    page.keyboard.press("Alt+n")
    expect(words(page)).to_be_focused()
    words(page).fill("Asked twice by phone")
    picture(page, "composer-note")
    accessible(page)
    page.keyboard.press("Control+Enter")
    for window in (page, other):
        expect(window.get_by_test_id("note")).to_contain_text("Asked twice by phone")
        expect(window.get_by_test_id("note-beside")).to_contain_text("Asked twice by phone")
    expect(words(page)).to_have_value("")
    page.keyboard.press("Alt+n")
    assert product.sent(platform="facebook", text="Asked twice by phone") == []


def a_reply_is_called_back_and_then_sent(alice, page, product, picture, accessible):
    """Its words are in the field again and nobody got them; left alone it goes out once."""
    expect(words(page)).to_have_value("From here")
    alice.do("PATCH", "settings/", {"undo_public": 20})
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("undo-bar")).to_contain_text("goes out in")
    expect(said(page, "From here")).to_have_count(1)
    picture(page, "composer-undo")
    accessible(page)
    page.keyboard.press("Alt+z")
    expect(words(page)).to_have_value("From here")
    expect(said(page, "From here")).to_have_count(0)
    assert product.sent(platform="facebook", text="From here") == []
    alice.do("PATCH", "settings/", {"undo_public": 1})
    page.keyboard.press("Control+Enter")
    expect(said(page, "From here")).to_contain_text(GONE)
    expect(page.get_by_test_id("undo-bar")).to_be_hidden()
    assert len(product.sent(platform="facebook", text="From here")) == 1


def test_drafts_notes_and_calling_back(alice, at_her_desk, product, picture, accessible):
    page, name = at_her_desk, f"Marta {uuid.uuid4().hex[:6]}"
    post = commented(product, name, "My Duo leaks")
    product.poll_now()
    taken = take(alice, product, page, name)
    commented(product, "Priya Nair", "Mine too", post)
    commented(product, "Jonas Weber", "Same here", post)
    product.poll_now()
    each_message_has_a_draft_of_its_own(alice, page, taken)
    other = page.context.new_page()
    other.goto(page.url)
    two_windows_stay_in_step(alice, taken, page, other)
    a_note_is_yellow_and_stays_inside(page, other, product, picture, accessible)
    other.close()
    a_reply_is_called_back_and_then_sent(alice, page, product, picture, accessible)


def test_fifty_messages_disturb_no_typing_and_emoji_go_where_the_caret_is(
    alice, at_her_desk, product, picture, accessible
):
    page, name, number = at_her_desk, f"Tomas {uuid.uuid4().hex[:6]}", f"3519{uuid.uuid4().int % 10**8:08}"
    whatsapp(product, name, number, text="Hello")
    taken = take(alice, product, page, name)
    field = page.get_by_test_id("composer-text")
    field.fill("beginend")
    field.evaluate("(field) => field.setSelectionRange(5, 5)")
    for place in range(50):
        page.keyboard.type(LONG[place * 4 : place * 4 + 4])
        whatsapp(product, name, number, text=f"message {place}")
    alice.until(lambda desk: desk.rows[taken["id"]]["unread"] >= 0 and "message 49" in str(desk.events), "all of them")
    expect(page.get_by_test_id("message").filter(has_text="message 49")).to_have_count(1)
    expect(field).to_have_value(f"begin{LONG[:200]}end")
    assert field.evaluate("(field) => field.selectionStart") == 205

    field.fill("Good morning")
    field.evaluate("(field) => field.setSelectionRange(4, 4)")
    page.get_by_test_id("emoji-button").click()
    expect(page.get_by_test_id("emoji-search")).to_be_focused()
    picture(page, "composer-emoji")
    accessible(page)
    page.keyboard.type("thumbs up")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Good👍 morning")
    expect(field).to_be_focused()
    stored(alice, taken, "Good👍 morning")
