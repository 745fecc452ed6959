"""`python -m bench.desk_load ORDER {"desks": 200, …}`: what the desks' bench does in the database; prints JSON.

`make` makes the company with conversations in everybody's hands, `snapshot` counts the queries of one, `run` has customers
write in those conversations at an even pace, straight into the intake: platforms and webhooks are not what is measured.
"""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from agents.models import Agent  # noqa: E402
from bench import world  # noqa: E402
from bench.report import percentile  # noqa: E402
from channels_admin.models import Feed, Platform  # noqa: E402
from interactions.intake import take_in  # noqa: E402
from interactions.models import Interaction  # noqa: E402
from platforms.base import Person, Post  # noqa: E402
from workspace import snapshot  # noqa: E402

EACH = 3  # conversations that an agent has
WATCHED = 10  # one message in so many is for the conversation that the browser shows


def make(desks, **_asked):
    """The company, its sign-ins, and the conversation that the browser is to show."""
    call_command("migrate", verbosity=0)
    agents = world.company(desks, 60_000)
    take_in(_feed(), [_post(number, "Hello") for number in range(desks * EACH)])
    for number, interaction in enumerate(Interaction.objects.order_by("pk")):
        agent = agents[number // EACH]
        interaction.alert(agent, why={})
        interaction.pick_up(agent)
    watched = Interaction.objects.filter(owner=agents[0]).earliest("pk")
    return {"agents": [world.sign_in(agent) for agent in agents], "watched": watched.pk}


def snapshot_queries(desks, **_asked):
    """How many queries a snapshot takes, of an agent with one conversation and of one with many."""
    few, many = Agent.objects.order_by("-pk")[:2]
    Interaction.objects.filter(pk__in=Interaction.objects.filter(owner=few).values("pk")[1:]).update(owner=many)
    counts = []
    for agent in (few, few, many):  # the first one fills what is kept
        with CaptureQueriesContext(connection) as asked:
            snapshot.desk(agent)
        counts.append(len(asked))
    return {"queries_per_snapshot": counts[1], "queries_per_snapshot_many": counts[2]}


def run(rate, seconds, desks, **_asked):
    """So many messages a second; how late the sender was. To the browser's agent only those that he sees."""
    feed, begin, late = _feed(), time.monotonic() + 0.5, []
    for sequence in range(1, round(rate * seconds) + 1):
        due = begin + sequence / rate
        time.sleep(max(0, due - time.monotonic()))
        late.append((time.monotonic() - due) * 1000)
        who = 0 if sequence % WATCHED == 0 else EACH + sequence % ((desks - 1) * EACH)
        take_in(feed, [_post(who, f"w1 2/9 #{sequence} @{time.time():.6f}", sequence)])
    sent, took = round(rate * seconds), time.monotonic() - begin
    return {"sent": sent, "rate_per_s": round(sent / took, 1), "sender_lag_p99_ms": round(percentile(late, 99), 1)}


def _feed():
    return Feed.objects.select_related("channel").get(channel__platform=Platform.WHATSAPP)


def _post(number, text, sequence=0):
    person = Person("phone", f"1650550{number:04}", name=f"Customer {number}")
    facts = {"private": True, "peer": person, "author": person}
    return Post(external_id=f"wamid.{number}.{sequence}", at=timezone.now(), text=text, **facts)


if __name__ == "__main__":
    orders = {"make": make, "snapshot": snapshot_queries, "run": run}
    print(json.dumps(orders[sys.argv[1]](**json.loads(sys.argv[2]))))
