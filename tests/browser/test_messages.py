"""What messages carry, in a real browser: pictures and files both ways, templates, what becomes of a message."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from socialmedia.demo import NUMBER
from tests.browser.playing import PICTURE, fits_everywhere, photo, take, whatsapp

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPAIR = {
    "waba": NUMBER["waba"],
    "name": "repair_update",
    "language": "en_US",
    "category": "UTILITY",
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Your repair at Brewline"},
        {
            "type": "BODY",
            "text": "Hello {{1}}, there is news on your case {{2}}. May we send it here?",
            "example": {"body_text": [["Tomas", "88-4192"]]},
        },
        {"type": "FOOTER", "text": "Reply STOP to end messages"},
    ],
}


# Now, though the product may have read them a moment ago by itself.
READ = """
from channels_admin.models import Waba
from channels_admin.whatsapp import sync
sync.make_missing()
for waba in Waba.objects.select_related("account"):
    sync.sync(waba)
"""


@pytest.fixture(scope="module")
def templates(product):
    """An approved template, read from the platform."""
    product.sandbox.control("world", {"templates": [REPAIR]})
    product.manage("shell", "-c", READ)


def test_a_customers_picture_is_seen_and_shown_large(alice, at_her_desk, product, picture):
    page = at_her_desk
    whatsapp(product, "Ines Duarte", "351912555001", kind="image", content={"caption": "Here it is"}, file=PICTURE)
    take(alice, product, page, "Ines Duarte")
    message = page.get_by_test_id("message").filter(has_text="Here it is")
    shown = message.get_by_test_id("picture").locator("img")
    expect(shown).to_have_js_property("naturalWidth", 640)
    message.get_by_test_id("picture").click()
    large = page.get_by_test_id("light")
    expect(large.locator("#light-picture")).to_be_visible()
    picture(page, "light")
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(message.get_by_test_id("picture")).to_be_focused()


def test_what_a_message_carries_stands_under_it_in_words(alice, at_her_desk, product):
    page, number = at_her_desk, "351912555002"
    place = {"latitude": 38.7223, "longitude": -9.1393, "name": "Brewline Lisbon", "address": "Rua Augusta 1"}
    whatsapp(product, "Rui Costa", number, kind="location", content=place)
    take(alice, product, page, "Rui Costa")
    card = {"name": {"formatted_name": "Ana Duarte"}, "phones": [{"phone": "+351 912 555 099"}]}
    more = {"contacts": [card]}
    whatsapp(product, "Rui Costa", number, kind="contacts", more=more)
    whatsapp(product, "Rui Costa", number, kind="document", file={"kind": "file"})
    details = page.get_by_test_id("detail")
    expect(details.filter(has_text="Brewline Lisbon")).to_contain_text("38.7223, -9.1393")
    expect(details.filter(has_text="Ana Duarte")).to_contain_text("+351 912 555 099")
    paper = page.get_by_test_id("file")
    expect(paper).to_be_visible()
    with page.expect_download() as fetched:
        paper.click()
    assert fetched.value.path().stat().st_size > 0


ORDER = {
    "catalog_id": "7",
    "product_items": [{"product_retailer_id": "gasket-grey", "quantity": 2, "item_price": 4.5, "currency": "EUR"}],
    "text": "Please",
}


def happens(product, desk, taken, name, number, first):
    """An answer that is reacted to and quoted, then things of many kinds, an edit of the `first` message, a deletion."""
    ours = desk.reply(taken, "Which serial number is it?")
    desk.until_delivery(ours["id"], "sent", "delivered", "read")
    sent = product.sent(platform="whatsapp", to=number)[0]["id"]
    whatsapp(product, name, number, kind="reaction", content={"message_id": sent, "emoji": "❤️"})
    whatsapp(product, name, number, text="BD-2291", context=sent)
    for kind, content in (("audio", {}), ("sticker", {}), ("order", ORDER), ("unsupported", {"type": "poll_creation"})):
        whatsapp(product, name, number, kind=kind, content=content)
    gone = whatsapp(product, name, number, text="Never mind this")
    new = {"type": "text", "text": {"body": "It leaks at the left boiler"}}
    whatsapp(product, name, number, kind="edit", content={"original_message_id": first, "message": new})
    whatsapp(product, name, number, kind="revoke", content={"original_message_id": gone})


def test_what_becomes_of_a_message_shows_on_it(alice, at_her_desk, product, sign_in, picture):
    page, number, name = at_her_desk, "351912555006", "Ben Okafor"
    written = whatsapp(product, name, number, text="It leaks at the left boilr")
    taken = take(alice, product, page, name)
    happens(product, alice, taken, name, number, written)
    messages = page.get_by_test_id("message")
    expect(messages.filter(has_text="Which serial").get_by_test_id("reactions").first).to_have_text("❤️")
    expect(messages.filter(has_text="BD-2291").locator("[data-f=quote]")).to_contain_text("Which serial number is it?")
    expect(messages.filter(has_text="gasket-grey")).to_contain_text("2 ×")
    expect(page.get_by_test_id("detail").filter(has_text="cannot be shown here")).to_be_visible()
    expect(page.locator("[data-test=gone]:visible")).to_have_count(1)
    expect(page.get_by_text("Never mind this")).to_have_count(0)
    expect(messages.filter(has_text="left boiler").get_by_test_id("edited")).to_be_visible()
    fits_everywhere(sign_in, picture, f"{product.base}/#{taken['id']}", "messages")


def test_an_agents_picture_reaches_the_platform_once(alice, at_her_desk, product):
    page, number = at_her_desk, "351912555003"
    whatsapp(product, "Noor van Dijk", number, text="Which gasket is it?")
    take(alice, product, page, "Noor van Dijk")
    page.get_by_test_id("attach-file").set_input_files(
        photo(name="notes.svg", mimeType="image/svg+xml", buffer=b"<svg/>")
    )
    expect(page.locator("#file-wrong")).to_contain_text("does not take image/svg+xml")
    page.get_by_test_id("attach-file").set_input_files(photo())
    expect(page.get_by_test_id("chip")).to_contain_text("type-plate.png")
    page.get_by_test_id("composer-text").fill("The grey one")
    expect(page.get_by_test_id("send")).not_to_have_attribute("aria-disabled", "true")
    page.get_by_test_id("send").click()
    answer = page.get_by_test_id("message").filter(has_text="The grey one")
    expect(answer.get_by_test_id("picture").locator("img")).to_have_js_property("naturalWidth", 640)
    expect(page.get_by_test_id("chip")).to_have_count(0)
    sent = product.eventually(lambda: product.sent(platform="whatsapp", to=number), "the picture at the platform")
    assert [(one["text"], len(one["files"])) for one in sent] == [("The grey one", 1)]


def test_a_file_waits_with_the_draft_and_can_be_taken_out(alice, at_her_desk, product):
    page = at_her_desk
    whatsapp(product, "Elif Demir", "351912555004", text="Hello")
    taken = take(alice, product, page, "Elif Demir")
    page.get_by_test_id("attach-file").set_input_files(photo())
    expect(page.locator("[data-f=chip-share]")).to_be_hidden()
    page.reload()
    page.goto(f"{product.base}/#{taken['id']}")
    expect(page.get_by_test_id("chip")).to_contain_text("type-plate.png")
    page.get_by_test_id("chip-away").click()
    expect(page.get_by_test_id("chip")).to_have_count(0)
    expect(page.get_by_test_id("send")).to_have_attribute("aria-disabled", "true")


GIVEN = """(field, how) => {
  const data = new DataTransfer();
  data.items.add(new File(["Serial number BD-2291"], `${how}.txt`, { type: "text/plain" }));
  const more = { bubbles: true, cancelable: true };
  const event = how === "pasted" ? new ClipboardEvent("paste", { clipboardData: data, ...more })
    : new DragEvent("drop", { dataTransfer: data, ...more });
  field.dispatchEvent(event);
}"""


@pytest.mark.parametrize("how, number", [("pasted", "351912555007"), ("dropped", "351912555008")])
def test_a_file_can_be_pasted_and_dropped(alice, at_her_desk, product, how, number):
    page, name = at_her_desk, f"Somebody who {how}"
    whatsapp(product, name, number, text="Hello")
    take(alice, product, page, name)
    page.get_by_test_id("composer-text").evaluate(GIVEN, how)
    expect(page.get_by_test_id("chip")).to_contain_text(f"{how}.txt")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("message").get_by_test_id("file")).to_contain_text(f"{how}.txt")
    sent = product.eventually(lambda: product.sent(platform="whatsapp", to=number), "the file at the platform")
    assert [len(one["files"]) for one in sent] == [1]


def test_after_the_window_has_closed_a_template_goes_out(alice, at_her_desk, product, templates, picture):
    page, number = at_her_desk, "351912555005"
    whatsapp(product, "Tomas Ferreira", number, text="My Duo blinks")
    taken = take(alice, product, page, "Tomas Ferreira")
    written = f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d %H:%M:%S}"
    product.sql(f"UPDATE interactions_thread SET last_inbound_at = '{written}' WHERE id = {taken['thread']}")
    page.reload()
    expect(page.get_by_test_id("closed")).to_contain_text("The reply window has closed")
    page.get_by_test_id("choose-template").click()
    page.get_by_test_id("template-search").fill("repair")
    page.get_by_test_id("template").filter(has_text="repair update").click()
    expect(page.get_by_test_id("template-preview")).to_contain_text("there is news on your case")
    send = page.get_by_test_id("template-send")
    expect(send).to_have_attribute("aria-disabled", "true")
    blanks = page.get_by_test_id("placeholder")
    blanks.nth(0).fill("Tomas")
    blanks.nth(1).fill(str(taken["id"]))
    expect(page.get_by_test_id("template-preview")).to_contain_text(
        f"Hello Tomas, there is news on your case {taken['id']}"
    )
    picture(page, "template-picker")
    expect(send).not_to_have_attribute("aria-disabled", "true")
    send.click()
    expect(page.get_by_test_id("template-dialog")).to_be_hidden()
    expect(page.get_by_test_id("message").filter(has_text="there is news on your case")).to_be_visible()
    sent = product.eventually(lambda: product.sent(platform="whatsapp", to=number), "the template at the platform")
    assert len(sent) == 1
