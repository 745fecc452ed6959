"""Every verb from every state: where it is allowed it moves and writes one line, elsewhere it refuses and changes nothing."""

from dataclasses import dataclass

import pytest

from agents.models import AccessLicense, Membership
from interactions.models import Event, Interaction, NotAllowed, Note, Refusal, Refused, State
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]

W, A, C, H, P, D = State.WAITING, State.ALERTING, State.CONNECTED, State.HELD, State.PARKED, State.DISCONNECTED


@dataclass
class People:
    """Alice, Bob and the supervisor Sam of Care; Carol, who is elsewhere."""

    care: object
    repairs: object
    alice: object
    bob: object
    sam: object
    carol: object


@pytest.fixture
def people():
    care, repairs = company.workgroup(), company.workgroup("Repairs")
    alice, bob, sam = (company.agent(name, care) for name in ("alice", "bob", "sam"))
    Membership.objects.filter(agent=sam).update(supervises=True)
    return People(care, repairs, alice, bob, sam, company.agent("carol", repairs))


@pytest.fixture
def waiting(people):
    """One interaction in the queue."""
    return company.writes(company.channel(people.care))[0]


# verb: (how it is called on an interaction in Alice's hands, {state from which: state to which}, the kind of its line)
VERBS = {
    "alert": (lambda i, p: i.alert(p.bob, why={}), {W: A}, "alerted"),
    "decline": (lambda i, p: i.decline(p.alice), {A: W}, "declined"),
    "return_to_queue": (lambda i, p: i.return_to_queue("not_shown"), {A: W}, "not_shown"),
    "pick_up": (lambda i, p: i.pick_up(p.alice), {W: C, A: C, H: C, P: C}, "picked_up"),
    "hold": (lambda i, p: i.hold(p.alice), {C: H}, "held"),
    "park": (lambda i, p: i.park(p.alice), {C: P, H: P}, "parked"),
    "resume": (lambda i, p: i.resume("time"), {P: W}, "resumed"),
    "transfer to a workgroup": (
        lambda i, p: i.transfer_to_workgroup(p.repairs, p.alice, note="Leaks"),
        {W: W, C: W, H: W, P: W},
        "transferred",
    ),
    "transfer to an agent": (
        lambda i, p: i.transfer_to_agent(p.bob, p.alice, note="Leaks"),
        {C: A, H: A},
        "transferred",
    ),
    "take_back": (lambda i, p: i.take_back(p.alice), {}, "taken_back"),
    "take_over": (lambda i, p: i.take_over(p.sam), {W: C, A: C, C: C, H: C, P: C}, "taken_over"),
    "release": (lambda i, p: i.release("logged_off"), {C: W, H: W, P: W}, "released"),
    "disconnect by its owner": (lambda i, p: i.disconnect(p.alice), {C: D, H: D}, "disconnected"),
    "disconnect by a supervisor": (
        lambda i, p: i.disconnect(p.sam),
        {W: D, A: D, C: D, H: D, P: D},
        "disconnected",
    ),
    "disconnect by the system": (
        lambda i, p: i.disconnect(None),
        {W: D, A: D, C: D, H: D, P: D},
        "disconnected",
    ),
}
TABLE = [(verb, state) for verb in VERBS for state in State]


def everything(interaction, people):
    """All that a verb could leave behind."""
    row = Interaction.objects.filter(pk=interaction.pk).values().get()
    agents = [(agent.available_since, agent.status_id) for agent in type(people.alice).objects.order_by("pk")]
    return row, agents, Event.objects.count(), Note.objects.count(), Refusal.objects.count()


@pytest.mark.parametrize(("verb", "state"), TABLE, ids=[f"{verb}, {state}" for verb, state in TABLE])
def test_a_verb_moves_where_it_is_allowed_and_changes_nothing_elsewhere(verb, state, people, waiting):
    interaction = company.brought_to(state, waiting, people.alice)
    call, allowed, kind = VERBS[verb]
    before, lines = everything(interaction, people), company.journal(interaction)
    if state in allowed:
        call(interaction, people)
        assert company.journal(interaction) == [*lines, kind]
        assert interaction.state == allowed[state]
    else:
        with pytest.raises(NotAllowed) as refused:
            call(interaction, people)
        assert refused.value.interaction.state == state
        assert everything(interaction, people) == before


# verb: (state, how it is called by a person, who may)
RIGHTS = {
    "pick up an offer": (A, lambda i, p, by: i.pick_up(by), "alice"),
    "decline an offer": (A, lambda i, p, by: i.decline(by), "alice"),
    "pick up from the queue": (W, lambda i, p, by: i.pick_up(by), "alice bob sam"),
    "pick up what is held": (H, lambda i, p, by: i.pick_up(by), "alice"),
    "pick up what is parked": (P, lambda i, p, by: i.pick_up(by), "alice"),
    "hold": (C, lambda i, p, by: i.hold(by), "alice"),
    "park": (C, lambda i, p, by: i.park(by), "alice"),
    "transfer what waits": (W, lambda i, p, by: i.transfer_to_workgroup(p.repairs, by), "alice bob sam"),
    "transfer what is connected": (C, lambda i, p, by: i.transfer_to_workgroup(p.repairs, by), "alice sam"),
    "transfer to a colleague": (C, lambda i, p, by: i.transfer_to_agent(p.bob, by), "alice sam"),
    "disconnect": (C, lambda i, p, by: i.disconnect(by), "alice sam"),
    "disconnect what waits": (W, lambda i, p, by: i.disconnect(by), "sam"),
    "reply": (C, lambda i, p, by: company.answers(i, by), "alice"),
}
WHO = [(verb, name) for verb in RIGHTS for name in ("alice", "bob", "sam", "carol")]


@pytest.mark.parametrize(("verb", "name"), WHO, ids=[f"{name}: {verb}" for verb, name in WHO])
def test_owner_colleague_supervisor_and_stranger(verb, name, people, waiting):
    state, call, may = RIGHTS[verb]
    interaction = company.brought_to(state, waiting, people.alice)
    before = everything(interaction, people)
    if name in may.split():
        call(interaction, people, getattr(people, name))
        assert len(company.journal(interaction)) == before[2] + 1
    else:
        with pytest.raises(Refused):
            call(interaction, people, getattr(people, name))
        assert everything(interaction, people) == before


def test_a_stranger_is_told_that_he_is_no_member(people, waiting):
    with pytest.raises(Refused, match="not a member"):
        waiting.pick_up(people.carol)


def test_picking_up_by_hand_needs_no_room_and_the_journal_says_where_from(people, waiting):
    channel = waiting.thread.channel
    for number in range(4):
        company.connected(channel, people.alice, company.said(by=f"35191{number:07}"))
    waiting.pick_up(people.alice)
    assert len(Interaction.objects.loads([people.alice.pk])[people.alice.pk]) == 5
    assert Event.objects.get(interaction_id=waiting.pk, kind="picked_up").data == {"from": "queue"}


def test_by_hand_a_license_without_the_acd_option_does(people, waiting):
    AccessLicense.objects.update(acd_option=False)
    waiting.pick_up(people.alice)
    waiting.transfer_to_agent(people.bob, people.alice)
    assert waiting.owner == people.bob


def test_picking_up_by_hand_needs_the_access_license(people, waiting):
    people.alice.access_licenses.all().delete()
    with pytest.raises(Refused, match="no access license"):
        waiting.pick_up(people.alice)


def test_of_two_who_pick_up_at_once_one_gets_it_and_the_other_is_told(people, waiting):
    seen_by_bob = Interaction.objects.get(pk=waiting.pk)
    waiting.pick_up(people.alice)
    with pytest.raises(NotAllowed, match="Connected"):
        seen_by_bob.pick_up(people.bob)
    waiting.refresh_from_db()
    assert waiting.owner == people.alice


def test_what_a_colleague_has_just_picked_up_cannot_be_transferred_as_if_it_still_waited(people, waiting):
    seen_by_bob = Interaction.objects.get(pk=waiting.pk)
    waiting.pick_up(people.alice)
    with pytest.raises(NotAllowed):
        seen_by_bob.transfer_to_workgroup(people.repairs, people.bob)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.owner) == (C, people.alice)


def test_a_released_interaction_waits_first_in_line(people, waiting):
    company.brought_to(C, waiting, people.alice).release("logged_off")
    assert (waiting.owner, waiting.first_in_line) == (None, True)


def test_logging_off_returns_everything_that_was_open(people, waiting):
    channel = waiting.thread.channel
    rows = {A: waiting}
    for number, state in enumerate((C, H, P)):
        rows[state] = company.writes(channel, company.said(by=f"35191{number:07}"))[-1]
    for state, row in rows.items():
        company.brought_to(state, row, people.alice)
    Interaction.release_all(people.alice, "logged_off")
    assert set(Interaction.objects.values_list("state", "owner")) == {(W, None)}
    assert [company.journal(row)[-1] for row in rows.values()] == ["not_shown", *["released"] * 3]
