"""The page on which a person plays the customers."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.chromium import launched
from tests.sandbox.playing import ACME, NUMBER, PAGE


def state(sandbox, platform, channel, who=""):
    answer = sandbox.http.get("/customer/state", params={"platform": platform, "channel": channel, "who": who})
    return answer.json()["items"]


def test_the_page_is_strict_about_scripts(sandbox):
    answer = sandbox.http.get("/")
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    assert "<script>" not in answer.text and "style=" not in answer.text
    for name in ("page.css", "tokens.css", "page.js", "draw.js", "platforms.js", "glyphs.svg", "mark.svg"):
        assert sandbox.http.get(f"/static/customer/{name}").status_code == 200


def test_a_wall_shows_answers_below_what_they_answer(sandbox):
    post = {"page": PAGE, "author": {"name": "Ann"}, "message": "One"}
    above = sandbox.control("facebook/posts", post)["id"]
    body = {"object": above, "author": {"name": "Bob"}, "message": "Two"}
    comment = sandbox.control("facebook/comments", body)["id"]
    sandbox.graph("POST", f"{comment}/comments", data={"message": "Three"})
    shown = [(one["text"], one["depth"], one["company"]) for one in state(sandbox, "facebook", PAGE)]
    assert shown == [("One", 0, False), ("Two", 1, False), ("Three", 2, True)]


def test_x_shows_conversations(sandbox):
    first = sandbox.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme one"})["id"]
    sandbox.control("x/tweets", {"author": {"username": "bob"}, "text": "two", "in_reply_to": first})
    sandbox.control("x/tweets", {"author": {"username": "cid"}, "text": "three"})
    shown = [(one["text"], one["depth"]) for one in state(sandbox, "x", ACME)]
    assert shown == [("three", 0), ("@acme one", 0), ("@ann two", 1)]


def test_chats_show_one_customer_only(sandbox):
    for name, phone in (("Ann", "16505550001"), ("Bob", "16505550002")):
        hello = {"number": NUMBER, "from": phone, "name": name, "text": f"From {name}"}
        sandbox.control("whatsapp/messages", hello)
        sandbox.control("messenger/messages", {"page": PAGE, "from": {"name": name}, "text": f"From {name}"})
        direct = {"from": {"username": name}, "to": "acme", "text": f"From {name}"}
        sandbox.control("x/messages", direct)
    for platform, channel, who in (
        ("whatsapp", NUMBER, "16505550001"),
        ("messenger", PAGE, "Ann"),
        ("x_messages", ACME, "ann"),
    ):
        assert [one["text"] for one in state(sandbox, platform, channel, who)] == ["From Ann"]


@pytest.fixture
def page(sandbox):
    with sync_playwright() as playwright:
        browser = launched(playwright)
        opened = browser.new_page()
        opened.set_default_timeout(5000)
        opened.troubles = []
        opened.on("console", lambda said: opened.troubles.append(said.text) if said.type == "error" else None)
        opened.on("pageerror", lambda error: opened.troubles.append(str(error)))
        opened.goto(sandbox.url)
        yield opened
        assert opened.troubles == []
        browser.close()


def hook(page, name):
    return page.locator(f'[data-test="{name}"]')


@pytest.mark.browser
def test_a_person_writes_and_sees_the_company_answer(sandbox, page):
    hook(page, "tab-whatsapp").click()
    hook(page, "name").fill("Marta Kowalczyk")
    hook(page, "phone").fill("48601555014")
    expect(hook(page, "channel")).to_have_value(NUMBER)
    hook(page, "text").fill("My machine leaks")
    hook(page, "send").click()
    expect(hook(page, "item")).to_have_count(1)
    body = {"messaging_product": "whatsapp", "to": "48601555014", "type": "text", "text": {"body": "We are sorry"}}
    sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=body)
    answer = hook(page, "item").nth(1)
    expect(answer).to_contain_text("We are sorry")
    expect(answer).to_contain_class("company")


@pytest.mark.browser
def test_posting_commenting_and_tweeting_by_keyboard(sandbox, page):
    hook(page, "name").fill("Ann Berg")
    hook(page, "text").fill("Nobody answers")
    hook(page, "text").press("Control+Enter")
    expect(hook(page, "item")).to_have_count(1)
    hook(page, "reply").click()
    hook(page, "text").fill("Still nobody")
    hook(page, "text").press("Control+Enter")
    expect(hook(page, "item").nth(1)).to_have_attribute("data-depth", "1")
    hook(page, "tab-facebook").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(hook(page, "tab-x")).to_be_focused()
    expect(hook(page, "handle")).to_have_value("annberg")
    hook(page, "text").fill("@acme hello")
    hook(page, "send").click()
    expect(hook(page, "item")).to_contain_text("@acme hello")
    assert sandbox.x("GET", f"users/{ACME}/mentions").json()["data"][0]["text"] == "@acme hello"
