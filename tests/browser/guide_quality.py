"""The pictures about quality in docs/supervisors.md: a card beside its conversation, and results over some weeks."""

from playwright.sync_api import expect

JUDGED = "from tests.browser.past_quality import judge; judge()"


def quality(product, page, kept):
    """A card of Alice's, half answered, and what she and Bob have reached."""
    product.manage("shell", "-v", "0", "-c", JUDGED)
    page.goto(f"{product.base}/quality/?state=in_progress")
    page.get_by_test_id("card").get_by_role("link").first.click()
    expect(page.get_by_test_id("score")).not_to_have_text("–")
    kept(page, "supervisors-scorecard")
    page.goto(f"{product.base}/quality/results/")
    expect(page.get_by_test_id("results")).to_contain_text("Bob Nakamura")
    kept(page, "supervisors-results")
