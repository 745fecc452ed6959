"""The desks' bench runs, and shows every message."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.bench
def test_a_quick_bench_draws_every_message_and_counts_queries():
    command = [sys.executable, "-m", "bench.desk_news", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["sent"] == figures["stored"] == figures["shown"] == 20
    assert (figures["lost"], figures["doubled"], figures["misordered"], figures["desk_errors"]) == (0, 0, 0, 0)
    assert figures["drawn"] == 2 and figures["drawn_p95_ms"] > 0
    assert figures["queries_per_snapshot"] == figures["queries_per_snapshot_many"] > 0
