"""The bench of the Tracker runs to its end; what it measures on a small machine says nothing."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

KEYS = (
    "search_p50_ms search_p95_ms first_page_ms deep_page_ms count_p95_ms ranked_p95_ms place_p95_ms built_s database_mb"
)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.bench
def test_a_quick_bench_searches_two_histories_and_ends_with_one_line_of_json():
    command = [sys.executable, "-m", "bench.search", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert {f"{key}_{size}" for key in KEYS.split() for size in ("5k", "10k")} <= set(figures)
    assert len(figures["p95_ms_by_search_10k"]) == 10 and figures["search_p95_ms_10k"] > 0
