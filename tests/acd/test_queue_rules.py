"""What the rules of R42–R51 do to rows: skills, rings, overflow, the last agent, wrap-up, closing windows, priorities."""

from datetime import timedelta

import pytest
from django.utils import timezone

from acd import due, routing
from agents import queue_rules
from agents.models import Agent, OverflowStep, RequiredSkill, Ring, Skill, SkillLevel, Status, Workgroup
from interactions.models import Event, Interaction, Refused, State
from tests import company
from tests.acd.test_routing import in_line

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def spanish():
    return Skill.objects.create(name="Spanish")


def routed(*interactions):
    """The router and the ticks have been there; who has each of them, by name."""
    due.steps_due()
    found = []
    for interaction in interactions:
        interaction.refresh_from_db()
        routing.route(interaction.workgroup_id)
    for interaction in interactions:
        interaction.refresh_from_db()
        found.append(interaction.owner and interaction.owner.username)
    return found


def rings(care, *circles, seconds=20):
    """Rings of these agents, in order."""
    for place, agents in enumerate(circles, 1):
        Ring.objects.create(workgroup=care, place=place, seconds=seconds).agents.set(agents)
    queue_rules.forget()


def overflows(care, seconds, action, **more):
    OverflowStep.objects.create(workgroup=care, seconds=seconds, action=action, **more)
    queue_rules.forget()


def requires(care, skill, **least):
    RequiredSkill.objects.create(workgroup=care, skill=skill, **least)
    queue_rules.forget()


def test_what_a_workgroup_requires_is_asked_of_everything_that_enters_it(care, queue, spanish):
    requires(care, spanish, min_proficiency=60)
    novice, expert = company.agent("novice", care), company.agent("expert", care)
    SkillLevel.objects.create(agent=novice, skill=spanish, proficiency=59)
    SkillLevel.objects.create(agent=expert, skill=spanish, proficiency=60)
    assert routed(*company.waiting(queue, 5)) == ["expert"] * 4 + [None]


def test_members_inherit_the_skills_of_their_workgroups_and_their_own_level_wins(care, queue, spanish):
    requires(care, spanish, min_proficiency=50)
    SkillLevel.objects.create(workgroup=company.workgroup("Iberia"), skill=spanish, proficiency=80)
    iberia = Workgroup.objects.get(name="Iberia")
    company.agent("heir", care, iberia)
    own = company.agent("own", care, iberia)
    SkillLevel.objects.create(agent=own, skill=spanish, proficiency=10)
    assert routed(*company.waiting(queue, 5)) == ["heir"] * 4 + [None]


def test_what_asks_for_a_skill_that_nobody_has_keeps_nobody_else_waiting(care, queue, spanish):
    stuck, other = company.waiting(queue, 2)
    stuck.require([[spanish.pk, 1, None, 1, 0]])
    company.agent("alice", care)
    assert routed(stuck, other) == [None, "alice"]
    assert Event.objects.get(interaction_id=stuck.pk, kind="skills").data == {"skills": [spanish.pk]}


def test_skills_whose_weights_add_up_to_zero_are_refused(care, queue, spanish):
    with pytest.raises(Refused, match="must not add up to zero"):
        company.writes(queue)[0].require([[spanish.pk, 1, None, 1, -1]])


def test_the_higher_priority_comes_first_and_a_wrong_one_is_refused(care, queue):
    old, young = company.waiting(queue, 2)
    company.passes(30, old)
    young.set_priority(90)
    assert in_line(care) == [young.pk, old.pk], "40 points are 40 seconds"
    old.set_priority(70)
    assert in_line(care) == [old.pk, young.pk]
    with pytest.raises(Refused, match="from 0 to 100"):
        old.set_priority(101)


def test_new_weights_rank_what_waits_anew(care, queue):
    old, young = company.waiting(queue, 2)
    company.passes(3600, old)
    young.set_priority(60)
    assert in_line(care) == [old.pk, young.pk]
    Workgroup.objects.filter(pk=care.pk).update(interaction_queue_weight=0)
    routing.route(care.pk)
    assert in_line(care) == [young.pk, old.pk]


def test_each_ring_joins_when_its_time_has_come_and_after_the_last_everybody(care, queue):
    alice, bob, carol = (company.agent(name, care, status=Status.GONE_HOME) for name in ("alice", "bob", "carol"))
    rings(care, [alice], [alice], [bob])
    interaction = company.writes(queue)[0]
    assert interaction.ring == 1
    company.passes(20, interaction)
    due.steps_due()
    interaction.refresh_from_db()
    assert interaction.ring == 3, "the second ring adds nobody"
    carol.set_status(Status.objects.get(name=Status.AVAILABLE))
    assert routed(interaction) == [None]
    company.passes(20, interaction)
    assert routed(interaction) == ["carol"]
    assert company.journal(interaction) == ["received", "ring", "ring", "alerted"]
    assert [e.data for e in Event.objects.filter(kind="ring").order_by("number")] == [{"ring": 3}, {"ring": 6}]


def test_less_skill_is_asked_of_what_waits_longer(care, queue, spanish):
    requires(care, spanish, min_proficiency=60)
    overflows(care, 30, "relax", amount=10)
    SkillLevel.objects.create(agent=company.agent("alice", care), skill=spanish, proficiency=50)
    interaction = company.writes(queue)[0]
    assert routed(interaction) == [None]
    company.passes(30, interaction)
    assert routed(interaction) == ["alice"]
    assert Event.objects.get(kind="overflow").data == {"step": "relax", "points": 10}


def test_a_ring_of_those_who_left_or_are_not_activated_holds_nothing_up(care, queue):
    gone, left, off, bob = (company.agent(name, care) for name in ("gone", "left", "off", "bob"))
    rings(care, [gone], [left], [off], [bob])
    Agent.objects.filter(pk=gone.pk).update(is_active=False)
    left.memberships.all().delete()
    off.memberships.update(activated=False)
    queue_rules.forget()
    interaction = company.writes(queue)[0]
    assert (interaction.ring, *routed(interaction)) == (4, "bob")


def test_overflow_raises_the_priority_then_goes_to_the_next_ring_then_elsewhere(care, queue):
    alice, night = company.agent("alice", care, status=Status.GONE_HOME), company.workgroup("Night")
    rings(care, [alice], seconds=900)
    overflows(care, 10, "priority", amount=60)
    overflows(care, 20, "ring")
    overflows(care, 30, "workgroup", to_workgroup=night)
    interaction = company.writes(queue)[0]
    began = interaction.created_at
    company.passes(11, interaction)
    due.steps_due()
    interaction.refresh_from_db()
    assert (interaction.priority, interaction.ring) == (100, 1)
    company.passes(10, interaction)
    due.steps_due()
    interaction.refresh_from_db()
    assert (interaction.ring, interaction.workgroup) == (6, care)
    company.passes(10, interaction)
    due.steps_due()
    interaction.refresh_from_db()
    assert (interaction.workgroup, interaction.priority, interaction.overflowed) == (night, 100, 0)
    assert timezone.now() - interaction.created_at >= timedelta(seconds=31), "time in system goes on"
    assert timezone.now() - interaction.queued_at < timedelta(seconds=10), "time in queue begins anew"
    assert began - interaction.created_at == timedelta(seconds=31)
    company.agent("owl", night)
    assert routed(interaction) == ["owl"]


def test_one_of_two_ticks_does_a_step(care, queue):
    overflows(care, 10, "priority", amount=10)
    interaction = company.writes(queue)[0]
    company.passes(11, interaction)
    seen = Interaction.objects.get(pk=interaction.pk)
    due.steps_due()
    with pytest.raises(Refused):
        seen.wait_on()
    interaction.refresh_from_db()
    assert interaction.priority == 60


def test_what_can_soon_not_be_answered_any_more_comes_first(care, queue):
    old, young = company.waiting(queue, 2)
    company.passes(600, old)
    Interaction.objects.filter(pk=young.pk).update(window_closes_at=timezone.now() + timedelta(minutes=59))
    alice = company.agent("alice", care)
    for n in range(3):
        company.connected(queue, alice, company.said(by=f"4500{n}"))
    assert routed(young, old) == ["alice", None]


def test_what_closes_first_but_nobody_can_take_hides_no_other_that_closes(care, queue, spanish):
    requires(care, spanish, min_proficiency=60)
    unable = company.waiting(queue, 1)[0]
    care.required_skills.all().delete()
    queue_rules.forget()
    old, young = company.writes(queue, company.said(by="1"), company.said(by="2"))[1:]
    company.passes(600, old)
    for minutes, one in ((10, unable), (20, young)):
        Interaction.objects.filter(pk=one.pk).update(window_closes_at=timezone.now() + timedelta(minutes=minutes))
    alice = company.agent("alice", care)
    for n in range(3):
        company.connected(queue, alice, company.said(by=f"4500{n}"))
    assert routed(unable, young, old) == [None, "alice", None]


def test_the_window_of_a_waiting_interaction_follows_the_customers_messages(care, queue):
    early = timezone.now() - timedelta(minutes=30)
    interaction = company.writes(queue, company.said(at=early))[0]
    first = interaction.window_closes_at
    assert abs(first - (early + timedelta(hours=24))) < timedelta(minutes=2)
    company.writes(queue, company.said())
    interaction.refresh_from_db()
    assert interaction.window_closes_at > first + timedelta(minutes=25)


@pytest.fixture
def wrapping(care):
    follow_up = Status.objects.get(name="Follow Up")
    Workgroup.objects.filter(pk=care.pk).update(wrap_up_status=follow_up, wrap_up_seconds=30)
    queue_rules.forget()


def test_after_an_interaction_the_agent_wraps_up_and_is_available_again_by_himself(wrapping, queue, alice):
    company.connected(queue, alice).disconnect(alice)
    alice.refresh_from_db()
    assert alice.status.name == "Follow Up"
    interaction = company.writes(queue, company.said(by="351900000009"))[-1]
    assert routed(interaction) == [None]
    company.passes(30, alice)
    assert routed(interaction) == ["alice"]
    alice.refresh_from_db()
    assert (alice.status.name, alice.wrap_up_until) == (Status.AVAILABLE, None)


def test_who_has_gone_to_lunch_stays_there_and_who_chooses_a_status_keeps_it(wrapping, queue, alice):
    lunch = Status.objects.get(name="At Lunch")
    interaction = company.connected(queue, alice)
    alice.set_status(lunch)
    interaction.disconnect(alice)
    alice.refresh_from_db()
    assert (alice.status, alice.wrap_up_until) == (lunch, None)

    alice.set_status(Status.objects.get(name=Status.AVAILABLE))
    company.connected(queue, alice, company.said(by="351900000009")).disconnect(alice)
    alice.set_status(lunch)
    company.passes(31, alice)
    due.steps_due()
    alice.refresh_from_db()
    assert alice.status == lunch


def test_who_let_it_pass_or_declined_it_is_shown_as_last_attempted(queue, alice):
    interaction = company.brought_to(State.ALERTING, company.writes(queue)[0], alice)
    interaction.decline(alice)
    interaction.refresh_from_db()
    assert (interaction.state, interaction.last_attempted) == (State.WAITING, alice)


def test_a_workgroup_may_ask_why_somebody_declines(care, queue, alice):
    Workgroup.objects.filter(pk=care.pk).update(asks_decline_reason=True)
    interaction = company.brought_to(State.ALERTING, company.writes(queue)[0], alice)
    interaction = Interaction.objects.get(pk=interaction.pk)
    with pytest.raises(Refused, match="Say in a few words why"):
        interaction.decline(alice)
    interaction.decline(alice, reason="My shift ends")
    note = interaction.notes.get()
    assert (note.text, Event.objects.get(kind="declined").data) == ("My shift ends", {"note": note.pk})


def test_round_robin_gives_to_each_in_turn(care, queue):
    Workgroup.objects.filter(pk=care.pk).update(queue_type="round_robin")
    for name in ("alice", "bob", "carol"):
        company.agent(name, care)
    assert routed(*company.waiting(queue, 2)) == ["alice", "bob"]
    assert routed(*company.waiting(queue, 4)[2:]) == ["carol", "alice"]


def test_a_custom_queue_is_left_alone(care, queue, alice):
    Workgroup.objects.filter(pk=care.pk).update(queue_type="custom")
    assert routed(*company.waiting(queue, 1)) == [None]


def test_held_interactions_take_no_room_where_the_workgroup_says_so(care, queue, alice):
    ones = company.waiting(queue, 5)
    for one in ones[:4]:
        company.brought_to(State.HELD, one, alice)
    assert routed(ones[4]) == [None]
    Workgroup.objects.filter(pk=care.pk).update(exempts_held=True)
    assert routed(ones[4]) == ["alice"]
