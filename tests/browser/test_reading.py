"""Conversations of thousands open at once, nothing jumps, what was read is put away, one sees who is there."""

import time
import uuid

import pytest
from playwright.sync_api import expect

from socialmedia.demo import PAGE
from tests.browser.playing import PICTURE, take, whatsapp
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMMENTS = 5000
OPENS = 3000  # ms a slow and busy machine may take; the figure is printed
FILL = """
from interactions.models import Interaction
from tests import long_threads
long_threads.{kind}(Interaction.objects.get(pk={pk}), {count}, unread={unread})
"""
# From the click to the frame in which the words are on screen.
OPENING = """async ([id, words]) => {
  const begun = performance.now();
  location.hash = `#${id}`;
  const flow = document.getElementById("flow");
  const shown = () => [...flow.querySelectorAll(".said, .turn")].find((thing) => {
    const { top, bottom } = thing.getBoundingClientRect();
    const view = flow.getBoundingClientRect();
    return thing.textContent.includes(words) && bottom > view.top && top < view.bottom;
  });
  while (!shown()) {
    if (performance.now() - begun > 20000) return null;
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - begun;
}"""
# Where a message is on screen.
WHERE = """(words) => {
  const thing = [...document.querySelectorAll("#flow .said, #flow .turn")].find((one) => one.textContent.includes(words));
  return thing.getBoundingClientRect().top;
}"""
DRAWN = "document.querySelectorAll('#flow :is(.said, .turn):not(.far)').length"
PRESENT = "document.querySelectorAll('#flow :is(.said, .turn)').length"
SCROLL = "(to) => { document.getElementById('flow').scrollTop = to; }"


def fill(product, page, kind, interaction, count, unread):
    """Make the conversation long, behind the page's back; the page leaves it first."""
    page.goto(f"{product.base}/#")
    product.manage("shell", "-c", FILL.format(kind=kind, pk=interaction["id"], count=count, unread=unread))


@pytest.fixture
def post(alice, at_her_desk, product):
    """A post with 16 comments in alice's hands and on her screen: (page, interaction)."""
    name = f"Marta {uuid.uuid4().hex[:6]}"
    given = {"page": PAGE["id"], "author": {"name": name}, "message": "My Duo leaks", "files": [PICTURE]}
    product.sandbox.control("facebook/posts", given)
    product.poll_now()
    taken = take(alice, product, at_her_desk, name)
    fill(product, at_her_desk, "comments", taken, 16, 0)
    at_her_desk.goto(f"{product.base}/#{taken['id']}")
    return at_her_desk, taken


def comment(page, number):
    return page.get_by_test_id("message").filter(has_text=f"Comment {number}:")


def test_comments_are_read_put_away_and_opened_again(post, product, picture, accessible):
    page, taken = post
    branch = comment(page, 4)
    branch.get_by_test_id("read").click()
    expect(branch.get_by_test_id("unfold")).to_contain_text("3 replies")
    expect(comment(page, 5)).to_have_count(0)
    branch.get_by_test_id("unfold").click()
    expect(comment(page, 5)).to_be_visible()
    branch.get_by_test_id("fold").click()
    page.reload()
    expect(comment(page, 4).get_by_test_id("unfold")).to_be_visible()
    accessible(page)
    picture(page, "put-away")

    walk_by_keyboard(page)
    page.get_by_test_id("root").get_by_test_id("author").hover()
    expect(page.get_by_test_id("author-card")).to_contain_text("Facebook")
    boss = product.desk("supervisor")
    boss.connect()
    boss._say({"type": "look", "interaction": taken["id"], "typing": True})
    expect(page.get_by_test_id("present")).to_have_text("Sam Lindqvist is typing")
    boss.socket.close()
    expect(page.get_by_test_id("present")).to_be_hidden()


def walk_by_keyboard(page):
    """From message to message, put one away and back, answer it, put all away."""
    page.keyboard.press("Alt+g")
    page.keyboard.press("j")
    focused = page.locator("#flow [data-message]:focus")
    first = focused.get_attribute("data-message")
    page.keyboard.press("ArrowDown")
    expect(focused).not_to_have_attribute("data-message", first)
    page.keyboard.press("k")
    expect(focused).to_have_attribute("data-message", first)
    page.keyboard.press("Space")
    expect(focused.get_by_test_id("unfold")).to_be_visible()
    page.keyboard.press("Space")
    expect(focused.get_by_test_id("answer")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_test_id("composer-text")).to_be_focused()
    page.keyboard.press("Alt+a")
    expect(page.get_by_test_id("unfold")).to_have_count(4)


# The first message that is whole on screen: [its id, where it stands].
READ = """() => {
  const view = document.getElementById("flow").getBoundingClientRect();
  const thing = [...document.querySelectorAll("#flow .turn")].find((one) => one.getBoundingClientRect().top >= view.top);
  return [thing.dataset.message, thing.getBoundingClientRect().top];
}"""
PLACE = "(id) => document.querySelector(`#flow [data-message='${id}']`)?.getBoundingClientRect().top"


def test_a_long_chat_is_read_upwards_without_a_jump_and_found_again_where_it_was_left(post, alice, product):
    page, taken = post
    whatsapp(product, "Ines Long", "351912555771", kind="text", text="Hello")
    chat = take(alice, product, page, "Ines Long")
    fill(product, page, "private", chat, 700, 0)
    page.goto(f"{product.base}/#{chat['id']}")
    newest = page.get_by_test_id("message").filter(has_text="Comment 699:")
    expect(newest).to_be_in_viewport()
    page.evaluate(SCROLL, 3000)
    page.wait_for_timeout(300)
    number, before = page.evaluate(READ)
    present = page.evaluate(PRESENT)
    page.evaluate("document.getElementById('older').click()")
    wait_until(lambda: page.evaluate(PRESENT) > present, what="an earlier page")
    assert abs(page.evaluate(PLACE, number) - before) < 2
    whatsapp(product, "Ines Long", "351912555771", kind="text", text="Are you there?")
    expect(page.get_by_test_id("below")).to_have_text("1 unread below")
    assert abs(page.evaluate(PLACE, number) - before) < 2

    page.get_by_test_id("below").click()
    expect(page.get_by_test_id("below")).to_be_hidden()
    is_found_again(page, f"{product.base}/#{chat['id']}", f"{product.base}/#{taken['id']}")


def is_found_again(page, chat, other):
    """A place in the middle, after another conversation was on screen."""
    page.evaluate(SCROLL, 3000)
    expect(page.get_by_test_id("below")).to_have_text("Newest messages")
    page.wait_for_timeout(300)
    number, before = page.evaluate(READ)
    page.goto(other)
    expect(comment(page, 4)).to_be_visible()
    page.goto(chat)
    wait_until(lambda: abs((page.evaluate(PLACE, number) or 10_000) - before) < 2, what="the place that was left")


@pytest.fixture
def long_post(alice, at_her_desk, product):
    """A post in alice's hands and on her screen: (page, its id on the platform, interaction)."""
    name = f"Marta {uuid.uuid4().hex[:6]}"
    given = {"page": PAGE["id"], "author": {"name": name}, "message": "My Duo leaks"}
    made = product.sandbox.control("facebook/posts", given)
    product.poll_now()
    return at_her_desk, made["id"], take(alice, product, at_her_desk, name)


def test_five_thousand_comments_open_at_once_with_the_newest_unread_in_view(long_post, product, picture, accessible):
    page, number, taken = long_post
    fill(product, page, "comments", taken, COMMENTS, 40)
    took = page.evaluate(OPENING, [taken["id"], f"Comment {COMMENTS - 1}:"])
    print(f"5,000 comments opened in {took:.0f} ms")
    assert took is not None and took < OPENS
    expect(page.get_by_test_id("root")).to_contain_text(f"{COMMENTS:,}".replace(",", ""))
    assert page.evaluate(DRAWN) < 120 < page.evaluate(PRESENT)
    expect(page.get_by_test_id("hidden-answers").first).to_be_visible()
    picture(page, "thread-5000")
    accessible(page)

    page.get_by_test_id("below").click()
    nothing_moves(page, f"Comment {COMMENTS - 39}:", lambda: comes(product, number), 1)
    nothing_moves(page, f"Comment {COMMENTS - 39}:", lambda: earlier(page), 100)
    began = time.monotonic()
    while page.get_by_test_id("older").is_visible():
        assert time.monotonic() - began < 60, "not all comments were loaded"
        earlier(page)
    assert page.evaluate(PRESENT) == COMMENTS + 1 and page.evaluate(DRAWN) < 400


def comes(product, number):
    """A visitor comments."""
    product.sandbox.control("facebook/comments", {"object": number, "author": {"name": "Zoe"}, "message": "New here"})
    product.poll_now()


def earlier(page):
    """A page of earlier comments is asked for."""
    present = page.evaluate(PRESENT)
    page.evaluate("document.getElementById('older').click()")
    older = page.get_by_test_id("older")
    wait_until(lambda: page.evaluate(PRESENT) > present or older.is_hidden(), what="the earlier page")


def nothing_moves(page, words, happens, more):
    """What one reads stays where it is, to the pixel, while something happens that brings `more` comments."""
    before, present = page.evaluate(WHERE, words), page.evaluate(PRESENT)
    happens()
    wait_until(lambda: page.evaluate(PRESENT) >= present + more, what="the news")
    assert abs(page.evaluate(WHERE, words) - before) < 2
