"""Who is viewing or typing: heard of by those who may see the interaction, over in time by itself."""

import time

import pytest

from interactions.models import Interaction, State
from tests import company
from workspace import presence
from workspace.presence import GONE, STOPPED, TYPING, VIEWING, Present

EVERYWHERE = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


class Clock:
    """A time that tests move."""

    now = 100.0

    def __call__(self):
        return self.now


def test_looks_and_writing_run_out_by_themselves():
    clock = Clock()
    present = Present(clock)
    assert present.heard(5, 1, 11, TYPING) and present.people(5) == {1: True}
    clock.now += presence.WRITES + 1
    assert present.run_out() == [5] and present.people(5) == {1: False}
    assert present.heard(5, 1, 11, VIEWING) is False
    clock.now += presence.LOOKS + 1
    assert present.run_out() == [5] and present.people(5) == {}
    assert present.run_out() == [] and not present._pages and not present._told


def test_somebody_with_two_pages_is_there_until_the_last_has_gone():
    present = Present(Clock())
    present.heard(5, 1, 11, STOPPED)
    assert present.heard(5, 1, 12, TYPING) is True
    assert present.heard(5, 1, 12, GONE) is True and present.people(5) == {1: False}
    assert present.heard(5, 1, 11, GONE) is True and present.people(5) == {}


def person(name, *workgroups, supervises=()):
    made = company.agent(name, *workgroups)
    for workgroup in supervises:
        workgroup.memberships.create(agent=made, supervises=True)
    made.set_password("demo")
    made.save()
    return made


class TestOnTheLine:
    """With real sockets."""

    pytestmark = EVERYWHERE

    def test_a_supervisor_and_the_agent_see_each_other_and_the_writing(self, care, queue, opened):
        alice, ruth = person("alice", care), person("ruth", supervises=[care])
        interaction = company.connected(queue, alice)
        hers, boss = opened(alice), opened(ruth)
        hers.look(interaction)
        boss.look(interaction)
        seen = lambda desk, who: desk.until(lambda d: d.present.get(interaction.pk) == who, f"{who}")  # noqa: E731
        seen(hers, {"Ruth": False})
        seen(boss, {"Alice": False})
        hers.look(interaction, typing=True)
        seen(boss, {"Alice": True})
        hers.look(interaction, typing=False)
        seen(boss, {"Alice": False})
        second = opened(ruth)
        second.look(interaction)
        boss.close()
        second.close()
        seen(hers, {})

    def test_whoever_may_not_see_it_hears_nothing_and_is_not_heard(self, care, queue, opened):
        alice, zoe = person("alice", care), person("zoe", company.workgroup("Repairs"))
        interaction = company.connected(queue, alice)
        hers, stranger = opened(alice), opened(zoe)
        hers.look(interaction)
        stranger.look(interaction, typing=True)
        stranger._say({"type": "look", "interaction": "1; DROP"})
        bob = opened(person("bob", care))
        bob.look(interaction)  # it is alice's own
        hers.until(lambda desk: interaction.pk in desk.present, "who is there")
        time.sleep(0.5)
        hers.until(lambda desk: desk.news.empty(), "all news")
        stranger.until(lambda desk: desk.news.empty(), "all news")
        assert hers.present == {interaction.pk: {}} and stranger.present == bob.present == {}

    def test_whoever_loses_it_is_no_longer_there(self, care, queue, opened):
        alice, ruth = person("alice", care), person("ruth", supervises=[care])
        interaction = company.connected(queue, alice)
        hers, boss = opened(alice), opened(ruth)
        hers.until_row(state="connected")
        hers.look(interaction)
        boss.look(interaction)
        boss.until(lambda desk: desk.present.get(interaction.pk) == {"Alice": False}, "Alice")
        interaction.transfer_to_workgroup(company.workgroup("Repairs"), alice)
        boss.until(lambda desk: desk.present.get(interaction.pk) == {}, "that Alice is gone")
        assert Interaction.objects.get(pk=interaction.pk).state == State.WAITING
