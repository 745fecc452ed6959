"""A child process that does not outlive its parent, whatever the parent dies of."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1  # prctl(2)


def spawn(command, *, parting=signal.SIGTERM, **options):
    """Start `command` (a list) and return its Popen; `options` are Popen's.

    On Linux the kernel sends the child the signal `parting` when the calling thread ends, so call it from the main
    thread. Elsewhere a parent that is killed outright leaves the child behind.
    """
    return subprocess.Popen(command, preexec_fn=_following(parting), **options)


def end(process, *, patience=10):
    """Ask the child to go (SIGTERM), end it after `patience` seconds, and return its exit code."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    try:
        return process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _following(parting):
    if not sys.platform.startswith("linux"):
        return None
    # Loaded before the fork: between fork and exec the child may only make plain calls.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def follow():
        prctl(PR_SET_PDEATHSIG, parting)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return follow
