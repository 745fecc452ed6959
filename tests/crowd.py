"""Several real processes at one database. They are forked by one that has loaded Django, which takes longest.

`python -m tests.crowd` is that one: it reads orders, a line of JSON each, and answers with a line. `{"run": [job, …]}`: each
ended with [exit code, what it wrote]. `{"begin": job}`: the process that has printed a line. `{"end": process, "by": signal}`.
A job is [package.module:function, argument, …].
"""

import atexit
import contextlib
import importlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import django
import psycopg
from django.db import connection

from tests.servers import wait_until

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = ("GRAPH_URL", "X_URL")  # variables that a test may change
_parents = {}  # (database, where the platforms are): the process that forks


def run(*jobs, timeout=120):
    """Run each job, a (name, argument, …) tuple, in a process of its own, all at once; all must end well."""
    for code, said in _asked({"run": jobs}, timeout):
        assert code == 0, said


def kill_in(*job, when=lambda: True):
    """Run one job in a process of its own until it has printed a line and `when()` is true, and kill -9 it then."""
    process = _asked({"begin": job})
    wait_until(when, what="the moment to kill it")
    code, said = _asked({"end": process, "by": signal.SIGKILL})
    assert code == -signal.SIGKILL, f"it ended by itself: {said}"


@contextlib.contextmanager
def closed(table):
    """Meanwhile nobody writes into this table: who comes to that point waits there. Yields whether somebody does."""
    waits = "SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
    with psycopg.connect(_database()) as holder, psycopg.connect(_database(), autocommit=True) as looker:
        holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield lambda: looker.execute(waits, [table]).fetchone()


@contextlib.contextmanager
def standing_still(*job):
    """Run one job in a process of its own, which prints a line and stops itself; afterwards it goes on to its end."""
    process = _asked({"begin": job})
    try:
        yield
    finally:
        code, said = _asked({"end": process, "by": signal.SIGCONT})
    assert code == 0, said


def _asked(order, timeout=120):
    parent = _parent()
    parent.stdin.write(json.dumps(order, default=str) + "\n")
    parent.stdin.flush()
    if not select.select([parent.stdout], [], [], timeout)[0]:
        parent.kill()
        raise TimeoutError(f"not done within {timeout} s: {order}")
    answer = parent.stdout.readline()
    assert answer, "the process that forks has died"
    return json.loads(answer)


def _parent():
    """The process that forks, for what it works on; started where there is none."""
    key = _database(), *(os.environ.get(name) for name in PLATFORMS)
    parent = _parents.get(key)
    if parent is None or parent.poll() is not None:
        environment = os.environ | {"DATABASE_URL": key[0], "DATABASE_POOL": "4"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command = [sys.executable, "-m", "tests.crowd"]
        # It ends when its standard input does, which is when we have ended.
        parent = _parents[key] = subprocess.Popen(command, env=environment, cwd=ROOT, **pipes)
        atexit.register(parent.kill)
    return parent


def _database():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def main():
    """Carry out orders until there are no more."""
    django.setup()
    importlib.import_module("tests.jobs")
    with tempfile.TemporaryDirectory() as folder:
        begun = Begun(Path(folder))
        for line in sys.stdin:
            order = json.loads(line)
            (name,) = {"run", "begin", "end"} & order.keys()
            print(json.dumps(getattr(begun, name)(order.pop(name), **order)), flush=True)


class Begun:
    """The processes that were forked and have not ended."""

    def __init__(self, folder):
        self._folder, self._outputs = folder, {}

    def run(self, jobs):
        """All at once, to their ends."""
        return [self._ended(pid) for pid in [self._forked(job) for job in jobs]]

    def begin(self, job):
        """Until it has printed a line, or ended."""
        reads, writes = os.pipe()
        pid = self._forked(job, writes)
        os.close(writes)
        self._outputs[pid] = open(reads)  # noqa: SIM115  it may print more
        self._outputs[pid].readline()
        return pid

    def end(self, pid, by):
        """Send it this signal and wait for its end."""
        os.kill(pid, by)
        return self._ended(pid)

    def _ended(self, pid):
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if pid in self._outputs:
            self._outputs.pop(pid).close()
        return code, (self._folder / str(pid)).read_text()

    def _forked(self, job, output=None):
        """A process that carries out one job; what it prints goes to `output` if that is given."""
        pid = os.fork()
        if not pid:
            _carry_out(job, self._folder, output)
        return pid


def _carry_out(job, folder, output):
    """What a forked process does; it never returns."""
    code = 1
    try:
        written = os.open(folder / str(os.getpid()), os.O_WRONLY | os.O_CREAT)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(written if output is None else output, 1)
        os.dup2(written, 2)
        random.seed()  # else all of them would throw the same dice
        module, function = job[0].split(":")
        getattr(importlib.import_module(module), function)(*map(str, job[1:]))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
    main()
