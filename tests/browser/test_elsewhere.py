"""One post on X in two channels, in a real browser: each shows the other, and nobody answers twice without meaning it."""

import pytest
from playwright.sync_api import expect

from tests.browser.playing import GONE, take

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECOND = """
from agents.models import Workgroup
from channels_admin.models import Channel
first = Channel.objects.get(name="@brewline")
second = Channel.objects.create(name="Brewline repairs", platform=first.platform, account=first.account,
    addresses=["brewline"], keywords=["leaks"], conversation_workgroup=Workgroup.objects.get(name="Repairs"))
second.enable()
"""


@pytest.fixture
def carol(product):
    """Carol's connection; she is offered what comes to the repairs."""
    product.manage("shell", "-c", SECOND)
    product.sql("UPDATE channels_admin_channel SET poll_interval = 1000")
    return product.desk("carol").log_on()


def test_an_answer_is_confirmed_when_another_channel_has_answered(alice, carol, at_her_desk, product):
    page, words = at_her_desk, "@brewline my Duo leaks"
    product.sandbox.control("x/tweets", {"author": {"username": "inesd", "name": "Ines Duarte"}, "text": words})
    product.poll_now()
    other = carol.until_row(state="alerting")
    product.poll_now()
    take(alice, product, page, "Ines Duarte")
    taken = carol.verb(other, "pick-up")["interaction"]
    answer = carol.reply(taken, "@inesd Please send us your serial number")
    carol.until_delivery(answer["id"], "sent")
    page.reload()
    expect(page.get_by_test_id("elsewhere")).to_contain_text("Brewline repairs")
    expect(page.get_by_test_id("elsewhere")).to_contain_text("answered")

    page.get_by_test_id("composer-text").fill(
        "We are on it 👩‍👩‍👧‍👦 see https://brewline.example/a/long/address/of/a/page"
    )
    expect(page.get_by_test_id("count")).to_have_text(f"{len('We are on it ') + 2 + len(' see ') + 23} / 280")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("confirm-dialog")).to_contain_text("Carol Okafor has answered this already")
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("message").filter(has_text="We are on it")).to_contain_text(GONE)
    assert len(product.sent(platform="x")) == 2
