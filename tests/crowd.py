"""Several real processes at one database: `python -m tests.crowd package.module:function ARGUMENTS…` runs one of them."""

import contextlib
import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment():
    """The variables with which a process works on the test database."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{facts['NAME']}"
    else:
        url = f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    return os.environ | {"DATABASE_URL": url, "DATABASE_POOL": "4"}


def run(*jobs, timeout=120):
    """Run each job, a (name, argument, …) tuple, in a process of its own, all at once; all must end well."""
    command = [sys.executable, "-m", "tests.crowd"]
    started = [
        subprocess.Popen([*command, *map(str, job)], env=environment(), cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for job in jobs
    ]
    for process in started:
        _out, errors = process.communicate(timeout=timeout)
        assert process.returncode == 0, errors


def kill_in(*job):
    """Run one job in a process of its own until it prints a line, and kill -9 it then."""
    process = _until_it_says(job)
    process.kill()
    process.communicate()


@contextlib.contextmanager
def standing_still(*job):
    """Run one job in a process of its own, which prints a line and stops itself; afterwards it goes on to its end."""
    process = _until_it_says(job)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    assert process.returncode == 0


def _until_it_says(job):
    command = [sys.executable, "-m", "tests.crowd", *map(str, job)]
    process = subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline(), "it ended by itself"
    return process


def main(name, *arguments):
    """Carry out one job."""
    django.setup()
    module, function = name.split(":")
    getattr(importlib.import_module(module), function)(*arguments)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
    main(*sys.argv[1:])
