"""The routing bench runs, decides everything there is to decide, and its figures are those of the rows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = "decisions_per_s offer_p95_ms decision_ms_2 decision_ms_20 decision_ms_200 idle_p95_ms"


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.bench
def test_a_short_bench_offers_everybody_who_arrives_and_ends_with_one_line_of_json():
    command = [sys.executable, "-m", "bench.routing", "--routers", "1", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert set(KEYS.split()) <= set(figures)
    assert figures["offered"] == figures["arrived"] > 0
    assert figures["decisions_per_s"] > 0 and figures["offer_p95_ms"] > 0
