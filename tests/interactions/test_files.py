"""Files and portraits of customers: fetched from the platform once, kept and served by us, and only from there."""

import base64
from dataclasses import replace

import pytest

from channels_admin.models import Platform
from interactions import files, pictures, polling
from interactions.intake import take_in
from interactions.models import Attachment, Identity, Interaction, State
from interactions.serializers import person
from platforms.base import Media, MediaKind
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def inbox(care, platform, settings, tmp_path):
    """The private side of a page."""
    settings.MEDIA_ROOT = tmp_path
    channel = company.channel(care, platform=Platform.FACEBOOK, address="110")
    channel.feeds.update(cursor={})
    return channel.feeds.get()


def polled(feed):
    feed.refresh_from_db()
    polling.poll(feed)


def test_a_customers_photo_is_fetched_and_served_to_his_agent_only(inbox, platform, alice, client):
    polled(inbox)
    photo = {"kind": "image", "data": base64.b64encode(PNG).decode(), "name": "cat.png", "mime": "image/png"}
    platform.control("messenger/messages", {"page": "110", "from": {"name": "Ann"}, "text": "Look", "files": [photo]})
    polled(inbox)
    attachment = Attachment.objects.get()
    assert attachment.state == Attachment.State.WAITING and attachment.url
    files.fetch(attachment.pk)
    attachment.refresh_from_db()
    assert (attachment.state, attachment.mime, attachment.size) == ("kept", "image/png", len(PNG))
    assert attachment.url == ""
    company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    client.force_login(alice)
    answer = client.get(f"/api/v1/files/{attachment.pk}/")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PNG)
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    client.force_login(company.agent("bob"))
    assert client.get(f"/api/v1/files/{attachment.pk}/").status_code == 404


def noted(feed, **media):
    """A message with a file that lies where `media` says."""
    said = company.said("Look", by="351900000001")
    take_in(feed, [replace(said, media=(Media(MediaKind.IMAGE, **media),))])
    return Attachment.objects.get()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a.png",
        "http://scontent.fbcdn.net/a.png",
        "https://fbcdn.net.example.com/a",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_fetched_from_elsewhere(address, inbox):
    attachment = noted(inbox, url=address)
    files.fetch(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.state == Attachment.State.FAILED
    assert "not the platform's" in attachment.reason


def test_a_file_that_cannot_be_had_yet_is_asked_for_again_later(inbox, platform):
    attachment = noted(inbox, url=f"{platform.url}/cdn/nothing-here")
    files.fetch(attachment.pk)
    company.passes(6, attachment)
    files.fetch(attachment.pk)
    attachment.refresh_from_db()
    assert (attachment.state, attachment.attempts) == ("waiting", 1 + 1)
    assert attachment.reason


def test_a_page_says_it_is_an_image_and_is_served_as_what_it_is(inbox, platform, client, alice):
    page = {"kind": "image", "data": base64.b64encode(b"<script>").decode(), "name": "a.png", "mime": "image/png"}
    polled(inbox)
    platform.control("messenger/messages", {"page": "110", "from": {"name": "Ann"}, "text": "Look", "files": [page]})
    polled(inbox)
    files.fetch(Attachment.objects.get().pk)
    company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    client.force_login(alice)
    answer = client.get(f"/api/v1/files/{Attachment.objects.get().pk}/")
    assert answer["Content-Type"] == "image/png" or "attachment" in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_portrait_is_fetched_once_and_shown_from_here(inbox, platform, client, alice):
    ann = replace(company.said().peer, picture=f"{platform.url}/cdn/portrait.png?signature=1")
    take_in(inbox, [company.said("Hello", peer=ann, author=ann)])
    identity = Identity.objects.get()
    assert identity.picture_url.endswith("signature=1")
    again = replace(ann, picture=ann.picture.replace("=1", "=2"))
    take_in(inbox, [company.said("Again", peer=again, author=again)])
    identity.refresh_from_db()
    assert identity.picture_url.endswith("signature=1")
    pictures.fetch(identity.pk)
    identity.refresh_from_db()
    assert not identity.picture and person(identity)["picture"] is None
    company.with_portrait(identity)
    identity.refresh_from_db()
    company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    client.force_login(alice)
    answer = client.get(person(identity)["picture"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
