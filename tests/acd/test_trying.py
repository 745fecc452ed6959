"""Who would get the next interaction: the decision tried on a workgroup's page, with nothing offered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agents import queue_rules
from agents.models import Agent, Membership, RequiredSkill, Ring, Skill, SkillLevel
from interactions.models import Event, State
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_rules():
    queue_rules.forget()


@pytest.fixture
def sam(care):
    """Who supervises Care."""
    made = company.agent("sam", seated=False)
    Membership.objects.create(agent=made, workgroup=care, activated=False, supervises=True)
    client = Client()
    client.force_login(made)
    return client


def available(agent, seconds):
    """For so many seconds."""
    Agent.objects.filter(pk=agent.pk).update(available_since=timezone.now() - timedelta(seconds=seconds))


def asked(client, workgroup, **query):
    return client.get(f"/api/v1/workgroups/{workgroup.pk}/line/", query)


def names(rows):
    return [row["agent"]["name"] for row in rows]


def test_the_order_is_that_of_the_scores_and_says_why_each(sam, care, queue, alice):
    bob, spanish = company.agent("bob", care), Skill.objects.create(name="Spanish")
    RequiredSkill.objects.create(workgroup=care, skill=spanish)
    SkillLevel.objects.create(agent=alice, skill=spanish, proficiency=70)
    SkillLevel.objects.create(agent=bob, skill=spanish, proficiency=40)
    available(alice, 20)
    available(bob, 60)
    queue_rules.forget()
    found = asked(sam, care).json()
    assert names(found["line"]) == ["Bob", "Alice"]
    assert [row["text"].partition(", ")[2] for row in found["line"]] == ["of it skill 40", "of it skill 70"]
    assert [(row["agent"]["name"], row["text"]) for row in found["out"]] == [("Sam", "not activated in the workgroup")]
    assert not Event.objects.exists()


def test_rings_say_from_when_on_each_is_asked(sam, care, queue, alice):
    bob = company.agent("bob", care)
    Ring.objects.create(workgroup=care, place=1, seconds=30).agents.set([alice])
    available(bob, 900)
    queue_rules.forget()
    line = asked(sam, care).json()["line"]
    assert [(row["agent"]["name"], row["after_seconds"]) for row in line] == [("Alice", 0), ("Bob", 30)]


def test_people_can_be_taken_to_be_there_who_are_not(sam, care, queue, alice):
    carol = company.agent("carol", care, seated=False)
    available(alice, 130)
    line = asked(sam, care).json()["line"]
    assert (names(line), line[0]["text"]) == (["Alice"], "available for 2 min")
    assert names(asked(sam, care, present=[carol.pk]).json()["line"]) == ["Carol"]
    nobody = asked(sam, care, chosen="true").json()
    assert nobody["line"] == [] and {row["rule"] for row in nobody["out"]} == {"not_logged_on"}


def test_who_is_full_or_lacks_the_license_is_left_out_with_the_reason(sam, care, queue, alice):
    bob = company.agent("bob", care, families=["social_media"])
    for interaction in company.waiting(queue, 4):
        company.brought_to(State.CONNECTED, interaction, alice)
    found = asked(sam, care).json()
    rules = {row["agent"]["name"]: row["rule"] for row in found["out"]}
    assert (found["line"], rules["Alice"], rules["Bob"]) == ([], "room", "license")
    assert names(asked(sam, care, media_type="social_conversation", platform="facebook").json()["line"]) == [
        bob.first_name
    ]


def test_the_queue_of_others_hands_out_nothing_and_says_so(sam, care, queue, alice):
    care.queue_type = "custom"
    care.save()
    found = asked(sam, care).json()
    assert found["line"] == []
    assert ("Alice", "custom") in [(row["agent"]["name"], row["rule"]) for row in found["out"]]


def test_round_robin_goes_by_turn(sam, care, queue, alice):
    bob = company.agent("bob", care)
    care.queue_type, care.last_given = "round_robin", alice.pk
    care.save()
    line = asked(sam, care).json()["line"]
    assert (names(line), line[0]["text"]) == (["Bob", "Alice"], "Next in turn")
    assert bob.pk > alice.pk


def test_what_makes_no_sense_is_refused_in_words(sam, care):
    answer = asked(sam, care, media_type="letter")
    assert answer.status_code == 400 and "not a valid choice" in str(answer.json())
