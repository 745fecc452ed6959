"""The pictures of recordings and policies in docs/supervisors.md."""

from playwright.sync_api import expect

from interactions.models import Interaction
from supervision.policies.models import Policy
from supervision.recordings.sealing import record

FILL = "from tests.browser.guide_recordings import fill; fill()"
POLICIES = [
    ("initiation", "Complaints", True, {"keyword": "leak*"}, {"record": True}),
    ("initiation", "A tenth of the rest", True, {"sample": 10}, {"record": True}),
    (
        "retention",
        "Two years, of which the most in the archive",
        True,
        {},
        {
            "actions": [
                {"do": "keep", "value": 90},
                {"do": "purge_media"},
                {"do": "archive"},
                {"do": "keep", "value": 730},
                {"do": "purge"},
            ]
        },
    ),
]


def fill():
    """Policies as a company has them, and recordings of what ended."""
    Policy.objects.filter(name="Everything").update(active=False)
    for place, (kind, name, active, criteria, does) in enumerate(POLICIES, 2):
        Policy.objects.create(kind=kind, name=name, active=active, place=place, criteria=criteria, does=does)
    for pk in Interaction.objects.filter(state="disconnected").values_list("pk", flat=True):
        record(pk)


def recordings(product, page, kept):
    """A recording that was played to its end."""
    product.manage("shell", "-v", "0", "-c", FILL)
    page.goto(f"{product.base}/recordings/?cause=policy")
    page.get_by_test_id("recording").first.get_by_role("link").click()
    expect(page.get_by_test_id("unaltered")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("End")
    expect(page.get_by_test_id("clock")).not_to_contain_text("0:00 of")
    kept(page, "supervisors-player")


def policies(product, page, kept):
    """The three lists."""
    page.goto(f"{product.base}/policies/")
    kept(page, "supervisors-policies")
