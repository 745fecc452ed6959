"""An administrator's work on people, in a browser: a role and its effect, an import, many at once, statuses."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playing import wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True


@pytest.fixture
def users(sign_in):
    """The list of users, open to an administrator."""
    return sign_in("admin", "/console/agents/agent/")


def test_a_role_is_made_given_and_takes_effect(users, sign_in, product, accessible):
    users.goto(f"{product.base}/console/agents/role/add/")
    users.get_by_label("Name").fill("Auditor")
    users.get_by_label("Audit", exact=True).check()
    accessible(users)
    users.get_by_role("button", name="Save", exact=True).click()
    users.goto(f"{product.base}/console/agents/agent/?q=carol")
    users.get_by_role("link", name=re.compile("Carol")).first.click()
    users.get_by_label("Auditor").check()
    users.get_by_role("button", name="Save", exact=True).click()
    carol = sign_in("carol", "/console/")
    expect(carol.get_by_role("heading", name="Changes", level=1)).to_be_visible()
    expect(carol.get_by_text("Auditor").first).to_be_visible()
    expect(carol.get_by_role("link", name="Users")).to_have_count(0)


def test_an_import_is_looked_through_before_it_is_done(users, product, accessible):
    users.get_by_role("link", name="Import").click()
    lines = "username;first_name;workgroups\ndora;Dora;Home Care\nbob;;Nowhere\n"
    send(users, lines)
    expect(users.get_by_text("There is no workgroup “Nowhere”.")).to_be_visible()
    accessible(users)
    users.get_by_role("link", name="Send another file").click()
    send(users, lines.replace("Nowhere", "Repairs"))
    users.get_by_test_id("confirm").click()
    expect(users.get_by_text("1 user is new, 1 was changed.")).to_be_visible()
    expect(users.get_by_role("link", name=re.compile("Dora"))).to_be_visible()


def send(page, text):
    file = {"name": "users.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="See what it would change").click()


def test_several_users_are_changed_together(users, accessible):
    for name in ("alice", "bob"):
        users.get_by_role("row", name=re.compile(name)).get_by_role("checkbox").check()
    users.get_by_role("button", name="Change together…").click()
    expect(users.get_by_role("heading", name="Change 2 users together")).to_be_visible()
    accessible(users)
    wide(users, 390)
    accessible(users, dark=False)
    users.get_by_label("Add to workgroup").select_option(label="Repairs")
    users.get_by_test_id("apply").click()
    expect(users.get_by_text("2 users were changed.")).to_be_visible()


def test_a_status_shows_its_icon_on_the_desk_and_lasts_in_the_console(sign_in, users, product, accessible):
    desk = sign_in("bob")
    desk.get_by_test_id("log-on").click()
    desk.get_by_test_id("status").click()
    choice = desk.get_by_role("menuitemradio", name=re.compile("^In a Meeting"))
    expect(choice.locator("use").first).to_have_attribute("href", "#i-people")
    expect(choice.get_by_text("Do not disturb")).to_be_attached()
    menu = desk.locator("#status-menu").bounding_box()
    accessible(desk)
    choice.click()
    expect(desk.get_by_test_id("status").locator("use").first).to_have_attribute("href", "#i-people")
    expect(desk.get_by_test_id("status").get_by_title("Do not disturb")).to_be_visible()
    desk.get_by_test_id("status").click()
    assert desk.locator("#status-menu").bounding_box() == menu, "nothing jumps"
    users.goto(f"{product.base}/console/agents/agent/?q=bob")
    users.get_by_role("link", name=re.compile("Bob")).first.click()
    expect(users.get_by_test_id("statuses")).to_contain_text("In a Meeting")
    accessible(users)
