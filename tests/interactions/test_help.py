"""Help for the agent: asked for once, seen, answered by one, over with the interaction; and writing along (R72)."""

from uuid import uuid4

import pytest

from agents.models import Membership
from interactions.models import HelpRequest, Interaction, Joining, NotAllowed, Note, Refused, State
from tests import company
from tests.interactions.test_at_once import together

pytestmark = pytest.mark.django_db


def supervisor(care, name="ruth"):
    made = company.agent(name)
    Membership.objects.create(agent=made, workgroup=care, supervises=True, activated=False)
    return made


@pytest.fixture
def ruth(care):
    return supervisor(care)


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


def code_of(call):
    with pytest.raises(Refused) as why:
        call()
    return why.value.code


def test_a_request_is_seen_then_answered_and_the_journal_tells_it(interaction, alice, ruth):
    request = interaction.ask_help(alice, " He wants a refund ")
    assert [one.text for one in HelpRequest.objects.open_for(ruth)] == ["He wants a refund"]
    assert not HelpRequest.objects.open_for(alice)
    assert code_of(lambda: interaction.ask_help(alice)) == "asked"
    interaction.see_help(ruth)
    interaction.see_help(ruth)
    interaction.answer_help(ruth)
    request.refresh_from_db()
    assert (request.state, request.seen_by, request.answered_by) == ("answered", ruth, ruth)
    assert code_of(lambda: interaction.answer_help(ruth)) == "settled"
    assert not HelpRequest.objects.open_for(ruth)
    interaction.ask_help(alice, "Once more")
    assert company.journal(interaction)[3:] == ["help_asked", "help_seen", "help_answered", "help_asked"]


def test_only_who_has_it_in_hand_asks_and_only_he_withdraws(interaction, care, alice, ruth):
    bob = company.agent("bob", care)
    with pytest.raises(NotAllowed):
        interaction.ask_help(bob)
    assert not HelpRequest.objects.exists()
    interaction.ask_help(alice)
    assert code_of(lambda: interaction.withdraw_help(bob)) == "settled"
    interaction.withdraw_help(alice)
    assert HelpRequest.objects.get().state == "withdrawn"
    interaction.park(alice)
    with pytest.raises(NotAllowed):
        interaction.ask_help(alice)


def test_it_is_over_with_the_interaction_and_gone_with_the_agent(interaction, care, alice, ruth):
    interaction.ask_help(alice)
    bob = company.agent("bob", care)
    interaction.transfer_to_agent(bob, alice)
    interaction.pick_up(bob)
    assert not HelpRequest.objects.open_for(ruth), "Alice has it no more"
    interaction.ask_help(bob, "My turn")
    assert [one.agent for one in HelpRequest.objects.open_for(ruth)] == [bob]
    interaction.join(ruth)
    interaction.disconnect(bob)
    assert set(HelpRequest.objects.values_list("state", flat=True)) == {"expired"}
    assert Joining.objects.get().left_at is not None


def test_who_has_joined_writes_along_and_every_message_names_its_author(interaction, alice, ruth):
    with pytest.raises(NotAllowed):
        interaction.reply(ruth, "I may help", uuid=uuid4())
    interaction.join(ruth)
    interaction.join(ruth)
    said, _new = interaction.reply(ruth, "I may help", uuid=uuid4())
    company.answers(interaction, alice, "And I")
    assert (said.agent, interaction.owner, interaction.state) == (ruth, alice, State.CONNECTED)
    interaction.hold(alice)
    with pytest.raises(NotAllowed):
        interaction.reply(ruth, "On hold nobody writes", uuid=uuid4())
    interaction.pick_up(alice)
    interaction.leave(ruth)
    with pytest.raises(NotAllowed):
        interaction.reply(ruth, "Gone", uuid=uuid4())
    assert company.journal(interaction).count("joined") == company.journal(interaction).count("left") == 1


def test_who_supervises_no_more_writes_no_more(interaction, ruth):
    interaction.join(ruth)
    Membership.objects.filter(agent=ruth).update(supervises=False)
    with pytest.raises(NotAllowed):
        interaction.reply(ruth, "Still here", uuid=uuid4())


def test_coaching_is_a_note_that_only_the_agent_reads(interaction, care, alice, ruth):
    bob, interaction = company.agent("bob", care), Interaction.objects.get()
    interaction.coach(ruth, "Offer the kit", uuid=uuid4())
    read = lambda who: [note.text for note in Note.objects.of_conversation(interaction, who)]  # noqa: E731
    assert (read(alice), read(ruth), read(bob)) == (["Offer the kit"], ["Offer the kit"], [])
    assert code_of(lambda: interaction.coach(alice, "Myself")) == "nobody"


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_asks_one_answers_and_the_end_leaves_nobody_behind(queue, care, alice):
    one = company.connected(queue, alice)
    helpers = [supervisor(care, f"ruth{number}") for number in range(4)]
    fresh = lambda: Interaction.objects.get(pk=one.pk)  # noqa: E731
    asked = together(*[lambda: tried(lambda: fresh().ask_help(alice))] * 5)
    assert sorted(str(answer) for answer in asked).count("asked") == 4 and HelpRequest.objects.count() == 1
    came = together(*[lambda h=h: tried(lambda: fresh().answer_help(h)) for h in helpers])
    assert sorted(filter(None, came)) == ["settled"] * 3
    joins = [lambda h=h: tried(lambda: fresh().join(h)) for h in helpers for _twice in range(2)]
    together(*joins)
    assert Joining.objects.filter(left_at=None).count() == 4
    fresh().leave(helpers[0])
    again = lambda: tried(lambda: fresh().ask_help(alice))  # noqa: E731
    together(
        again, lambda: fresh().disconnect(alice), *joins[:2], lambda: tried(lambda: fresh().answer_help(helpers[1]))
    )
    assert fresh().state == State.DISCONNECTED
    assert not Joining.objects.filter(left_at=None).exists()
    assert not HelpRequest.objects.filter(state="asked").exists()
    assert company.journal(one).count("disconnected") == 1


def tried(work):
    """None where it went well, else the code of what stood in the way."""
    try:
        work()
    except Refused as why:
        return why.code
    return None
