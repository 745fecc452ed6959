"""What boards are told: their own workgroups, by right, and two hundred of them for the price of one (R85)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import Agent, Membership
from supervision.consumers import BoardConsumer
from supervision.statistics import counting
from supervision.statistics.fanout import Boards
from supervision.statistics.view import board, viewers
from tests import company, factories

pytestmark = pytest.mark.django_db


class Counted:
    """Runs work on one thread, and counts its queries."""

    def __init__(self):
        self._thread, self.queries = ThreadPoolExecutor(1), 0

    def run(self, work, *args):
        return asyncio.get_running_loop().run_in_executor(self._thread, self._watched, work, args)

    def _watched(self, work, args):
        with CaptureQueriesContext(connection) as seen:
            found = work(*args)
        self.queries += len(seen)
        return found

    async def close(self):
        await asyncio.get_running_loop().run_in_executor(self._thread, lambda: connection.close())


def supervisors(group, number, right="agents.statistics"):
    """That many people who supervise the workgroup."""
    return [
        factories.AgentFactory(username=f"watcher{one}", rights=[right], supervises=[group]) for one in range(number)
    ]


async def turned(people, runner):
    """Connect all, let one turn pass, and return (what each was told, how many queries the turn took)."""
    among = Boards(runner.run, every=600)
    lines = [WebsocketCommunicator(BoardConsumer.as_asgi(among=among), "/ws/board/") for _person in people]
    for line, person in zip(lines, people, strict=True):
        line.scope["user"] = person
        assert (await line.connect(timeout=10))[0]
        assert await line.receive_json_from(timeout=10) == {"type": "welcome"}
    await lines[0].receive_json_from(timeout=10)  # the first of a process is told at once
    for page in among.pages:
        page.told = None
    await runner.run(forget_all)
    runner.queries = 0
    await among.turn()
    frames = [await line.receive_json_from(timeout=10) for line in lines]
    for line in lines:
        await line.disconnect()
    return frames, runner.queries


@pytest.mark.django_db(transaction=True)
async def test_two_hundred_supervisors_cost_no_more_queries_than_one():
    care = await sync_to_async(company.workgroup)()
    people = await sync_to_async(supervisors)(care, 200)
    costs = []
    for watching in (people[:1], people):
        runner = Counted()
        frames, queries = await turned(watching, runner)
        await runner.close()
        assert [len(frame["workgroups"]) for frame in frames] == [1] * len(watching)
        costs.append(queries)
    assert costs[1] <= costs[0] <= 20


def forget_all():
    from tests.supervision.statistics.conftest import forget  # noqa: PLC0415  as pytest names it

    forget()


def test_a_board_shows_ones_own_workgroups_and_their_members_only(queue, care, alice):
    elsewhere = company.workgroup("Elsewhere")
    bob = company.agent("bob", care, elsewhere)
    eve = company.agent("eve", elsewhere)
    company.connected(queue, alice)
    company.writes(queue, company.said(by="2"))
    sam = supervisors(care, 1)[0]
    mine = viewers([sam.pk])[sam.pk][2]
    frame = board(counting.count(), mine, {}, [])
    assert [row["id"] for row in frame["workgroups"]] == [care.pk]
    assert {one["id"]: one["workgroups"] for one in frame["agents"]} == {alice.pk: [care.pk], bob.pk: [care.pk]}
    assert eve.pk not in {one["id"] for one in frame["agents"]}
    assert (frame["totals"]["waiting"], frame["totals"]["active_messages"], frame["totals"]["logged_on"]) == (1, 1, 2)


def test_only_who_has_the_right_watches_and_only_while_he_has_it(care, client):
    sam = supervisors(care, 1)[0]
    assert client.head("/board/").status_code == 302, "whose session is over is told so without the page"
    client.force_login(sam)
    assert client.head("/board/").status_code == 200
    stranger = factories.AgentFactory(username="stranger", supervises=[care])
    boss = factories.AgentFactory(username="boss", is_superuser=True)
    seen = viewers([sam.pk, stranger.pk, boss.pk])
    assert {pk: groups for pk, (_sign_in, _language, groups) in seen.items()} == {sam.pk: {care.pk}, boss.pk: set()}
    Membership.objects.filter(agent=sam).update(supervises=False)
    assert viewers([sam.pk])[sam.pk][2] == frozenset()
    Agent.objects.filter(pk=sam.pk).update(is_active=False)
    assert viewers([sam.pk]) == {}


def test_an_agents_load_is_what_his_desk_says(queue, care, alice):
    for number in range(3):
        company.connected(queue, alice, company.said(by=f"{number}"))
    row = counting.count()["agents"][alice.pk]
    assert (row["has"], row["room"], row["connected"]) == (3, 4, 3)
