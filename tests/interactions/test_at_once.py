"""Two at the same moment, in threads with connections of their own: one wins, and nothing is lost or done twice (R53)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from channels_admin.models import Feed
from interactions import outbox
from interactions.models import Interaction, Message, NotAllowed, State
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def together(*works):
    """Begin these at the same moment; returns what each returned, or the refusal it met."""
    start = threading.Barrier(len(works))

    def run(work):
        start.wait()
        try:
            return work()
        except NotAllowed as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_a_reply_that_four_workers_want_to_send_is_sent_once(queue, alice, platform):
    reply = company.answers(company.connected(queue, alice), alice, "Only once")
    together(*[lambda: outbox.deliver(reply.pk)] * 4)
    reply.refresh_from_db()
    assert (reply.state, reply.attempts) == ("sent", 1)
    assert [item["text"] for item in platform.ask("sent")["data"]] == ["Only once"]


def test_the_same_click_twice_at_the_same_moment_is_one_message(queue, alice):
    interaction, uuid = company.connected(queue, alice), uuid4()
    click = lambda: Interaction.objects.get(pk=interaction.pk).reply(alice, "Hi", uuid=uuid)  # noqa: E731
    answers = together(click, click, click)
    assert {said for said, _new in answers} == {Message.objects.get(outbound=True)}
    assert sorted(new for _said, new in answers) == [False, False, True]
    assert company.journal(interaction).count("reply") == 1


def test_of_three_who_pick_up_at_the_same_moment_one_gets_it(queue, care, alice):
    agents = [alice, company.agent("bob", care), company.agent("carol", care)]
    interaction = company.writes(queue)[0]
    seen = [Interaction.objects.get(pk=interaction.pk) for _agent in agents]
    answers = together(*[lambda i=i, a=a: i.pick_up(a) for i, a in zip(seen, agents, strict=True)])
    assert sum(isinstance(answer, NotAllowed) for answer in answers) == 2
    assert company.journal(interaction) == ["received", "picked_up"]


def test_due_feeds_go_to_one_of_two_pollers_each(care):
    for number in range(4):
        company.channel(None, public=care, platform="facebook", address=f"11{number}")
    now = timezone.now()
    claim = lambda: [feed.pk for feed in Feed.objects.claim(now, limit=50)]  # noqa: E731
    claimed = [pk for found in together(claim, claim, claim) for pk in found]
    assert sorted(claimed) == sorted(Feed.objects.values_list("pk", flat=True))


def test_a_message_that_comes_at_the_moment_of_the_end_opens_a_new_interaction(queue, alice):
    """The end is not committed yet when the message is looked at: it must not join what is over by then."""
    ended, ending = company.connected(queue, alice), threading.Event()

    def end():
        with transaction.atomic():
            ended.disconnect(alice)
            ending.set()
            time.sleep(0.3)

    def write():
        ending.wait(5)
        company.writes(queue, company.said("Wait!"))

    together(end, write)
    opened = Interaction.objects.open().get()
    assert (opened.state, opened.unread) == (State.WAITING, 1)
    assert Message.objects.get(text="Wait!").interaction == opened
    assert company.journal(ended)[-1] == "disconnected"


def test_two_intakes_of_a_new_customer_make_one_conversation_and_one_interaction(queue):
    posts = [company.said(f"{number}", id=f"wamid.{number}") for number in range(3)]
    together(*[lambda post=post: company.writes(queue, post) for post in [*posts, *posts]])
    interaction = Interaction.objects.get()
    assert (interaction.unread, interaction.customer.identities.count()) == (3, 1)
    assert len(company.journal(interaction)) == 3
