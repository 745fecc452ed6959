"""Why is this waiting, and why this agent: in words, by API, for those within whose reach it is (R52)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acd import routing
from agents import queue_rules
from agents.models import RequiredSkill, Skill, Status, Workgroup
from interactions.models import Interaction, State
from tests import company

pytestmark = pytest.mark.django_db


def asked(person, interaction):
    client = Client()
    client.force_login(person)
    return client.get(f"/api/v1/interactions/{interaction.pk}/routing/")


@pytest.fixture
def bob(care):
    return company.agent("bob", care, status=Status.GONE_HOME)


def test_every_rule_that_keeps_agents_out_is_named_with_whom_it_keeps_out(care, queue, alice, bob):
    company.agent("carol", care, seated=False)
    ones = company.waiting(queue, 6)
    routing.route(care.pk)
    waiting = asked(bob, ones[5]).json()["waiting"]
    assert waiting["lines"] == [
        "Nobody may have it now.",
        "1 not logged on: Carol",
        "1 no room: Alice",
        "1 status takes no ACD: Bob",
    ]
    assert (waiting["place"], waiting["able"]) == (2, 0)
    assert [(one["rule"], one["count"]) for one in waiting["excluded"]] == [
        ("not_logged_on", 1),
        ("room", 1),
        ("status", 1),
    ]


def test_what_waits_behind_others_says_how_many(care, queue, alice, bob):
    first, second = company.waiting(queue, 2)
    assert asked(bob, second).json()["waiting"]["lines"][0] == "1 comes before it in the queue."
    assert asked(bob, first).json()["waiting"]["lines"][0] == "It is about to be offered."
    first.set_priority(0)
    assert asked(bob, first).json()["waiting"]["place"] == 2


def test_what_closes_soon_counts_as_before_the_others(care, queue, alice, bob):
    old, young = company.waiting(queue, 2)
    soon = Interaction.objects.filter(pk=young.pk)
    soon.update(window_closes_at=timezone.now() + timedelta(minutes=5))
    places = [asked(bob, one).json()["waiting"]["place"] for one in (old, young)]
    assert places == [2, 1]
    soon.update(window_closes_at=timezone.now() - timedelta(minutes=5))
    assert asked(bob, old).json()["waiting"]["place"] == 1, "closed: it ranks as usual again"


def test_what_it_asks_for_whom_it_waits_for_and_who_had_it_is_said(care, queue, alice, bob):
    spanish = Skill.objects.create(name="Spanish")
    RequiredSkill.objects.create(workgroup=care, skill=spanish, min_proficiency=60, min_desire=20)
    queue_rules.forget()
    interaction = company.brought_to(State.ALERTING, company.writes(queue)[0], alice)
    interaction.decline(alice)
    lines = asked(bob, interaction).json()["waiting"]["lines"]
    asks = "Asks for Spanish, proficiency at least 60, desire at least 20."
    assert lines[:3] == ["Nobody may have it now.", asks, "Last attempted: Alice"]
    assert "1 declined it: Alice" in lines


def test_a_custom_queue_says_so(care, queue, alice):
    Workgroup.objects.filter(pk=care.pk).update(queue_type="custom")
    [line, *_] = asked(alice, company.writes(queue)[0]).json()["waiting"]["lines"]
    assert line == "The ACD offers nothing from this queue: handlers and people give."


def test_an_offer_says_why_him_who_came_next_and_who_was_left_out(care, queue, alice, bob):
    company.passes(90, alice)
    company.passes(-90, alice.seat)
    carol = company.agent("carol", care)
    interaction = company.writes(queue)[0]
    routing.route(care.pk)
    interaction.refresh_from_db()
    assert interaction.owner == alice
    answer = asked(alice, interaction).json()
    assert answer["waiting"] is None
    [offer] = answer["offers"]
    assert (offer["agent"], offer["rule"]) == ({"id": alice.pk, "name": "Alice"}, "longest_available")
    assert [one["agent"]["name"] for one in offer["scores"]] == ["Alice", "Carol"]
    assert offer["scores"][0]["score"] > offer["scores"][1]["score"] >= 0
    assert offer["lines"][0] == "Longest available: 1 minute"
    assert offer["lines"][1] == "Its turn: priority 50, 0 s in the queue"
    assert offer["lines"][-1] == "1 status takes no ACD: Bob"
    assert asked(carol, interaction).status_code == 404, "it is in another's hands"


def test_a_stranger_is_told_nothing(queue, alice):
    stranger = company.agent("mallory", company.workgroup("Elsewhere"))
    assert asked(stranger, company.writes(queue)[0]).status_code == 404


def test_nobody_without_signing_in(queue):
    interaction = company.writes(queue)[0]
    assert Client().get(f"/api/v1/interactions/{interaction.pk}/routing/").status_code in (401, 403)


def test_the_answer_costs_the_same_however_many_members_there_are(care, queue, alice):
    interaction, costs = company.writes(queue)[0], []
    for number in range(13):
        company.agent(f"agent{number}", care, status=Status.GONE_HOME)
        if number in (0, 1, 12):
            with CaptureQueriesContext(connection) as asking:
                answer = asked(alice, interaction).json()
            costs.append(len(asking))
    assert answer["waiting"]["excluded"][0]["count"] == 13
    assert costs[1] == costs[2] <= costs[0], "the first time names and rules are read"
