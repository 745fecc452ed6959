"""The bench runs and its judge notices what is lost, doubled or drawn in another order."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench import held, plan, report
from bench.records import Stored

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = """rate_per_s sent stored shown lost doubled misordered webhook_to_socket_p50_ms webhook_to_socket_p95_ms
    webhook_to_socket_p99_ms floor_p50_ms offer_p95_ms held_rate_per_s"""


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.bench
def test_a_quick_bench_shows_every_message_and_ends_with_one_line_of_json():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert set(KEYS.split()) <= set(figures)
    assert figures["sent"] == figures["stored"] == figures["shown"] == figures["floor_shown"] == 25
    assert (figures["lost"], figures["doubled"], figures["misordered"]) == (0, 0, 0)
    assert figures["webhook_to_socket_p50_ms"] > 0 and figures["floor_p50_ms"] > 0
    assert figures["cpu_web_s"] > 0 and figures["peak_intake_mb"] > 0


def marks(steps):
    return [plan.read(f"{step['text']} #{number} @{number}.5") for number, step in enumerate(steps, 1)]


@pytest.mark.parametrize("rate", [2, 20, 80])
def test_one_message_in_five_opens_and_every_conversation_is_one_customers_alone(rate):
    steps = plan.schedule(1, rate, count=2000, desks=50, customers=200)
    lines = plan.at_once(rate, 50, 200)
    settled = marks(steps)[lines:]
    assert sum(mark.opens for mark in settled) == pytest.approx(len(settled) / 5, rel=0.02)
    writing = {}
    for step, mark in zip(steps, marks(steps), strict=True):
        before = writing.get(step["from"])
        assert mark.place == before + 1 if before else True
        writing[step["from"]] = None if mark.last else mark.place
        assert sum(place is not None for place in writing.values()) <= lines
    assert steps[-1]["at_ms"] == pytest.approx(1999 * 1000 / rate)


def test_more_conversations_than_the_agents_have_room_for_are_never_begun():
    assert plan.at_once(1000, desks=50, customers=200) == 120
    assert plan.at_once(1000, desks=5, customers=200) == 12


def test_a_mark_is_read_from_a_text_that_begins_with_a_handle():
    assert plan.read("@brewline p3 1/1 #7 ~12.25") == plan.Mark("p", 3, 1, 1, 7, 12.25)
    assert plan.read("Thank you, we are looking into it.") is None


def mark(sequence, place=2):
    return plan.Mark("w", 1, place, 5, sequence, sent=float(sequence))


def draw(sequence, arrived, *, desk=1, spell=1, thread=1, joined=True):
    return report.Draw(mark(sequence), arrived, desk, spell, 1, thread, joined)


def stored(sequence, **times):
    given = dict.fromkeys(("received", "committed", "offered")) | times
    return Stored(mark(sequence), interaction=1, thread=1, **given)


def test_a_message_drawn_twice_in_one_stay_or_stored_twice_is_doubled():
    twice = [draw(1, 1.1), draw(1, 1.2)]
    assert report.doubled(twice, [stored(1)]) == 1
    assert report.doubled([draw(1, 1.1), draw(1, 1.2, spell=2)], [stored(1)]) == 0
    assert report.doubled([draw(1, 1.1)], [stored(1), stored(1)]) == 1


def test_a_message_drawn_after_a_later_one_of_its_thread_is_misordered():
    assert report.misdrawn([draw(1, 1.1), draw(3, 3.1), draw(2, 3.2)]) == 1
    assert report.misdrawn([draw(2, 3.1), draw(1, 3.2, thread=2)]) == 0
    assert report.misordered([1, 2, 5, 3, 4, 6]) == 2


def test_stages_add_up_and_leave_out_the_warm_up():
    opened = draw(6, 6.5, joined=False)
    shown = report.first_draws([draw(5, 5.4), opened, draw(6, 9.9)])
    times = {"received": 6.1, "committed": 6.2, "offered": 6.4}
    found = report.stages([stored(5), stored(6, **times)], shown, warm=5)
    assert {name: round(values[0]) for name, values in found.items()} == {
        "sent_to_received": 100,
        "received_to_committed": 100,
        "sent_to_committed": 200,
        "webhook_to_socket": 500,
        "offer": 200,
        "offered_to_socket": 100,
        "opened_to_socket": 500,
    }


def test_percentiles():
    assert report.spread("x", range(1, 101)) == {"x_p50_ms": 50, "x_p95_ms": 95, "x_p99_ms": 99}
    assert report.percentile([], 95) == 0.0


@pytest.mark.parametrize(
    ("limit", "known"), [(93, {"held": 20}), (20, {"held": 20}), (7, {"failed": 20}), (0, {"failed": 20})]
)
def test_the_search_ends_near_the_highest_rate_that_is_held(limit, known):
    asked = Counter()

    def holds(rate):
        asked["probes"] += 1
        return rate <= limit

    found = held.find(holds, holds, **known)
    assert limit * 0.7 <= found <= limit
    assert asked["probes"] <= 10
