"""Licenses, the switch, attributes and hours as an administrator uses them; each page is fit for everybody."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMBEDDED = True
PARTS = ["--part", "I3_FEATURE_SOCIAL_MEDIA=1", "--part", "I3_ACCESS_ACD_SOCIAL_MEDIA=2"]


def choose(page, file):
    """Upload a license file and look at it."""
    page.get_by_label("License file").set_input_files(file)
    page.get_by_role("button", name="See what it contains").click()


def test_a_license_is_refused_where_it_was_changed_and_loaded_where_it_was_not(sign_in, product, accessible):
    file, tampered = product.folder / "small.license", product.folder / "tampered.license"
    product.manage("issue_license", "--customer", "Brewline Ltd", *PARTS, "--trust", "--out", str(file))
    whole = json.loads(file.read_text())
    whole["license"]["parts"][1]["count"] = 200
    tampered.write_text(json.dumps(whole))

    page = sign_in("admin", "/console/agents/license/load/")
    choose(page, tampered)
    expect(page.get_by_test_id("refused")).to_contain_text("Its signature does not fit what it says")
    accessible(page)
    choose(page, file)
    expect(page.get_by_text("4 assignments are suspended, the newest first")).to_be_visible()
    accessible(page)
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("The license of Brewline Ltd is in force.")).to_be_visible()
    expect(page.get_by_role("heading", name="Suspended assignments")).to_be_visible()
    accessible(page)


def test_social_media_is_switched_off_and_on_again(sign_in, accessible):
    page = sign_in("admin", "/console/")
    page.get_by_role("link", name="Social media on").click()
    expect(page.get_by_text("3 enabled channels are disabled at once.")).to_be_visible()
    accessible(page)
    page.get_by_test_id("switch-off").click()
    expect(page.get_by_role("link", name="Social media off")).to_be_visible()
    accessible(page)
    page.get_by_test_id("switch-on").click()
    expect(page.get_by_role("link", name="Social media on")).to_be_visible()


def test_a_bad_attribute_is_refused_and_a_good_one_taken(sign_in, accessible):
    page = sign_in("admin", "/console/attributes/")
    accessible(page)
    page.get_by_role("link", name="Brewline Home").click()
    page.get_by_label("PollInterval").fill("12")
    page.get_by_test_id("save").click()
    expect(page.get_by_text("greater than or equal to 1000. In force:")).to_be_visible()
    accessible(page)
    page.get_by_label("PollInterval").fill("9000")
    page.get_by_test_id("save").click()
    expect(page.get_by_text("“Brewline Home” is saved.")).to_be_visible()
    expect(page.get_by_label("PollInterval")).to_have_value("9000")
    page.get_by_role("link", name="Server Parameters").click()
    expect(page.get_by_text("Absent or 0 is off")).to_be_visible()
    accessible(page)


def test_hours_are_entered_and_a_reply_without_a_way_to_a_person_refused(sign_in, accessible):
    page = sign_in("admin", "/console/hours/")
    accessible(page)
    page.get_by_role("link", name="Home Care").click()
    page.get_by_label("Monday").fill("09:00-18:00")
    page.get_by_label("Out-of-hours reply").fill("We are closed.")
    page.get_by_test_id("save").click()
    expect(page.get_by_text("Name a way to a person in it")).to_be_visible()
    accessible(page)
    page.get_by_label("Out-of-hours reply").fill("We are closed. Write agent for a person.")
    page.get_by_test_id("save").click()
    expect(page.get_by_text("The hours of “Home Care” are saved.")).to_be_visible()
