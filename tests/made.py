"""Databases with all tables, made once and copied: to make them anew would take every part of the tests ten seconds."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.values import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var"
FILE = "db.sqlite3"
# What the tables, and the rows of a new installation, come from. The journal's partitions are those of the month.
SOURCES = ("*/migrations/*.py", "interactions/partitions.py", "interactions/words*.py", "workspace/sought.py")


def kept(name, make):
    """The folder that `make(folder)` filled; by whoever comes first, and again when the tables have changed."""
    folder = KEPT / f"test-{name}-{_digest()}"
    KEPT.mkdir(exist_ok=True)
    with open(KEPT / f"test-{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in KEPT.glob(f"test-{name}-*"):
                shutil.rmtree(old)
            half = Path(tempfile.mkdtemp(prefix=f"test-{name}-", dir=KEPT))
            make(half)
            half.rename(folder)
    return folder


def _digest():
    facts = hashlib.sha256(f"{date.today():%Y-%m} {sys.version}".encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        facts.update(path.read_bytes())
    return facts.hexdigest()[:16]


def sqlite():
    """An SQLite file with all tables, to be copied."""
    return kept("sqlite", lambda folder: migrate(f"sqlite:///{folder / FILE}", "", folder)) / FILE


def migrate(database_url, redis_url, folder):
    """Make all tables in this database; `folder` is for what else a process keeps."""
    urls = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "DATA_DIR": str(folder)}
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, env=os.environ | SETTINGS | urls, cwd=ROOT, check=True, timeout=300)


def copy(source, target):
    """Copy a file or folder into a folder, with whom it belongs to."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], check=True)
