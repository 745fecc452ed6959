"""The pages as people see them, at three widths in both themes. The pictures under test-results/ are made to be looked at."""

import pytest
from playwright.sync_api import expect

from socialmedia.demo import NUMBER, PAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
WIDTHS = {1440: 900, 1024: 768, 390: 844}
STORY = [
    ("Jonas Weber", "Same here. Started right after I descaled it, the tray is full every morning."),
    (
        "Priya Nair",
        "Mine did this until a friend swapped the boiler gasket. Took ten minutes. Could Brewline send those out?",
    ),
]


@pytest.fixture(scope="module")
def busy(product):
    """Alice at work: a public conversation, a chat on hold, and an offer that rings."""
    product.sql("UPDATE agents_workgroup SET offer_timeout = 600")
    alice = product.desk("alice").log_on()
    post = "Third time this month: my Brewline Duo leaks under the left boiler. Is anybody at Brewline reading this?"
    made = product.sandbox.control(
        "facebook/posts", {"page": PAGE["id"], "author": {"name": "Marta Kowalczyk"}, "message": post}
    )
    product.poll_now()
    tree = take(alice, kind="facebook_posts")
    for name, text in STORY:
        product.sandbox.control("facebook/comments", {"object": made["id"], "author": {"name": name}, "message": text})
    product.poll_now()
    asked = alice.until_text(STORY[1][1])["message"]
    alice.until_text(STORY[0][1])
    answer = alice.reply(tree, "Good tip, Priya. We do send them, free of charge.", parent=asked["id"])
    alice.until_delivery(answer["id"], "sent")
    chat = _chat(product, alice)
    alice.verb(chat, "hold")
    whatsapp(product, "Elif Demir", "4917055500", "Hello, is there anybody? My Uno does not heat.")
    alice.until_row(state="alerting")
    return tree, chat


def take(desk, **facts):
    """Pick up what rings."""
    offered = desk.until_row(state="alerting", **facts)
    return desk.verb(offered, "pick-up")["interaction"]


def whatsapp(product, name, number, text):
    """A customer writes on WhatsApp."""
    given = {"number": NUMBER["id"], "from": number, "name": name, "text": text}
    product.sandbox.control("whatsapp/messages", given)


def _chat(product, desk):
    whatsapp(product, "Tomas Ferreira", "351912555017", "My Duo blinks three times. Here is the sound it makes.")
    row = take(desk, kind="whatsapp")
    reply = desk.reply(row, "Thank you: three blinks mean the thermostat has cut out. Which serial number is it?")
    desk.until_delivery(reply["id"], "read")
    whatsapp(product, "Tomas Ferreira", "351912555017", "BD-2291-0447. And is that a repair under warranty?")
    desk.until_text("BD-2291-0447. And is that a repair under warranty?")
    return row


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_fits_every_width_in_both_themes(busy, sign_in, product, picture, width, scheme):
    """Nothing is wider than its window, and what was said is there."""
    for name, interaction in zip(("tree", "chat"), busy, strict=True):
        page = sign_in("alice", width=width, height=WIDTHS[width], color_scheme=scheme)
        page.goto(f"{product.base}/#{interaction['id']}")
        expect(page.get_by_test_id("message").last).to_be_visible()
        picture(page, f"desk-{name}-{width}-{scheme}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_with_its_alert_comes_first_on_every_width(busy, sign_in, picture, width):
    page = sign_in("alice", width=width, height=WIDTHS[width])
    expect(page.get_by_test_id("card")).to_contain_text("Elif Demir")
    picture(page, f"list-{width}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username, path", [("admin", "/console/"), ("supervisor", "/supervision/tracker/")])
def test_console_and_history_fit_every_width(busy, sign_in, picture, username, path, width):
    page = sign_in(username, path, width=width, height=WIDTHS[width])
    expect(page.locator("h1").first).to_be_visible()
    picture(page, f"{path.strip('/').replace('/', '-')}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


CONSOLE = [
    "channels_admin/channel/",
    "channels_admin/channel/add/",
    "channels_admin/channel/1/change/",
    "channels_admin/account/1/change/",
    "channels_admin/platformapp/1/change/",
    "agents/agent/3/change/",
    "agents/workgroup/1/change/",
    "agents/license/",
    "audit/change/",
]


def test_every_kind_of_console_page_keeps_to_the_content_security_policy(busy, sign_in, product, picture):
    """What a page complains of on its console fails the test, forbidden scripts and styles among it."""
    page = sign_in("admin", "/console/")
    for path in CONSOLE:
        answer = page.goto(f"{product.base}/console/{path}")
        assert answer.status == 200, path
        expect(page.locator("h1").first).to_be_visible()
        picture(page, "console-" + path.strip("/").replace("/", "-"))
