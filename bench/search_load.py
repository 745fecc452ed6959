"""`python -m bench.search_load ORDER {"to": 20000, …}`: one part of the search bench; prints its figures as JSON.

`make` makes the company, `grow` the history from one size to the next, `measure` lets the supervisor search.
"""

import json
import os
import random
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from agents.models import Agent  # noqa: E402
from bench import report, search_world  # noqa: E402
from bench.search_world import AGENTS, VOCABULARY, word  # noqa: E402
from interactions.models import Interaction  # noqa: E402
from supervision.tracker import columns, listing  # noqa: E402
from supervision.tracker.criteria import Criteria  # noqa: E402
from supervision.tracker.finding import Finding  # noqa: E402


def make(**_asked):
    """The company, without a history."""
    call_command("migrate", verbosity=0)
    search_world.company()
    return {}


def grow(first, last, **_asked):
    """So many interactions."""
    began = time.monotonic()
    search_world.grow(first, last)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    return {"built_s": round(time.monotonic() - began), "database_mb": size // 2**20}


def searches(dice, last):
    """Ten searches as supervisors make them, {name: query}; `last` is the day of the newest interaction."""

    def rank(low, high):
        return word(dice.randint(low, min(high, VOCABULARY)))

    days = f"since={(last - timedelta(days=30)):%Y-%m-%d}&until={last:%Y-%m-%d}"
    mine = [agent for agent in range(1, AGENTS + 1) if search_world.group_of(agent) <= search_world.SUPERVISED]
    place = dice.randrange(len(search_world.CHINESE) - 2)
    return {
        "frequent word": f"text={rank(1, 20)}",
        "usual word": f"text={rank(200, 600)}",
        "rare word": f"text={rank(15_000, VOCABULARY)}",
        "phrase": f'text="{rank(1, 8)} {rank(1, 8)}"',
        "beginning without a word": f"text={rank(400, 4000)[:5]}* -{rank(1, 5)}",
        "Chinese": f"text={search_world.CHINESE[place : place + 2]}",
        "word, platform, dates": f"text={rank(20, 200)}&platform=whatsapp&{days}",
        "agent, longest first": f"agent={dice.choice(mine)}&longer=30&sort=-duration",
        "customer": f"customer=Person{dice.randrange(10_000)}",
        "label and wrap-up code": f"label={dice.randint(1, 40)}&wrap_up={dice.randint(1, 20)}",
    }


def measure(turns, **_asked):
    """Milliseconds of each search, of the first page as a browser gets it, of page 200, of counting."""
    boss, dice = Agent.objects.get(username="boss"), random.Random(11)
    last = Interaction.objects.order_by("-pk").first().created_at
    took, counted = {}, []
    for turn in range(turns + 1):
        for name, query in searches(dice, last).items():
            page, count = _search(boss, query)
            if turn:  # the first one warms up
                took.setdefault(name, []).append(page)
                counted.append(count)
    every = [ms for each in took.values() for ms in each]
    worst = {name: round(report.percentile(each, 95), 1) for name, each in took.items()}
    figures = {
        "search_p50_ms": round(report.percentile(every, 50), 1),
        "search_p95_ms": round(report.percentile(every, 95), 1),
    }
    figures |= {"first_page_ms": _first_page(boss, turns), "deep_page_ms": _deep_page(boss)}
    figures |= _ranked_and_placed(boss, last, turns)
    return figures | {"count_p95_ms": round(report.percentile(counted, 95), 1), "p95_ms_by_search": worst}


def _search(boss, query):
    """Ids and rows of the first page, as the view asks for them; and the count, which the page asks for apart."""
    criteria = Criteria(QueryDict(query), person=boss)
    if not criteria.is_valid():
        raise ValueError(f"{query}: {criteria.errors}")
    finding, now = Finding(criteria, timezone.now()), timezone.now()
    began = time.perf_counter()
    listing.rows(finding.page().ids, criteria, now, list(columns.COLUMNS.values())[:5])
    ended = time.perf_counter()
    finding.count()
    return (ended - began) * 1000, (time.perf_counter() - ended) * 1000


def _ranked_and_placed(boss, last, turns):
    """The first page by relevance of the searches for words; and where by date one of those stands that are on it."""
    dice, ranked, placed = random.Random(7), [], []
    for query in (query for _turn in range(turns) for query in searches(dice, last).values() if "text=" in query):
        criteria = Criteria(QueryDict(query + "&sort=-relevance"), person=boss)
        began = time.perf_counter()
        ids = Finding(criteria, timezone.now()).page().ids
        ranked.append((time.perf_counter() - began) * 1000)
        if ids:
            one, began = Interaction.objects.get(pk=dice.choice(ids)), time.perf_counter()
            Finding(criteria, timezone.now(), order=("started", True)).place(one)
            placed.append((time.perf_counter() - began) * 1000)
    return {
        "ranked_p95_ms": round(report.percentile(ranked, 95), 1),
        "place_p95_ms": round(report.percentile(placed, 95), 1),
    }


def _first_page(boss, turns):
    """The whole page without criteria, through the view and its template."""
    client = Client()
    client.force_login(boss)
    return _median(lambda: client.get("/supervision/tracker/"), turns)


def _deep_page(boss, turns=5):
    """The page that begins after 10,000 others."""
    finding = Finding(Criteria(QueryDict(""), person=boss), timezone.now())
    mine = Interaction.objects.filter(workgroup__in=finding.criteria.reach.workgroups).order_by("-created_at", "-pk")
    deep = mine[min(10_000, mine.count() - 1)]
    key = f"{int(deep.created_at.timestamp() * 1_000_000)}-{deep.pk}"
    return _median(lambda: finding.page(onward=key), turns)


def _median(what, turns):
    took = []
    for _turn in range(turns):
        began = time.perf_counter()
        what()
        took.append((time.perf_counter() - began) * 1000)
    return round(report.percentile(took, 50), 1)


if __name__ == "__main__":
    orders = {"make": make, "grow": grow, "measure": measure}
    print(json.dumps(orders[sys.argv[1]](**json.loads(sys.argv[2]))))
