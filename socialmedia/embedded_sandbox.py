"""The sandbox as a child of the embedded product: the platforms, played on this machine."""

import subprocess
import sys
import time

import httpx
from django.conf import settings

from socialmedia import child, demo, embedded_data

PATIENCE = 20  # seconds the sandbox may take to answer


class SandboxFailed(Exception):
    """The sandbox did not come up; the text is for people."""


class Sandbox:
    """The running sandbox, at `url`."""

    def __init__(self):
        self.url = f"http://127.0.0.1:{settings.SANDBOX_PORT}"
        self.process = None

    def start(self):
        """Start the process; `wait` says when it answers. To be called from the main thread (see `child.spawn`)."""
        command = [sys.executable, "-m", "sandbox", "--host", "127.0.0.1", "--port", str(settings.SANDBOX_PORT)]
        self.process = child.spawn(
            [*command, "--data", str(embedded_data.sandbox_file())],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # its address is said by us
            start_new_session=True,  # a Ctrl-C at the terminal is for the parent, which ends the sandbox last
        )

    def wait(self):
        """Wait until it answers; SandboxFailed when it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.is_gone():
                raise SandboxFailed(f"The sandbox ended at its start (code {self.process.returncode}).")
            if time.monotonic() > deadline:
                raise SandboxFailed(f"The sandbox did not answer within {PATIENCE} s.")
            time.sleep(0.05)

    def settle(self):
        """Tell it of the demo company: its pages, numbers, handles, and where its webhooks go."""
        world = demo.world(f"http://127.0.0.1:{settings.PORT}")
        answer = httpx.post(f"{self.url}/control/world", json=world, timeout=PATIENCE)
        if answer.is_error:
            raise SandboxFailed(f"The sandbox refused the demo company: {answer.text}")

    def is_gone(self):
        """Has the process ended?"""
        return self.process.poll() is not None

    def stop(self):
        """End the process, if it was started."""
        if self.process is not None:
            child.end(self.process)

    def _answers(self):
        try:
            return httpx.get(f"{self.url}/control/health", timeout=1).is_success
        except httpx.TransportError:
            return False
