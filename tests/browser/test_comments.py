"""What can be done to comments, in a real browser: like, hide, edit, delete, answer in private."""

import re
import uuid

import httpx
import pytest
from playwright.sync_api import expect

from socialmedia.demo import PAGE
from tests.browser.playing import GONE, PICTURE, fits_everywhere, take

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def comment(alice, at_her_desk, product):
    """A post with a comment, in alice's hands and on her screen: (page, comment id, interaction)."""
    name = f"Marta {uuid.uuid4().hex[:6]}"
    control = product.sandbox.control
    given = {"page": PAGE["id"], "author": {"name": name}, "message": "My Duo leaks", "files": [PICTURE]}
    post = control("facebook/posts", given)
    said = control(
        "facebook/comments",
        {"object": post["id"], "author": {"name": name}, "message": "Every morning", "files": [PICTURE]},
    )
    product.poll_now()
    taken = take(alice, product, at_her_desk, name)
    return at_her_desk, said["id"], taken


def facebook(product, path):
    """What the platform says of one of its objects."""
    answer = httpx.get(f"{product.sandbox.url}/v23.0/{path}", params={"access_token": PAGE["token"]}, timeout=20)
    assert answer.is_success, answer.text
    return answer.json()


def test_like_hide_and_delete_are_done_on_the_platform(comment, product, sign_in, picture):
    page, number, taken = comment
    product.poll_now()
    said = page.get_by_test_id("message").filter(has_text="Every morning")
    said.get_by_test_id("more").click()
    picture(page, "menu")
    page.get_by_test_id("act-like").click()
    expect(said.get_by_test_id("liked")).to_be_visible()
    assert facebook(product, f"{number}/likes")["summary"]["has_liked"]
    said.get_by_test_id("more").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("act-unlike")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(said.get_by_test_id("hidden")).to_be_visible()

    page.get_by_test_id("composer-text").fill("We are sorry to hear that")
    page.get_by_test_id("send").click()
    ours = page.get_by_test_id("message").filter(has_text="We are sorry")
    expect(ours).to_contain_text(GONE)
    ours.get_by_test_id("more").click()
    page.get_by_test_id("act-delete").click()
    page.get_by_test_id("confirm-yes").click()
    expect(page.locator("[data-test=gone]:visible")).to_have_count(1)
    expect(page.get_by_text("We are sorry")).to_have_count(0)
    fits_everywhere(sign_in, picture, f"{product.base}/#{taken['id']}", "comments")


def test_our_own_answer_is_edited_and_its_first_wording_stays_to_be_read(comment, product):
    page, _, _ = comment
    page.get_by_test_id("composer-text").fill("Which serial numbr is it?")
    page.get_by_test_id("send").click()
    ours = page.get_by_test_id("message").filter(has_text="Which serial")
    expect(ours).to_contain_text(GONE)
    ours.get_by_test_id("more").click()
    page.get_by_test_id("act-edit").click()
    page.get_by_test_id("rewrite-text").fill("Which serial number is it?")
    page.get_by_test_id("rewrite-save").click()
    expect(ours).to_contain_text("Which serial number is it?")
    ours.get_by_test_id("edited").click()
    expect(page.get_by_test_id("wordings")).to_contain_text("Which serial numbr is it?")


def test_a_comment_is_answered_in_private_once(comment, product):
    page, _, _ = comment
    product.poll_now()
    said = page.get_by_test_id("message").filter(has_text="Every morning")
    said.get_by_test_id("answer-privately").click()
    expect(page.get_by_test_id("in-private-choice")).to_be_checked()
    page.get_by_test_id("composer-text").fill("Please send us your address")
    page.get_by_test_id("send").click()
    ours = page.get_by_test_id("message").filter(has_text="your address")
    expect(ours.get_by_test_id("in-private")).to_be_visible()
    expect(ours).to_contain_text(GONE)
    expect(said.get_by_test_id("answer-privately")).to_be_hidden()


def test_what_the_platform_refuses_is_said(comment, product):
    page, _, _ = comment
    product.poll_now()
    said = page.get_by_test_id("message").filter(has_text="Every morning")
    expect(said.get_by_test_id("more")).to_be_visible()
    fault = {"match": {"method": "POST", "path": "/likes$"}, "do": "error", "code": 368, "times": 1}
    product.sandbox.control("faults", fault)
    said.get_by_test_id("more").click()
    page.get_by_test_id("act-like").click()
    toast = page.get_by_test_id("toast")
    expect(toast).to_contain_text("The platform did not take the like. The platform blocked this")
    expect(said.get_by_test_id("liked")).to_be_hidden()
    assert not re.search(r"Liking…", said.inner_text())
