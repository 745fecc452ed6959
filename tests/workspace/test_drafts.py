"""What is typed and not sent: kept on the server, in step on all pages of its author, and nobody else's (R69)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from interactions.files import forget_unsent
from interactions.models import Attachment, Draft
from interactions.tasks import sweep_changes
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


@pytest.fixture
def desk(page, alice):
    return page(alice)


def typed(desk, interaction, text, *, base=0, status=200, **more):
    """What the page is answered that has typed this."""
    given = {"tab": "reply", "text": text, "base": base} | more
    answer = desk.call("PUT", f"interactions/{interaction.pk}/drafts/", given)
    assert answer.status_code == status, answer.content
    return answer.json()["draft"]


def kept(desk, interaction):
    """What a page that opens the conversation gets."""
    return [
        (draft["tab"], draft["target"], draft["text"])
        for draft in desk.get(f"interactions/{interaction.pk}/")["drafts"]
    ]


def test_it_is_there_in_another_browser(desk, interaction, page, alice):
    draft = typed(desk, interaction, " One mo")
    typed(desk, interaction, " One moment", base=draft["version"])
    typed(desk, interaction, "He bought it used", tab="note")
    assert kept(page(alice), interaction) == [("reply", 0, " One moment"), ("note", 0, "He bought it used")]


def test_each_message_that_is_answered_has_its_own(desk, interaction):
    typed(desk, interaction, "To one", target=7)
    typed(desk, interaction, "To another", target=8)
    assert kept(desk, interaction) == [("reply", 7, "To one"), ("reply", 8, "To another")]


def test_it_is_its_authors_alone(desk, interaction, page, care):
    typed(desk, interaction, "One moment")
    bob = company.agent("bob", care)
    interaction.transfer_to_agent(bob, interaction.owner)
    interaction.pick_up(bob)
    assert kept(page(bob), interaction) == []
    assert Draft.objects.get().text == "One moment"


def test_of_two_windows_that_type_neither_is_lost(desk, interaction):
    first = typed(desk, interaction, "From here")
    there = typed(desk, interaction, "From there", base=0, status=409)
    assert (there["text"], there["version"]) == ("From here", first["version"])
    typed(desk, interaction, "From there", base=there["version"])
    typed(desk, interaction, "From here too", base=first["version"], status=409)


def test_what_is_emptied_or_sent_is_gone(desk, interaction):
    draft = typed(desk, interaction, "One moment")
    assert typed(desk, interaction, "", base=draft["version"]) is None
    draft = typed(desk, interaction, "One moment")
    reply = {"uuid": str(uuid4()), "text": "One moment", "draft": draft["version"]}
    desk.post(f"interactions/{interaction.pk}/replies/", reply, 201)
    assert kept(desk, interaction) == []
    note = typed(desk, interaction, "He bought it used", tab="note")
    written = {"uuid": str(uuid4()), "text": "He bought it used", "draft": note["version"]}
    desk.post(f"interactions/{interaction.pk}/notes/", written, 201)
    assert kept(desk, interaction) == []


def test_what_was_typed_while_a_reply_went_out_stays(desk, interaction):
    sent = typed(desk, interaction, "One moment")
    typed(desk, interaction, "And then", base=sent["version"])
    reply = {"uuid": str(uuid4()), "text": "One moment", "draft": sent["version"]}
    desk.post(f"interactions/{interaction.pk}/replies/", reply, 201)
    assert kept(desk, interaction) == [("reply", 0, "And then")]


def file_of(agent, interaction):
    made = Attachment(agent=agent, interaction=interaction, kind="image", mime="image/png", size=3, state="kept")
    made.file.save("cup.png", ContentFile(b"png"))
    return made


def test_its_files_are_kept_with_it_and_only_ones_own(desk, interaction, alice, care):
    mine, his = file_of(alice, interaction), file_of(company.agent("bob", care), interaction)
    draft = typed(desk, interaction, "", files=[mine.pk, his.pk])
    assert [file["id"] for file in draft["files"]] == [mine.pk]
    Attachment.objects.update(made_at=timezone.now() - timedelta(days=2))
    forget_unsent()
    assert set(Attachment.objects.all()) == {mine}, "what belongs to a draft stays as long as it does"
    typed(desk, interaction, "Without it", base=draft["version"])
    forget_unsent()
    assert not Attachment.objects.exists()


def test_after_thirty_days_it_is_forgotten(desk, interaction):
    typed(desk, interaction, "One moment")
    Draft.objects.update(at=timezone.now() - timedelta(days=29))
    sweep_changes()
    assert Draft.objects.exists()
    Draft.objects.update(at=timezone.now() - timedelta(days=31))
    sweep_changes()
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_begin_at_the_same_moment_make_one_draft(queue, alice):
    interaction, start = company.connected(queue, alice), Barrier(4)

    def begin(text):
        start.wait()
        try:
            given = {"text": text, "private": False, "files": []}
            return Draft.objects.keep(alice, interaction, ("reply", 0), given, 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(begin, "abcd"))
    (won,) = [draft for draft, mine in answers if mine]
    assert Draft.objects.get() == won and {draft.text for draft, _mine in answers} == {won.text}


def test_what_a_picture_shows_is_kept_with_it_until_it_is_sent(desk, interaction, alice, page, care):
    file = file_of(alice, interaction)
    answer = desk.call("PUT", f"files/{file.pk}/", {"alt": " A cup "})
    assert (answer.status_code, answer.json()["attachment"]["alt"]) == (200, "A cup")
    assert page(company.agent("bob", care)).call("PUT", f"files/{file.pk}/", {"alt": "Mine"}).status_code == 404
