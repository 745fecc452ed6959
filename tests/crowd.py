"""Several real processes at one database. They are forked by one that has loaded Django, which takes longest.

`python -m tests.crowd`: reads lines `{"jobs": [[package.module:function, argument, …], …], "kill": bool}` and answers each with
a line `[[exit code, what it wrote], …]`.
"""

import atexit
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
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
_parents = {}  # database: the process that forks


def run(*jobs, timeout=120):
    """Run each job, a (name, argument, …) tuple, in a process of its own, all at once; all must end well."""
    for code, said in _asked({"jobs": jobs}, timeout):
        assert code == 0, said


def kill_in(*job):
    """Run one job in a process of its own until it prints a line, and kill -9 it then."""
    ((code, said),) = _asked({"jobs": [job], "kill": True}, 120)
    assert code == -signal.SIGKILL, f"it ended by itself: {said}"


def _asked(order, timeout):
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
    """The process that forks, for this database; started where there is none."""
    database = _database()
    parent = _parents.get(database)
    if parent is None or parent.poll() is not None:
        environment = os.environ | {"DATABASE_URL": database, "DATABASE_POOL": "4"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command = [sys.executable, "-m", "tests.crowd"]
        # It ends when its standard input does, which is when we have ended.
        parent = _parents[database] = subprocess.Popen(command, env=environment, cwd=ROOT, **pipes)
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
    for line in sys.stdin:
        order = json.loads(line)
        with tempfile.TemporaryDirectory() as folder:
            logs = [Path(folder) / str(number) for number, _job in enumerate(order["jobs"])]
            if order.get("kill"):
                codes = [_killed(order["jobs"][0], logs[0])]
            else:
                pids = [_forked(job, log) for job, log in zip(order["jobs"], logs, strict=True)]
                codes = [_ended(pid) for pid in pids]
            print(json.dumps(list(zip(codes, [log.read_text() for log in logs], strict=True))), flush=True)


def _ended(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _killed(job, log):
    """Kill it as soon as it has printed a line."""
    reads, writes = os.pipe()
    pid = _forked(job, log, writes)
    os.close(writes)
    with os.fdopen(reads) as said:
        if said.readline():
            os.kill(pid, signal.SIGKILL)
    return _ended(pid)


def _forked(job, log, output=None):
    """Fork a process that carries out one job; what it writes goes to `log`, what it prints to `output` if that is given."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        written = os.open(log, os.O_WRONLY | os.O_CREAT)
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
