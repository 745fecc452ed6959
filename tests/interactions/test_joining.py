"""Comments that come before the post they are under: one conversation in the end, in whatever order they came."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from channels_admin.models import Platform
from interactions import changes
from interactions.intake import take_in
from interactions.models import Change, Interaction, Message, State, Thread
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOW = timezone.now() - timedelta(minutes=5)
POST = company.commented("Is anybody there?", id="110_1", at=NOW)
FIRST = company.commented("Me too", id="1_11", by="902", thread="1_11", under="110_1", at=NOW + timedelta(seconds=10))
SECOND = company.commented("And me", id="1_12", by="903", thread="1_12", under="110_1", at=NOW + timedelta(seconds=20))
BELOW = company.commented("Yes?", id="1_13", by="902", thread="1_11", under="1_11", at=NOW + timedelta(seconds=30))


@pytest.fixture
def wall(care):
    return company.channel(None, public=care, platform=Platform.FACEBOOK, address="110").feeds.get()


@pytest.mark.parametrize("order", list(permutations([POST, FIRST, SECOND, BELOW])))
def test_every_order_ends_in_one_conversation(order, wall):
    for post in order:
        take_in(wall, [post])
    assert Thread.objects.get().external_id == "110_1"
    parents = dict(Message.objects.values_list("external_id", "parent__external_id"))
    assert parents == {"110_1": None, "1_11": "110_1", "1_12": "110_1", "1_13": "1_11"}
    assert Interaction.objects.open().count() == 1
    assert not Message.objects.exclude(interaction__thread__external_id="110_1").exists()
    assert [one.external_id for one in Thread.objects.get().messages.order_by("platform_at")] == [
        *("110_1", "1_11", "1_12", "1_13")
    ]


def test_what_an_agent_has_in_hand_goes_on(wall, alice):
    take_in(wall, [FIRST])
    mine = company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    take_in(wall, [POST])
    mine.refresh_from_db()
    assert (mine.state, mine.thread.external_id, mine.unread) == ("connected", "110_1", 2)
    assert Interaction.objects.count() == 1


def test_under_a_post_of_the_companys_own_each_comment_stays_alone(wall):
    for post in (FIRST, SECOND, BELOW):
        take_in(wall, [post])
    assert Thread.objects.count() == 2 and Interaction.objects.open().count() == 2


NATIVE = company.commented("We look into it", id="1_14", own=True, author=None, thread="1_11", under="1_11", at=NOW)


def test_what_the_company_wrote_natively_may_come_before_the_comment_that_it_answers(wall, alice):
    take_in(wall, [NATIVE], told=True)
    take_in(wall, [NATIVE], told=True)
    assert not Message.objects.exists() and not Interaction.objects.exists()
    take_in(wall, [FIRST])
    assert changes.settle() == 1
    assert list(Message.objects.values_list("external_id", "parent__external_id", "outbound")) == [
        ("1_14", "1_11", True), ("1_11", None, False),
    ]  # fmt: skip
    assert Interaction.objects.get().messages.count() == 2
    take_in(wall, [NATIVE], told=True)
    assert Message.objects.count() == 2 and not Change.objects.exists()


def test_if_polling_was_faster_it_is_there_once(wall):
    take_in(wall, [NATIVE], told=True)
    take_in(wall, [FIRST])
    take_in(wall, [NATIVE])
    changes.settle()
    assert Message.objects.count() == 2


def test_what_polling_shows_again_and_again_leaves_nothing_behind(wall):
    take_in(wall, [NATIVE])
    assert not Change.objects.exists()


def test_what_is_written_under_the_companys_own_posts_is_forgotten_soon(wall):
    take_in(wall, [NATIVE], told=True)
    Change.objects.update(arrived_at=timezone.now() - timedelta(days=2))
    changes.sweep()
    assert not Change.objects.exists()
