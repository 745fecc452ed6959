"""`python -m bench.routing_load ORDER {"seconds": 8, …}`: one part of the routing bench; prints its figures as JSON.

`make` makes the company, `cost` measures one decision with few and with many waiting, `run` lets the routers that are there
work: a burst, a backlog with releases, and a floor with free agents.
"""

import json
import os
import statistics
import sys
import threading
import time
from collections import deque

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from acd import routing  # noqa: E402
from agents.models import Agent, Workgroup  # noqa: E402
from bench import report, routing_world  # noqa: E402
from bench.routing_world import ROOM  # noqa: E402
from hints import wake  # noqa: E402
from interactions import live  # noqa: E402
from interactions.models import Interaction, State, Thread  # noqa: E402
from rows.inserted import insert  # noqa: E402

RATE = 100  # arrivals, and releases, a second
PATIENCE = 60
OPEN = (State.WAITING, State.ALERTING)


def make(agents, **_asked):
    """The company."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        routing_world.make(agents)
    return {}


def cost(costs, decisions, **_asked):
    """Milliseconds of one decision, with so many waiting in the workgroup: everybody is full but one agent, by one."""
    figures, workgroup = {}, _workgroups()[0]
    for count in costs:
        routing_world.clear(*OPEN)
        routing_world.queue(count + _room() // len(_workgroups()), [workgroup])
        routing_world.settle()
        while Interaction.objects.filter(state=State.WAITING).count() > count:
            routing.route(workgroup)
        took = []
        for _turn in range(decisions):
            one = Interaction.objects.filter(state=State.ALERTING).order_by("?").first()
            Interaction.objects.filter(pk=one.pk).update(state=State.DISCONNECTED)
            begin = time.perf_counter()
            routing.route(workgroup)
            took.append((time.perf_counter() - begin) * 1000)
        figures[f"decision_ms_{count}"] = round(statistics.median(took), 2)
    routing_world.clear(*OPEN)
    return figures


def run(seconds, waiting, bursts, **_asked):
    """What the routers do."""
    figures = {"decisions_per_s": _bursts(waiting, bursts)}
    figures |= _under_load(seconds, waiting)
    routing_world.clear(*OPEN)
    routing_world.settle()
    return figures | _under_load(seconds, 0)


def _room():
    """How many interactions all agents together have room for."""
    return Agent.objects.count() * ROOM


def _workgroups():
    return list(Workgroup.objects.order_by("pk").values_list("pk", flat=True))


def _bursts(waiting, count):
    """Everybody has room, and so many wait: decisions a second until all are full."""
    rates = []
    for turn in range(count + 1):
        _fill_up(waiting)
        routing_world.clear(State.ALERTING)
        routing_world.settle()
        begin, expected = time.monotonic(), min(_room(), waiting)
        _wake_all()
        _until(lambda expected=expected: Interaction.objects.filter(state=State.ALERTING).count() >= expected)
        if turn:  # the first one warms up
            rates.append(expected / (time.monotonic() - begin))
    return round(statistics.median(rates), 1)


def _fill_up(waiting):
    missing = waiting - Interaction.objects.filter(state=State.WAITING).count()
    routing_world.queue(max(0, missing), _workgroups())


def _wake_all():
    with transaction.atomic():
        for workgroup in _workgroups():
            live.wants_routing(workgroup)


def _until(true):
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("the routers did not do their work")
        time.sleep(0.01)


def _under_load(seconds, waiting):
    """Arrivals and releases; with a backlog an agent waits for work, without one a customer for an agent."""
    if waiting:
        _fill_up(waiting)
    else:
        _half_full()
    load = _Load(seconds)
    load.run()
    time.sleep(1)
    if waiting:
        return report.spread("idle", load.idle()) | {"released": load.released}
    return report.spread("offer", load.offers()) | {"arrived": load.arrived, "offered": len(load.offers())}


def _half_full():
    routing_world.queue(_room() // 2, _workgroups())
    _wake_all()
    _until(lambda: not Interaction.objects.filter(state=State.WAITING).exists())


class _Load:
    """Customers who come and go at a fixed rate, as their messages and their agents' disconnects would have it."""

    def __init__(self, seconds):
        self._seconds, self._workgroups = seconds, _workgroups()
        self.arrived = self.released = 0
        self._came, self._gone = {}, []
        rows = Interaction.objects.filter(state=State.ALERTING).order_by("?").values_list("pk", "owner")
        self._open = deque(rows)
        spare = Interaction.objects.filter(state=State.DISCONNECTED).order_by("?").values("thread")
        open_threads = Interaction.objects.filter(state__in=OPEN).values("thread")
        wanted = int(seconds * RATE) + 1
        self._threads = deque(Thread.objects.filter(pk__in=spare).exclude(pk__in=open_threads)[:wanted])

    def run(self):
        """Both at once, and the tick that finds what a lost hint left behind."""
        ended = threading.Event()
        tick = threading.Thread(target=self._ticks, args=(ended,), daemon=True)
        tick.start()
        begin = time.monotonic()
        for number in range(int(self._seconds * RATE)):
            time.sleep(max(0, begin + number / RATE - time.monotonic()))
            self._arrive(number)
            self._release()
        self.took = time.monotonic() - begin
        ended.set()
        tick.join()

    def _ticks(self, ended):
        while not ended.wait(0.97):
            wake("acd.tasks.route_due")
        connection.close()

    def _arrive(self, number):
        workgroup = self._workgroups[number % len(self._workgroups)]
        with transaction.atomic():
            made = insert(routing_world.waiting(self._threads.popleft(), workgroup, timezone.now()))
            live.wants_routing(workgroup)
        self._came[made.pk] = time.time()
        self.arrived += 1

    def _release(self):
        if not self._open:  # of a small company nobody has anything left
            return
        pk, agent = self._open.popleft()
        now = timezone.now()
        with transaction.atomic():
            Interaction.objects.filter(pk=pk).update(state=State.DISCONNECTED, offer_expires_at=None)
            Agent.objects.filter(pk=agent).update(available_since=now)
            live.has_room_again(Interaction.objects.waiting_for, agent)
        self._gone.append((agent, time.time()))
        self.released += 1

    def offers(self):
        """Milliseconds from arrival to offer, of those that were offered."""
        made = {pk: at for pk, _agent, at in _offered()}
        return [(made[pk] - came) * 1000 for pk, came in self._came.items() if pk in made]

    def idle(self):
        """Milliseconds from each release to the next offer to that agent."""
        by_agent = {}
        for _pk, agent, at in sorted(_offered(), key=lambda row: row[2]):
            by_agent.setdefault(agent, deque()).append(at)
        found = []
        for agent, gone in self._gone:
            offers = by_agent.get(agent, deque())
            while offers and offers[0] < gone:
                offers.popleft()
            if offers:
                found.append((offers.popleft() - gone) * 1000)
        return found


def _offered():
    """[(interaction, agent, when its offer was committed)]"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT interaction_id, (data->>'agent')::bigint, extract(epoch from pg_xact_commit_timestamp(xmin)) "
            "FROM interactions_event WHERE kind = 'alerted'"
        )
        return [(pk, agent, float(at)) for pk, agent, at in cursor.fetchall()]


if __name__ == "__main__":
    print(json.dumps({"make": make, "cost": cost, "run": run}[sys.argv[1]](**json.loads(sys.argv[2]))))
