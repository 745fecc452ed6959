"""Going on with what has ended: by whom, for how long, and never twice (R11, R61); and the codes said afterwards (R68)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agents.models import AccountCode, Membership, WrapUpCode
from interactions.models import Block, Event, Interaction, Message, NotAllowed, Refused, State, Stay
from tests import company
from tests.interactions.test_at_once import together

pytestmark = pytest.mark.django_db


def ended(queue, agent, *posts):
    """What a customer wrote, ended by `agent`; fresh from the database."""
    company.connected(queue, agent, *posts).disconnect(agent)
    return Interaction.objects.get(thread__channel=queue)


def reopened(pk, agent):
    """The new interaction, or the code of what stood in the way."""
    try:
        return Interaction.objects.get(pk=pk).reopen(agent)
    except Refused as why:
        return why.code


def refused(interaction, by, code):
    with pytest.raises(Refused) as why:
        interaction.reopen(by)
    assert why.value.code == code
    assert Interaction.objects.count() == 1
    return str(why.value)


def test_the_last_agent_goes_on_in_a_new_interaction_that_is_connected_to_him(queue, alice):
    old = ended(queue, alice)
    fresh = old.reopen(alice)
    assert (fresh.state, fresh.owner, fresh.thread, fresh.workgroup) == (
        State.CONNECTED,
        alice,
        old.thread,
        old.workgroup,
    )
    assert (fresh.last_message.text, fresh.customer) == ("hello", old.customer)
    assert company.journal(fresh) == ["reopened"] and company.journal(old)[-1] == "continued"
    assert Event.objects.get(interaction_id=fresh.pk).data["of"] == old.pk
    assert Event.objects.filter(interaction_id=old.pk).last().data == {"as": fresh.pk}
    assert Message.objects.get().interaction == old, "what was said stays where it was handled"
    assert not Stay.objects.filter(interaction=fresh).exists(), "nobody waited in a queue"
    company.answers(fresh, alice, "One thing more")
    company.writes(queue, company.said("Thanks"))
    assert Message.objects.get(text="Thanks").interaction == fresh
    fresh.refresh_from_db()
    fresh.disconnect(alice)
    assert company.journal(fresh) == ["reopened", "reply", "message", "disconnected"]


def test_a_supervisor_lets_it_wait_for_the_last_agent_first(queue, care, alice):
    boss = company.agent("boss")
    Membership.objects.create(agent=boss, workgroup=care, supervises=True, activated=False)
    fresh = ended(queue, alice).reopen(boss, to_queue=True)
    assert (fresh.state, fresh.owner, fresh.preferred) == (State.WAITING, None, alice)
    fresh.alert(alice, why={})
    fresh.pick_up(alice)
    assert company.journal(fresh) == ["reopened", "alerted", "picked_up"]
    assert Stay.objects.get(interaction=fresh).end == "picked_up"


def test_others_cannot_and_nobody_can_after_a_day(queue, care, alice):
    old = ended(queue, alice)
    refused(old, company.agent("bob", care), "not_yours")
    company.passes(24 * 3600 + 1, old)
    refused(old, alice, "too_old")


def test_what_has_not_ended_or_goes_on_already_is_not_reopened(queue, alice):
    one = company.connected(queue, alice)
    refused(one, alice, "not_ended")
    one.disconnect(alice)
    fresh = Interaction.objects.get(pk=one.pk).reopen(alice)
    with pytest.raises(Refused, match=str(fresh.pk)):
        Interaction.objects.get(pk=one.pk).reopen(alice)


def test_it_says_why_the_platform_would_take_no_answer(queue, care, alice):
    old = ended(queue, alice)
    queue.disable()
    refused(old, alice, "disabled")
    queue.enable()
    queue.account.suspend("The token is invalid.")
    assert "The token is invalid." in refused(Interaction.objects.get(), alice, "suspended")
    type(queue.account).objects.update(suspended_at=None)
    Block.objects.block(old.customer, alice)
    refused(Interaction.objects.get(), alice, "blocked")
    Block.objects.unblock(old.customer, alice)
    Membership.objects.filter(agent=alice).delete()
    refused(Interaction.objects.get(), alice, "not_a_member")


def test_after_the_window_only_where_there_are_templates(care, alice):
    whatsapp = company.channel(care)
    old = ended(whatsapp, alice)
    closed = timezone.now() - timedelta(hours=25)
    type(old.thread).objects.update(last_inbound_at=closed)
    assert Interaction.objects.get().reopen(alice).state == State.CONNECTED, "a template can be sent"
    Interaction.objects.all().update(state=State.DISCONNECTED, disconnected_at=timezone.now())
    page = company.channel(care, platform="facebook", address="110")
    feed = page.feeds.get()
    assert not feed.kind.startswith("whatsapp")
    company.writes(page, company.said(by="902"))
    other = company.brought_to(State.DISCONNECTED, Interaction.objects.open().get(), alice)
    type(other.thread).objects.filter(pk=other.thread_id).update(last_inbound_at=timezone.now() - timedelta(days=8))
    with pytest.raises(Refused) as why:
        Interaction.objects.get(pk=other.pk).reopen(alice)
    assert why.value.code == "closed"


def test_a_deleted_post_is_not_gone_on_with(care, alice):
    page = company.channel(None, public=care, platform="facebook", address="110")
    old = ended(page, alice, company.commented("Broken!"))
    Message.objects.update(deleted_at=timezone.now())
    refused(Interaction.objects.get(pk=old.pk), alice, "deleted")


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_reopen_at_once_while_the_customer_writes_one_interaction_is_open(queue, alice):
    old = ended(queue, alice)
    found = together(*[lambda: reopened(old.pk, alice)] * 20, lambda: company.writes(queue, company.said("And now?")))
    (opened,) = Interaction.objects.open()
    made = [one for one in found[:-1] if isinstance(one, Interaction)]
    assert len(made) <= 1 and {one for one in found[:-1] if isinstance(one, str)} <= {"goes_on"}
    assert Message.objects.get(text="And now?").interaction == opened
    assert Interaction.objects.count() == 2
    assert company.journal(opened) in (["reopened", "message"], ["received"])
    assert company.journal(old).count("continued") == len(made)


def test_a_workgroup_that_asks_for_a_code_is_given_one_or_told_later(queue, care, alice):
    type(care).objects.update(asks_wrap_up=True)
    one, solved = company.connected(queue, alice), WrapUpCode.objects.create(name="Solved")
    with pytest.raises(Refused) as why:
        one.disconnect(alice)
    assert (why.value.code, one.state) == ("wrap_up", State.CONNECTED)
    one.disconnect(alice, later=True)
    assert one.lacks_wrap_up
    account = AccountCode.objects.create(code="4711", name="Brewline Home")
    one.code(alice, wrap_up=solved, account_code=account)
    one.refresh_from_db()
    assert (one.wrap_up, one.account_code, one.lacks_wrap_up) == (solved, account, False)
    assert Event.objects.filter(interaction_id=one.pk).last().data == {"wrap_up": solved.pk, "account_code": account.pk}


def test_codes_are_said_by_who_had_it_once_it_has_ended(queue, care, alice):
    one, solved = company.connected(queue, alice), WrapUpCode.objects.create(name="Solved")
    with pytest.raises(NotAllowed):
        one.code(alice, wrap_up=solved)
    one.disconnect(alice)
    with pytest.raises(Refused):
        one.code(company.agent("bob", care), wrap_up=solved)
