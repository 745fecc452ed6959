"""What is polled, beside the webhooks: posts on a Facebook page and on X, one after the other."""

import sys
import threading
import time

import httpx

EVERY = 1.0  # seconds


class Polled(threading.Thread):
    """`with Polled(running, run) as posts:` – posts until the block ends; `posts.sent` says how many."""

    def __init__(self, running, run):
        """Nothing is posted before `with`."""
        super().__init__(daemon=True, name="polled")
        self._running, self._run, self._ended = running, run, threading.Event()
        self.sent = 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *reason):
        self._ended.set()
        self.join(timeout=30)

    def run(self):
        """A post each second, in turn on the page and on X."""
        while not self._ended.wait(EVERY):
            try:
                self._running.control(*self._next(self.sent + 1))
                self.sent += 1
            except httpx.HTTPError as error:
                print(f"polled: a post failed: {error}", file=sys.stderr)

    def _next(self, sequence):
        text, who = f"p{self._run} 1/1 #{sequence} ~{time.time():.6f}", f"{self._run}{sequence}"
        if sequence % 2:
            return "facebook/posts", {
                "page": self._running.company["page"],
                "author": {"id": f"90{who}", "name": f"Visitor {who}"},
                "message": text,
            }
        author = {"username": f"visitor{who}", "name": f"Visitor {who}"}
        return "x/tweets", {"author": author, "text": f"@{self._running.company['handle']} {text}"}
