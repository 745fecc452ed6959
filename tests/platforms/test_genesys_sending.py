"""WhatsApp through Genesys Cloud, against the sandbox: sending, finding again, tokens, what a connection lacks."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from platforms import download, genesys
from platforms.base import (
    Found,
    MediaKind,
    Outcome,
    PlatformError,
    PostKind,
    Receipt,
    TemplateMessage,
    Upload,
    Wire,
)
from platforms.genesys import integrations
from platforms.http import shared_client

from .conftest import outgoing
from .genesys_cloud import CUSTOMER, INTEGRATION, PNG, clouds


@pytest.fixture
def cloud(company):
    """The organization."""
    yield from clouds(company)


def test_an_answer_goes_into_the_open_conversation_and_its_fate_is_told(cloud):
    cloud.write("Hello?")
    cursor = cloud.fetch().cursor
    sent = genesys.send(cloud.wire, outgoing("Hello Sheena", to=CUSTOMER))
    page = cloud.fetch(cursor)
    own = next(post for post in page.posts if post.own and post.kind is PostKind.MESSAGE)
    assert (own.external_id, own.text, own.peer.id) == (sent.external_id, "Hello Sheena", CUSTOMER)
    assert [post.receipt for post in page.posts if post.kind is PostKind.RECEIPT] == [Receipt.SENT]
    cursor = page.cursor
    for status, receipt in (("delivery-success", Receipt.DELIVERED), ("read", Receipt.READ)):
        cloud.become(sent.external_id, status)
        page = cloud.fetch(cursor)
        assert [(post.external_id, post.receipt) for post in page.posts] == [(sent.external_id, receipt)]
        cursor = page.cursor
    assert cloud.fetch(cursor).posts == []


def test_a_message_that_was_not_delivered_says_why(cloud):
    cloud.write("Hello?", at=time.time() - 25 * 3600)
    cursor = cloud.fetch().cursor
    sent = genesys.send(cloud.wire, outgoing("Late", to=CUSTOMER))
    receipts = [post for post in cloud.fetch(cursor).posts if post.kind is PostKind.RECEIPT]
    assert [(post.external_id, post.receipt) for post in receipts] == [(sent.external_id, Receipt.FAILED)]
    assert "24 hours" in receipts[0].reason


def test_a_file_is_sent_with_its_words(cloud, tmp_path):
    cloud.write("Hello?")
    path = tmp_path / "bread.png"
    path.write_bytes(PNG)
    file = Upload(MediaKind.IMAGE, path, "bread.png", "image/png")
    sent = genesys.send(cloud.wire, outgoing("Our bread", to=CUSTOMER, media=(file,)))
    own = next(post for post in cloud.fetch().posts if post.own and post.kind is PostKind.MESSAGE)
    assert (own.external_id, own.text) == (sent.external_id, "Our bread")
    with download.fetched(cloud.wire, *genesys.locate(cloud.wire, own.media[0]), largest=1000) as content:
        assert content.read() == PNG


def test_a_template_reaches_a_customer_whose_conversation_has_ended_text_does_not(cloud):
    cloud.company.control("genesys/disconnect", {"id": cloud.write("Hello?")})
    with pytest.raises(PlatformError, match="only a template") as refused:
        genesys.send(cloud.wire, outgoing("Hi", to=CUSTOMER))
    assert refused.value.outcome is Outcome.MESSAGE_FAILED
    body = {"type": "body", "parameters": [{"type": "text", "text": "Sheena"}]}
    template = TemplateMessage("response-7", "en", (body,))
    sent = genesys.send(cloud.wire, outgoing("", to=CUSTOMER, template=template))
    assert (cloud.company.sent("genesys")[-1]["id"], cloud.company.sent("genesys")[-1]["text"]) == (
        sent.external_id,
        "response-7",
    )


def test_where_no_agent_is_connected_text_goes_without_one_and_a_file_is_refused(cloud, tmp_path):
    cloud.company.control("genesys/agent", {"id": cloud.write("Hello?"), "connected": False})
    sent = genesys.send(cloud.wire, outgoing("Hello Sheena", to=CUSTOMER))
    assert cloud.company.sent("genesys")[-1]["id"] == sent.external_id
    path = tmp_path / "bread.png"
    path.write_bytes(PNG)
    file = Upload(MediaKind.IMAGE, path, "bread.png", "image/png")
    with pytest.raises(PlatformError, match="a file cannot be sent"):
        genesys.send(cloud.wire, outgoing("", to=CUSTOMER, media=(file,)))


@pytest.mark.parametrize(("do", "found"), [("drop_after", Found.YES), ("drop", Found.NO)])
def test_whether_a_message_went_out_although_no_answer_came_is_found(cloud, do, found):
    cloud.write("Hello?")
    message = outgoing("Hello Sheena", to=CUSTOMER)
    cloud.company.fault(do, "/communications/[^/]+/messages$")
    with pytest.raises(PlatformError) as failure:
        genesys.send(cloud.wire, message)
    assert failure.value.outcome is Outcome.UNKNOWN
    search = genesys.find_sent(cloud.wire, message)
    assert search.found is found
    if found is Found.YES:
        assert search.sent.external_id == cloud.company.sent("genesys")[-1]["id"]
        assert genesys.find_sent(cloud.wire, message, {search.sent.external_id}).found is Found.NO


def test_in_a_conversation_that_has_ended_nobody_can_tell(cloud):
    cloud.company.control("genesys/disconnect", {"id": cloud.write("Hello?")})
    assert genesys.find_sent(cloud.wire, outgoing("Hi", to=CUSTOMER)).found is Found.CANNOT_TELL


def test_too_many_calls_are_waited_out_for_as_long_as_the_platform_says(cloud):
    cloud.company.control("rate_limits", {"rate_limits": "documented"})
    cloud.world(calls=1)
    page = cloud.fetch()
    assert (page.rate.limit, page.rate.left) == (1, 0)
    with pytest.raises(PlatformError) as failure:
        cloud.fetch()
    assert failure.value.outcome is Outcome.WAIT
    assert timedelta(0) < failure.value.retry_at - datetime.now(UTC) <= timedelta(seconds=62)


def test_an_error_names_the_reference_for_the_platforms_support(cloud):
    cloud.write("Hello?")
    with pytest.raises(PlatformError) as failure:
        genesys.send(cloud.wire, outgoing("x" * 2001, to=CUSTOMER))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    assert "2000" in failure.value.reason
    assert "reference" in failure.value.reason


def test_a_token_that_is_refused_suspends_the_account(cloud):
    wire = Wire(shared_client(), cloud.url, INTEGRATION, "no-token")
    with pytest.raises(PlatformError) as failure:
        genesys.fetch(wire, {}, 100, cloud.company.watch())
    assert failure.value.outcome is Outcome.ACCOUNT_SUSPENDED


def test_wrong_credentials_are_told_from_a_server_that_is_away(cloud):
    with pytest.raises(PlatformError, match="check them") as failure:
        genesys.grant(cloud.url, "client", "wrong")
    assert failure.value.outcome is Outcome.ACCOUNT_SUSPENDED
    with pytest.raises(PlatformError) as failure:
        genesys.grant("http://127.0.0.1:9", "client", "s3cret")
    assert failure.value.outcome is Outcome.RETRY


def test_many_who_ask_at_once_share_one_token(cloud):
    genesys.forget(cloud.url, "client", "s3cret")
    grants, start = [], threading.Barrier(8)

    def ask():
        start.wait()
        grants.append(genesys.grant(cloud.url, "client", "s3cret"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({grant.token for grant in grants}) == 1
    assert grants[0].expires_at > datetime.now(UTC) + timedelta(hours=20)
    genesys.forget(cloud.url, "client", "s3cret")
    assert genesys.grant(cloud.url, "client", "s3cret").token != grants[0].token


@pytest.mark.parametrize("user", [True, False])
def test_the_connection_check_names_everything_that_is_missing(cloud, user):
    cloud.world(user=user)
    assert genesys.connection_problems(cloud.wire) == []
    cloud.world(user=user, products=[], permissions=["messaging:whatsappIntegration:*"])
    problems = genesys.connection_problems(cloud.wire)
    assert len(problems) == 2
    assert "messagingPlatformWhatsApp" in problems[0]
    assert "messaging:message:send" in problems[1]


def test_integrations_are_listed_made_and_taken_away(cloud):
    made = integrations.create(cloud.wire, "Second", "+4930123456", "CERTIFICATE")
    assert made.phone in {one.phone for one in integrations.listed(cloud.wire)}
    with pytest.raises(PlatformError, match="already in use"):
        integrations.create(cloud.wire, "Twice", "+4930123456", "CERTIFICATE")
    integrations.delete(cloud.wire, made.id)
    integrations.delete(cloud.wire, made.id)
    assert made.id not in {one.id for one in integrations.listed(cloud.wire)}
