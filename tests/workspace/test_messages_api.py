"""What the composer asks of the server: lengths, facts for templates, what became of acts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from channels_admin.models import Platform
from interactions.models import Action
from platforms.base import Act
from tests import company
from tests.servers import wait_until
from workspace.ranges import span

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice, company.said("Hello", name="Ines Duarte"))


@pytest.mark.parametrize(
    "kind, text, length",
    [
        ("x_posts", "see https://example.com/a/very/long/path?with=query", 27),
        ("x_posts", "ok 👩‍👩‍👧‍👦", 5),
        ("x_posts", "日本", 4),
        ("whatsapp", "hello", 5),
        ("facebook_posts", "", 0),
    ],
)
def test_a_text_is_counted_the_platforms_way(page, alice, kind, text, length):
    assert page(alice).post("lengths/", {"kind": kind, "text": text}) == {"length": length}


def test_an_unknown_kind_of_thread_is_not_counted(page, alice):
    assert page(alice).call("POST", "lengths/", {"kind": "pigeon", "text": "hello"}).status_code == 400


def test_the_composer_knows_what_a_template_can_be_filled_in_with(page, alice, interaction):
    facts = page(alice).get(f"interactions/{interaction.pk}/")["composer"]["facts"]
    assert facts == {"customer_name": "Ines Duarte", "account_number": "", "case_number": str(interaction.pk)}


def test_why_an_act_failed_can_be_asked(page, alice, interaction):
    message = interaction.messages.get()
    desk, path = page(alice), f"interactions/{interaction.pk}/acts/"
    desk.post(path, {"message": message.pk, "act": "react", "text": "👍"}, status=202)
    action = Action.objects.get()
    action.claim()
    action.fail("131026", "The customer cannot be reached.")
    (found,) = desk.get(f"{path}?message={message.pk}")["acts"]
    assert (found["act"], found["state"]) == (Act.REACT, "failed")
    assert found["reason"] == "The customer cannot be reached."
    assert desk.call("GET", f"{path}?message=x").status_code == 404


@pytest.mark.parametrize(
    "asked, status, words, part",
    [
        ("", 200, b"0123456789", None),
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
    ],
)
def test_a_player_can_begin_anywhere_in_a_file(page, alice, interaction, asked, status, words, part):
    file = company.with_file(interaction.messages.get(), "0123456789")
    answer = page(alice).http.get(f"/api/v1/files/{file.pk}/", headers={"Range": asked} if asked else {})
    assert answer.status_code == status
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]) == words
    assert (answer.headers.get("Content-Range"), answer["Accept-Ranges"]) == (part, "bytes")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("first, last, found", [("", "", None), ("5", "2", None), ("", "0", ()), ("", "99", (0, 9))])
def test_odd_ranges(first, last, found):
    assert span(first, last, 10) == found


def test_a_post_that_may_not_be_answered_says_so_before_anyone_types(care, alice, page):
    channel = company.channel(None, public=care, platform=Platform.TWITTER, address="acme")
    found = company.commented("Their machines are loud", can_reply=False)
    interaction = company.connected(channel, alice, found)
    path = f"interactions/{interaction.pk}/"
    composer = page(alice).get(path)["composer"]
    assert (composer["open"], composer["reason"]) == (False, "The platform does not let this account answer this post.")
    company.writes(channel, company.commented("@acme are they?", under=found.external_id))
    assert page(alice).get(path)["composer"]["open"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_being_sent_from_another_page_is_not_taken_away(page, alice, interaction):
    """The one page sends it, the other takes it out at the same moment."""
    file = company.with_file(interaction.messages.get(), agent=alice, interaction=interaction)
    file.unsend()
    desk = page(alice)
    waits = "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as looker:
            file.send_with(interaction.messages.get(), 0)
            answer = pool.submit(_alone, desk.call, "DELETE", f"files/{file.pk}/")
            wait_until(lambda: looker.execute(waits).fetchone(), what="the other page to wait")
        assert answer.result(20).status_code == 404
    file.refresh_from_db()
    assert file.message and file.file.read() == b"words"


def _alone(job, *given):
    """On a connection of its own, which is closed afterwards."""
    try:
        return job(*given)
    finally:
        connections.close_all()
