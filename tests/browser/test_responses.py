"""Responses in a real browser: the list over the composer, and the page on which they are managed (R67)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import take, whatsapp, wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
KIT = "We send you the kit today, Marta. It takes ten minutes, no tools needed"


def put_files(product, title, *names):
    """Let a response carry files, as if somebody had attached them."""
    code = f"""
from django.core.files.base import ContentFile
from workspace.models import Response
for name in {names!r}:
    row = Response.objects.get(title={title!r}).files.model(name=name, mime="image/png", size=72)
    row.response = Response.objects.get(title={title!r})
    row.file.save(name, ContentFile(b"\\x89PNG\\r\\n\\x1a\\n" + b"0" * 64))
"""
    product.manage("shell", "-c", code)


def uses(product, title):
    return product.sql(f"SELECT uses FROM workspace_response WHERE title = '{title}'")[0][0]


@pytest.fixture
def talk(alice, at_her_desk, product):
    """Opens a conversation with a customer who wrote; returns the page and its text field."""

    def opened(name, number, text):
        whatsapp(product, name, number, text=text)
        take(alice, product, at_her_desk, name)
        return at_her_desk, at_her_desk.get_by_test_id("composer-text")

    return opened


def selected(page):
    return page.evaluate("text.value.slice(text.selectionStart, text.selectionEnd)")


def test_a_slash_finds_a_response_and_puts_it_in(talk, product, picture, accessible):
    put_files(product, "Gasket kit, free of charge", "gasket-grey.png")
    page, field = talk("Marta Kowalczyk", "48601555014", "My Duo leaks. What can I do?")
    narrowing(page, field)
    accessible(page)
    picture(page, "canned")
    inserting(page, field)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("message").filter(has_text="It takes ten minutes").last).to_be_visible()
    product.eventually(lambda: uses(product, "Gasket kit, free of charge") == 1, "the use is counted")


def narrowing(page, field):
    """The list opens at the beginning of a word, and goes when somebody writes on."""
    listed, rows = page.get_by_test_id("canned"), page.get_by_test_id("canned-row")
    field.press_sequentially("either/or and 1 /")
    expect(rows.first).to_contain_text("My sign-off")  # one's own come first
    field.press_sequentially(" 2")
    expect(listed).to_be_hidden()
    field.fill("")
    field.press_sequentially("Hi Marta. /gask")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("/gasket")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("canned-"))


def inserting(page, field):
    """What goes in can be undone, the caret is at its end, its files come with it."""
    listed, rows = page.get_by_test_id("canned"), page.get_by_test_id("canned-row")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(field).to_have_value("Hi Marta. /gask")
    field.press_sequentially(" /gasket kit")
    expect(rows).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile(re.escape(KIT)))
    expect(page.locator("#chips")).to_contain_text("gasket-grey.png")
    assert page.evaluate("text.selectionStart === text.value.length")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Hi Marta. /gask /gasket kit")
    page.keyboard.press("Control+y")
    expect(field).to_have_value(re.compile(re.escape(KIT)))


def test_a_blank_that_nobody_knows_is_filled_in_before_anything_is_sent(talk, accessible):
    page, field = talk("Rosa Whitlock", "447700900123", "Where is my parcel?")
    left = page.get_by_test_id("blanks")
    field.focus()
    page.keyboard.press("Alt+/")
    page.get_by_test_id("canned-row").filter(has_text="Where is my parcel?").click()
    expect(left.get_by_role("button")).to_have_text(["parcel number", "day of delivery"])
    assert selected(page) == "{{ parcel number }}"
    expect(page.get_by_test_id("send")).to_have_attribute("aria-disabled", "true")
    accessible(page, dark=False)
    page.keyboard.type("BX-1")
    page.keyboard.press("Control+Enter")  # goes nowhere but to the next blank
    assert selected(page) == "{{ day of delivery }}"
    page.keyboard.type("Friday")
    expect(left).to_be_hidden()
    page.get_by_test_id("canned-open").click()
    expect(page.get_by_test_id("canned")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("message").filter(has_text="BX-1; it should be with you by Friday")).to_be_visible()


def test_responses_are_searched_written_copied_and_deleted(sign_in, picture, accessible):
    page = sign_in("alice", "/responses/")
    expect(page.get_by_test_id("response-row")).to_have_count(15)
    searching(page)
    picture(page, "responses")
    accessible(page)
    page.get_by_test_id("response-duplicate").click()
    writing(page, accessible)
    deleting(page)
    for width in (1024, 390):
        wide(page, width)
        picture(page, f"responses-{width}")


def searching(page):
    """Several words, with accents, by keys alone."""
    shown = page.get_by_test_id("response-preview")
    page.keyboard.press("/")
    page.get_by_test_id("response-words").press_sequentially("gerät dicht")
    expect(page.get_by_test_id("response-row")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(shown).to_contain_text("Dichtung, kostenlos")
    expect(shown.locator("mark.known")).to_have_text("Marta")
    expect(page.get_by_test_id("response-edit")).to_be_hidden()  # it is shared, and she has no right


def writing(page, accessible):
    """A copy of one's own is changed; what is wrong is said."""
    page.get_by_test_id("response-edit").click()
    page.get_by_label("Shortcut").fill("two words")
    page.get_by_test_id("response-save").click()
    expect(page.get_by_role("alert")).to_contain_text("Letters, digits and dashes")
    accessible(page)
    page.get_by_label("Shortcut").fill("meine")
    page.locator("[data-blank='{{ date }}']").click()
    page.get_by_label("Category").fill("Eigene / Teile")
    page.get_by_test_id("response-save").click()
    expect(page.get_by_test_id("response-preview")).to_contain_text("/meine")
    expect(page.get_by_role("navigation", name="Libraries")).to_contain_text("Teile")


def deleting(page):
    """It is asked first; the category goes with the last in it."""
    page.get_by_test_id("response-delete").click()
    expect(page.get_by_test_id("response-sure")).to_contain_text("Dichtung, kostenlos")
    page.get_by_test_id("response-delete-yes").click()
    expect(page.get_by_test_id("response-row")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Libraries")).not_to_contain_text("Teile")
    page.get_by_test_id("response-words").fill("nothing like this")
    expect(page.get_by_role("heading", name="Nothing fits")).to_be_visible()
