"""Which conversation a public post belongs to (R11)."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from channels_admin.models import Feed, Platform
from interactions import drain
from interactions.intake import take_in
from interactions.models import Interaction, Message, State, Thread
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(care):
    return company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")


@pytest.fixture
def handle(care):
    return company.channel(None, public=care, platform=Platform.TWITTER, address="5001")


def threads():
    """{text: the texts of its whole thread}."""
    return {m.text: {o.text for o in m.thread.messages.all()} for m in Message.objects.select_related("thread")}


def test_a_visitors_post_and_all_its_comments_are_one_conversation(page):
    company.writes(page, company.commented("Post", id="110_1"))
    company.writes(
        page,
        company.commented("Comment", by="902", id="110_2", thread="110_1", under="110_1"),
        company.commented("Answer", by="903", id="110_3", thread="110_1", under="110_2"),
    )
    interaction = Interaction.objects.get()
    assert [message.text for message in interaction.messages.all()] == ["Post", "Comment", "Answer"]
    assert str(interaction.customer) == "Visitor 901", "the author of what opened it"
    assert Message.objects.get(text="Answer").parent.text == "Comment"


def test_under_the_companys_own_post_every_top_level_comment_is_a_conversation(page):
    company.writes(page, *[company.commented(f"Comment {n}", by=str(n), thread=f"110_c{n}") for n in range(30)])
    company.writes(page, company.commented("Answer", by="99", thread="110_c7"))
    assert Interaction.objects.open().count() == 30
    assert Thread.objects.get(external_id="110_c7").messages.count() == 2


def test_a_post_joins_the_conversation_of_what_it_answers_where_we_know_that(handle):
    company.writes(handle, company.commented("First", id="1", thread="1"))
    company.writes(handle, company.commented("Second", id="2", thread="2", under="1"))
    company.writes(handle, company.commented("Third", id="3", thread="3", under="2"))
    assert threads()["Third"] == {"First", "Second", "Third"}
    assert Interaction.objects.open().count() == 1


def test_what_answers_something_we_never_saw_begins_a_conversation(handle):
    company.writes(handle, company.commented("Answer", id="9", thread="9", under="unknown"))
    message = Message.objects.get()
    assert (message.thread.external_id, message.parent) == ("9", None)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_a_branch_that_comes_in_one_batch_is_one_conversation_in_whatever_order_it_is_given(order, handle):
    now = timezone.now()
    branch = [
        company.commented("First", id="1", thread="1", at=now - timedelta(seconds=3)),
        company.commented("Second", id="2", thread="2", under="1", at=now - timedelta(seconds=2)),
        company.commented("Third", id="3", thread="3", under="2", at=now - timedelta(seconds=1)),
    ]
    company.writes(handle, *[branch[place] for place in order])
    assert threads()["First"] == {"First", "Second", "Third"}
    assert [message.parent and message.parent.text for message in Message.objects.all()] == [None, "First", "Second"]


def test_two_branches_are_two_conversations(handle):
    company.writes(handle, company.commented("One", id="1", thread="1"), company.commented("Two", id="2", thread="2"))
    company.writes(handle, company.commented("Under two", id="3", thread="3", under="2"))
    assert threads()["Under two"] == {"Two", "Under two"}


def test_the_same_tweet_in_two_channels_is_one_interaction_in_each(handle, care):
    other = company.channel(None, public=care, platform=Platform.TWITTER, address="5002")
    tweet = company.commented("Both", id="1", thread="1")
    for channel in (handle, other, handle):
        company.writes(channel, tweet)
    assert Interaction.objects.open().count() == 2
    assert Message.objects.count() == 2


def test_a_comment_that_the_platform_lets_nobody_answer_says_so(page):
    interaction = company.writes(page, company.commented(can_reply=False))[0]
    company.brought_to(State.CONNECTED, interaction, company.agent("alice", interaction.workgroup))
    assert "does not let this account answer" in interaction.closed_for(interaction.last_message)


def test_a_channel_that_does_not_watch_the_accounts_handle_gets_only_answers_in_its_conversations(handle):
    """X tells every channel of the account whoever mentions it; who is found by a keyword may answer us, too."""
    company.writes(handle, company.commented("Any good bread?", id="1"))
    Feed.objects.update(cursor={"ids": {"rival": "77"}})
    feed = Feed.objects.select_related("channel").get()
    told = [
        company.commented("@acme yes please", id="2", under="1"),
        company.commented("@acme hello", id="3", by="902"),
    ]
    take_in(feed, drain._for(feed, told), told=True)
    assert threads() == dict.fromkeys(("Any good bread?", "@acme yes please"), {"Any good bread?", "@acme yes please"})

    Feed.objects.update(cursor={"ids": {"rival": "77", "acme": "5001"}})
    feed.refresh_from_db()
    take_in(feed, drain._for(feed, told), told=True)
    assert Interaction.objects.count() == 2, "one that watches it gets all"
