"""The pictures of the agents' guide: Alice's day at Brewline, as docs/agents.md tells it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from socialmedia.demo import PAGE
from tests.browser.playing import whatsapp
from tests.browser.test_messages import READ, REPAIR

POST = "Third time this month: my Brewline Duo leaks under the left boiler. Is anybody at Brewline reading this?"
SAID = [
    ("Jonas Weber", "Same here. Started right after I descaled it, the tray is full every morning."),
    ("Priya Nair", "Mine did this until a friend swapped the boiler gasket. Could Brewline send those out?"),
]
ASKED = "Is it the grey gasket or the black one? The shop here has both."


def take_all(product, browser, sign_in, kept):
    """One picture after the other; `sign_in(page)` lets Alice in, `kept(page, name)` keeps one."""
    alice = _alice(product)
    tree, chat = _conversation(product, alice), _chat(product, alice)
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce")
    sign_in(page)
    conversation(product, page, tree, kept)
    whatsapp(
        product,
        "Elif Demir",
        "4917055500",
        text="Hello, my Duo grinds very loudly and then says E14. Guests come at six!",
    )
    alert(page, kept)
    slash(page, kept)
    dialogs(page, kept)
    notes(page, kept)
    template(product, page, chat, kept)
    responses(product, page, kept)
    elsewhere(product, browser, sign_in, (tree, chat), kept)


def _alice(product):
    """At her desk, with time to pick up; an approved template stands ready."""
    product.sql("UPDATE agents_workgroup SET offer_timeout = 99")
    product.sandbox.control("world", {"templates": [REPAIR]})
    product.manage("shell", "-c", READ)
    return product.desk("alice").log_on()


def _conversation(product, alice):
    """A post with comments, one answered, and another that is new."""
    control = product.sandbox.control
    made = control("facebook/posts", {"page": PAGE["id"], "author": {"name": "Marta Kowalczyk"}, "message": POST})
    product.poll_now()
    tree = alice.verb(alice.until_row(state="alerting", kind="facebook_posts"), "pick-up")["interaction"]
    for name, text in SAID:
        last = control("facebook/comments", {"object": made["id"], "author": {"name": name}, "message": text})
    product.poll_now()
    alice.until_text(SAID[0][1])
    asked = alice.until_text(SAID[1][1])["message"]
    answer = alice.reply(
        tree, "Good tip, Priya. We do send them, free of charge for every Duo built before June.", parent=asked["id"]
    )
    alice.until_delivery(answer["id"], "sent")
    control("facebook/comments", {"object": last["id"], "author": {"name": "Priya Nair"}, "message": ASKED})
    product.poll_now()
    alice.until_text(ASKED)
    return tree


def _chat(product, alice):
    """A chat, put on hold."""
    number, name = "351912555017", "Tomas Ferreira"
    whatsapp(product, name, number, text="My Duo blinks three times. Is that a repair under warranty?")
    row = alice.verb(alice.until_row(state="alerting", kind="whatsapp"), "pick-up")["interaction"]
    answer = alice.reply(row, "Three blinks mean that the thermostat has cut out. Which serial number is it?")
    alice.until_delivery(answer["id"], "read")
    whatsapp(product, name, number, text="BD-2291-0447. When can I bring it in?")
    alice.until_text("BD-2291-0447. When can I bring it in?")
    alice.verb(row, "hold")
    return row


def _open(product, page, row):
    page.goto(f"{product.base}/#{row['id']}")
    expect(page.get_by_test_id("message").last).to_be_visible()
    page.wait_for_timeout(300)  # the first draw scrolls to where one reads on


def conversation(product, page, tree, kept):
    """The tree, and who the customer is."""
    _open(product, page, tree)
    kept(page, "agents-conversation")
    kept(page.locator("#context"), "agents-customer")


def alert(page, kept):
    """A card that rings."""
    expect(page.get_by_test_id("card")).to_contain_text("Elif Demir")
    kept(page, "desk-1440-light")
    kept(page.get_by_test_id("card"), "agents-alert")


def slash(page, kept):
    """The list of responses over the composer."""
    field = page.get_by_test_id("composer-text")
    field.press_sequentially("Hi Priya, it is the grey one. /gas")
    expect(page.get_by_test_id("canned-row").nth(2)).to_be_visible()
    expect(page.get_by_test_id("canned-row").first).to_contain_text("Priya")  # the blanks are filled
    kept(page, "agents-slash")
    page.keyboard.press("Escape")
    field.fill("")
    page.get_by_role("button", name="Not now").click()  # whether the system may notify her


def dialogs(page, kept):
    """Handing over, the keys, the settings."""
    page.get_by_test_id("composer-text").blur()
    for key, dialog, name in (
        ("Alt+t", "#transfer", "transfer"),
        ("?", "#help", "keys"),
        ("Alt+,", "#settings", "settings"),
    ):
        page.keyboard.press(key)
        expect(page.locator(dialog)).to_be_visible()
        page.wait_for_timeout(300)
        kept(page, f"agents-{name}")
        page.keyboard.press("Escape")
        expect(page.locator(dialog)).to_be_hidden()


def notes(page, kept):
    """A note for colleagues, in the place of an answer."""
    page.keyboard.press("Alt+n")
    page.keyboard.type("Asked for a technician twice by phone, case 88-4127. Be quick and kind.")
    page.wait_for_timeout(300)
    kept(page, "agents-note")


def template(product, page, chat, kept):
    """What is left when the window has closed."""
    written = f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d %H:%M:%S}"
    product.sql(f"UPDATE interactions_thread SET last_inbound_at = '{written}' WHERE id = {chat['thread']}")
    _open(product, page, chat)
    page.get_by_test_id("resume").click()
    expect(page.get_by_test_id("closed")).to_contain_text("The reply window has closed")
    kept(page, "agents-closed")
    page.get_by_test_id("choose-template").click()
    page.get_by_test_id("template").filter(has_text="repair update").click()
    page.get_by_test_id("placeholder").first.fill("Tomas")
    expect(page.get_by_test_id("template-preview")).to_contain_text("Hello Tomas")
    kept(page, "agents-template")
    page.keyboard.press("Escape")


def responses(product, page, kept):
    """The page on which they are managed."""
    page.goto(f"{product.base}/responses/?q=gasket")
    page.get_by_test_id("response-row").first.click()
    expect(page.get_by_test_id("response-text")).to_be_visible()
    kept(page, "agents-responses")


def elsewhere(product, browser, sign_in, rows, kept):
    """The same in the dark and on a phone."""
    tree, chat = rows
    for row, name, size in ((chat, "chat-1440-dark", (1440, 900)), (tree, "desk-390-light", (390, 844))):
        size = {"width": size[0], "height": size[1]}
        page = browser.new_page(viewport=size, color_scheme=name.rpartition("-")[2], reduced_motion="reduce")
        sign_in(page)
        _open(product, page, row)
        kept(page, name)
