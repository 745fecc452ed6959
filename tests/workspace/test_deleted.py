"""Deleted on the platform: gone for everybody, unless a setting keeps it for those with the right to see it (R12)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Change
from audit.rights import Right
from interactions import tasks
from interactions.models import Attachment, Deleted, Message, Revision
from platforms.base import Post, PostKind
from tests import company, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def care():
    return company.workgroup("Care")


@pytest.fixture
def channel(care):
    return company.channel(care)


@pytest.fixture
def alice(care):
    return company.agent("alice", care)


@pytest.fixture
def conversation(channel, alice, settings, tmp_path):
    """Alice has it in hand: "Hello" was edited to "My secret", has a file, and is deleted by `deletes`."""
    settings.MEDIA_ROOT = tmp_path
    interaction = company.connected(channel, alice, company.said("Hello", id="wamid.1"))
    told(channel, PostKind.EDIT, text="My secret")
    company.with_file(interaction.messages.get())
    return interaction


def told(channel, kind, **more):
    """The platform tells of a change of that message."""
    change = Post("wamid.1", timezone.now() + timedelta(seconds=1), kind, **more)
    company.writes(channel, replace(change, thread=""))


def deletes(channel, *, keep):
    """The customer deletes it, on a platform with this setting."""
    Deleted.objects.create(platform="whatsapp", keep=keep)
    told(channel, PostKind.DELETION)


def with_right(person):
    """He has the right See deleted messages."""
    person.user_permissions.add(Permission.objects.get(codename=Right.SEE_DELETED.codename))
    return person


def seen(page, interaction):
    """The message as his page gets it: in the conversation, page by page, and as an event."""
    path = f"interactions/{interaction.pk}/"
    event = page.get(f"{path}events/?after=0")["events"][-1]["message"]
    whole, paged = page.get(path)["messages"][0], page.get(f"{path}messages/")["messages"][0]
    assert whole == paged == event
    return whole


def test_without_the_setting_nothing_is_left_even_for_who_has_the_right(channel, alice, conversation, page):
    deletes(channel, keep=False)
    message = seen(page(with_right(alice)), conversation)
    assert (message["text"], message["attachments"], message["kept"]) == ("", [], False)
    assert message["deleted_at"] and not Attachment.objects.exists() and not Revision.objects.exists()


def test_what_is_kept_is_shown_with_words_files_and_wordings_to_who_has_the_right(channel, alice, conversation, page):
    deletes(channel, keep=True)
    desk = page(with_right(alice))
    message = seen(desk, conversation)
    assert (message["text"], message["kept"]) == ("My secret", True) and message["deleted_at"]
    assert desk.call("GET", f"files/{message['attachments'][0]['id']}/").status_code == 200
    wordings = desk.get(f"interactions/{conversation.pk}/messages/{message['id']}/revisions/")["revisions"]
    assert [one["text"] for one in wordings] == ["Hello", "My secret"]


def test_others_see_the_mark_alone_and_no_address_leads_to_the_rest(channel, alice, conversation, page):
    deletes(channel, keep=True)
    desk, file = page(alice), Attachment.objects.get()
    message = seen(desk, conversation)
    assert (message["text"], message["attachments"], message["kept"]) == ("", [], False) and message["deleted_at"]
    assert desk.call("GET", f"files/{file.pk}/").status_code == 404
    assert desk.call("GET", f"interactions/{conversation.pk}/messages/{message['id']}/revisions/").status_code == 404
    assert "secret" not in str(desk.get("desk/"))


def test_the_right_is_looked_up_once_however_much_is_kept(channel, alice, conversation, page):
    deletes(channel, keep=True)
    desk, path = page(with_right(alice)), f"interactions/{conversation.pk}/"
    desk.get(path)
    with CaptureQueriesContext(connection) as one:
        desk.get(path)
    for number in range(2, 9):
        company.writes(channel, company.said("And this", id=f"wamid.{number}"))
    Message.objects.update(deleted_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        assert all(message["kept"] for message in desk.get(path)["messages"])
    assert len(many) == len(one)


def history(client, interaction):
    """(details page, list, list of what is found by the word) as a supervisor gets them."""
    details = client.get(reverse("supervision:details", args=[interaction.pk])).content.decode()
    listed = client.get(reverse("supervision:tracker")).content.decode()
    found = client.get(reverse("supervision:tracker"), {"text": "secret"}).context["rows"]
    return details, listed, found


def test_the_history_shows_and_finds_it_for_who_has_the_right_only(channel, care, conversation, client):
    deletes(channel, keep=True)
    sam = factories.AgentFactory(username="sam", rights=["agents.tracker"], supervises=[care])
    client.force_login(sam)
    details, listed, found = history(client, conversation)
    assert "Deleted on the platform" in details and "secret" not in details + listed and found == []
    with_right(sam)
    details, listed, found = history(client, conversation)
    assert "Deleted on the platform" in details and "My secret" in details and "My secret" in listed
    assert [row["interaction"].pk for row in found] == [conversation.pk]


def test_switching_it_off_clears_what_was_kept(channel, conversation, client, django_capture_on_commit_callbacks):
    deletes(channel, keep=True)
    admin = factories.AgentFactory(username="ada", rights=["channels_admin.administer"])
    client.force_login(admin)
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("console:interactions_deleted_change", args=["whatsapp"])
        assert client.post(address, {"platform": "whatsapp"}).status_code == 302
    line = Change.objects.get(noun="interactions.deleted")
    assert (line.by, line.before, line.after) == (admin, {"keep": True}, {"keep": False})
    tasks.clear_deleted()
    message = conversation.messages.get()
    assert (message.text, message.carries, message.deleted) == ("", "", True)
    assert not Attachment.objects.exists() and not Revision.objects.exists()


def test_it_is_not_offered_for_x(client):
    client.force_login(factories.AgentFactory(rights=["channels_admin.administer"]))
    form = client.get(reverse("console:interactions_deleted_add")).content.decode()
    assert 'value="whatsapp"' in form and 'value="twitter"' not in form
    with pytest.raises(IntegrityError), transaction.atomic():
        Deleted.objects.create(platform="twitter", keep=True)
