"""What becomes of messages afterwards ends the same way, however often and in whatever order the platform tells of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels_admin.models import Platform
from interactions import changes
from interactions.intake import take_in
from interactions.models import (
    Alias,
    Attachment,
    Change,
    Deleted,
    Event,
    Interaction,
    Message,
    Reaction,
    Revision,
    State,
    Thread,
)
from platforms.base import Act, Media, MediaKind, Person, Post, PostKind, Sent
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
ANN, BEN = (
    Person("page_scoped", number, name=name, scope="110") for number, name in (("901", "Visitor 901"), ("902", "Ben"))
)


def later(seconds):
    return AT + timedelta(seconds=seconds)


def change(kind, seconds, to="110_1", **more):
    return Post(to, later(seconds), kind, **more)


@pytest.fixture
def wall(care):
    """A Facebook page's public side, which is there since before all that is said on it."""
    made = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    type(made).objects.filter(pk=made.pk).update(enabled_at=AT - timedelta(days=1))
    return made.feeds.get()


def told(feed, *posts):
    take_in(feed, list(posts))


def the_message():
    return Message.objects.get(external_id="110_1")


HELLO = company.commented("Helo", id="110_1", at=AT)


def test_an_edit_keeps_what_was_there_before(wall):
    told(wall, HELLO)
    told(wall, change(PostKind.EDIT, 60, text="Hello"))
    message = the_message()
    assert (message.text, message.edited_at) == ("Hello", later(60))
    assert [(one.at, one.text) for one in message.revisions.all()] == [(AT, "Helo"), (later(60), "Hello")]
    assert company.journal(Interaction.objects.get())[-1] == "changed"


def test_an_edit_may_put_a_picture_to_words_that_had_none(wall):
    picture = Media(MediaKind.IMAGE, "https://scontent.example/a.jpg", "77")
    told(wall, company.commented("Look", id="110_1", at=AT))
    for _time in range(2):
        told(wall, change(PostKind.EDIT, 60, text="Look here", media=(picture,)))
    assert (the_message().carries, the_message().attachments.get().external_id) == ("image", "77")


def test_an_edit_within_the_second_of_its_message_is_the_newer_one(wall):
    for text in ("Hello", "Hallo", "Hi"):
        posted = company.commented("Helo", id=f"110_{text}", at=AT)
        told(wall, posted, Post(f"110_{text}", AT, PostKind.EDIT, text=text))
        assert Message.objects.get(external_id=f"110_{text}").text == text


def test_a_change_that_comes_before_its_message_waits_for_it(wall):
    told(wall, change(PostKind.EDIT, 60, text="Hello"))
    assert Change.objects.get().text == "Hello" and not Message.objects.exists()
    told(wall, HELLO)
    assert changes.settle() == 1
    assert the_message().text == "Hello" and not Change.objects.exists()


def test_what_is_deleted_leaves_only_a_mark(wall, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    told(wall, HELLO, change(PostKind.EDIT, 60, text="Hello"))
    file = company.with_file(the_message())
    with django_capture_on_commit_callbacks(execute=True):
        told(wall, change(PostKind.DELETION, 90))
    message = the_message()
    assert (message.text, message.deleted_at, message.carries) == ("", later(90), "")
    assert not Revision.objects.exists() and not Attachment.objects.exists()
    told(wall, change(PostKind.EDIT, 95, text="Hello again"))
    assert the_message().text == ""
    assert file.file.storage.exists(file.file.name) is False


def test_a_platform_whose_setting_says_so_keeps_what_was_deleted(wall):
    Deleted.objects.create(platform="facebook", keep=True)
    told(wall, HELLO, change(PostKind.DELETION, 90))
    assert (the_message().text, the_message().deleted) == ("Helo", True)


def test_reactions_are_one_per_person_and_the_later_one_stands(wall):
    told(wall, HELLO, change(PostKind.REACTION, 5, author=ANN, reaction="👍"))
    told(
        wall,
        change(PostKind.REACTION, 9, author=ANN, reaction="❤"),
        change(PostKind.REACTION, 6, author=BEN, reaction="😮"),
    )
    told(wall, change(PostKind.REACTION, 7, author=ANN, reaction=""))
    assert dict(Reaction.objects.values_list("identity__name", "emoji")) == {"Visitor 901": "❤", "Ben": "😮"}
    told(wall, change(PostKind.REACTION, 10, author=ANN), change(PostKind.REACTION, 10, author=BEN))
    assert the_message().reacted is False


def test_a_message_that_comes_again_with_a_new_wording_was_edited(wall):
    told(wall, HELLO)
    again = replace(HELLO, text="Hello", edited_at=later(40), aliases=("110_2",))
    told(wall, again, again)
    assert (the_message().text, the_message().edited_at) == ("Hello", later(40))
    assert Alias.objects.get().message == the_message()
    told(wall, change(PostKind.DELETION, 90, to="110_2"))
    assert the_message().deleted


def test_a_change_opens_nothing_and_counts_as_nothing_said(wall):
    told(wall, HELLO)
    before = Interaction.objects.values("unread", "inbound_number", "customer_waits_since").get()
    told(wall, change(PostKind.EDIT, 60, text="Hello"), change(PostKind.REACTION, 61, author=BEN, reaction="👍"))
    assert Interaction.objects.values("unread", "inbound_number", "customer_waits_since").get() == before
    assert Thread.objects.count() == 1


def test_what_never_finds_its_message_is_forgotten_after_a_while(wall):
    told(wall, change(PostKind.DELETION, 90), change(PostKind.REACTION, 5, author=ANN, reaction="👍"))
    company.passes(2 * 86400, *Change.objects.all())
    changes.sweep()
    assert [one.kind for one in Change.objects.all()] == ["deletion"]
    company.passes(30 * 86400, *Change.objects.all())
    changes.sweep()
    assert not Change.objects.exists()


STORY = [
    HELLO,
    company.commented("Also", id="110_5", thread="110_1", under="110_1", at=later(20)),
    change(PostKind.EDIT, 60, text="Hello"),
    change(PostKind.EDIT, 70, text="Helo"),
    change(PostKind.EDIT, 70, text="Hallo", version="2"),
    change(PostKind.HIDING, 62, hidden=True),
    change(PostKind.HIDING, 64, hidden=False),
    change(PostKind.REACTION, 5, author=ANN, reaction="👍"),
    change(PostKind.REACTION, 7, author=ANN, reaction=""),
    change(PostKind.REACTION, 7, author=BEN, reaction="😮", to="110_5"),
    change(PostKind.EDIT, 80, text="Also this", to="110_5"),
    replace(HELLO, text="Hello there", edited_at=later(75), aliases=("110_3",)),
]
DELETED = [*STORY, change(PostKind.DELETION, 50, to="110_5")]


def end_state():
    """All that is left of a story, less the order in which it came."""
    messages = Message.objects.order_by("external_id").values(
        "external_id", "text", "edited_at", "deleted_at", "hidden", "reacted", "thread__external_id", "carries"
    )
    revisions = Revision.objects.values_list("message__external_id", "at", "text").order_by(
        "message__external_id", "at"
    )
    reactions = Reaction.objects.values_list("message__external_id", "identity__name", "emoji")
    return list(messages), sorted(revisions), sorted(reactions), Change.objects.count(), Interaction.objects.count()


def everything_forgotten():
    Interaction.objects.update(last_message=None)
    for model in (Revision, Reaction, Alias, Change):
        model.objects.all().delete()
    Message.objects.update(interaction=None)
    Interaction.objects.all().delete()
    Message.objects.exclude(parent=None).delete()
    Message.objects.all().delete()
    Thread.objects.all().delete()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=settings.default.max_examples // 8,  # each example is a database
)
@given(data=st.data())
@pytest.mark.parametrize("story", [STORY, DELETED], ids=["edited", "deleted"])
def test_every_order_and_repetition_ends_in_the_same_rows(wall, story, data):
    everything_forgotten()
    told(wall, *story)
    changes.settle()
    expected = end_state()
    everything_forgotten()
    order = data.draw(st.permutations(story + data.draw(st.lists(st.sampled_from(story), max_size=6))))
    cut = data.draw(st.integers(0, len(order)))
    for batch in (order[:cut], order[cut:]):
        told(wall, *batch)
    changes.settle()
    assert end_state() == expected


def test_a_file_is_noted_with_its_message(wall):
    photo = Media(MediaKind.IMAGE, url="https://scontent.fbcdn.net/1.jpg", alt="A cat")
    told(wall, replace(HELLO, media=(photo,)))
    assert the_message().carries == "image"
    assert list(Attachment.objects.values_list("kind", "url", "alt", "state")) == [
        ("image", "https://scontent.fbcdn.net/1.jpg", "A cat", "waiting")
    ]


def test_our_own_edit_that_the_platform_tells_of_is_no_second_one(wall, alice):
    told(wall, HELLO)
    interaction = company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    reply = company.answers(interaction, alice, "Which numbr?")
    reply.claim()
    reply.settle(Sent("110_9", timezone.now()))
    message = Message.objects.get(external_id="110_9")
    changes.done(message, Act.EDIT, "Which number?")
    told(wall, Post("110_9", timezone.now(), PostKind.EDIT, text="Which number?"))
    message.refresh_from_db()
    assert [one.text for one in message.revisions.all()] == ["Which numbr?", "Which number?"]
    lines = Event.objects.filter(kind="changed", message_id=message.pk).values_list("data__state", flat=True)
    assert list(lines) == ["rewritten"]
    told(wall, Post("110_9", timezone.now() + timedelta(hours=1), PostKind.EDIT, text="Edited by staff"))
    message.refresh_from_db()
    assert message.text == "Edited by staff"
