"""The polling bench runs, and its figures are those of the rows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.polling import arguments
from bench.polling_stub import ONE_IN, Memory

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.bench
def test_a_short_bench_reads_every_channel_in_time_and_ends_with_one_line_of_json():
    command = [sys.executable, "-m", "bench.polling", "--channels", "30", "--seconds", "10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["polls_per_s_30"] == pytest.approx(30 / 5, rel=0.4)
    assert figures["lag_p99_ms_30"] >= figures["lag_p50_ms_30"] > 0
    assert figures["cpu_percent_30"] > 0
    # Two requests for a page's feed, one for an inbox and for mentions, and the names of handles at first.
    assert figures["requests_per_s_30"] > figures["polls_per_s_30"]
    assert (figures["stored"], figures["feeds_failing"]) == (figures["brought"], 0)


def test_it_measures_100_500_and_2000_channels():
    assert arguments([]).channels == [100, 500, 2000]


@pytest.mark.parametrize("path", ["/v26.0/110/feed?since=0", "/v26.0/110/conversations", "/2/users/110/mentions"])
def test_the_stub_brings_one_new_post_in_fifty_readings_and_remembers_it(path):
    memory = Memory()
    answers = [memory.answer(path) for _reading in range(3 * ONE_IN)]
    counts = [len(answer.get("data", [])) for answer in answers]
    assert counts == sorted(counts) and counts[-1] == 3
    assert memory.answer("/told") == {"requests": 150, "brought": 3, "read": 150}
    ids = [row["id"] for row in answers[-1]["data"]]
    assert len(set(ids)) == 3


def test_the_stub_knows_nothing_of_what_it_is_not_asked_to_play():
    assert Memory().answer("/v26.0/110/tagged?since=0") == {"data": []}
