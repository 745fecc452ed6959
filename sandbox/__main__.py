"""Command line: python -m sandbox --host 127.0.0.1 --port 8010 --data sandbox.sqlite3."""

import argparse
import os
import sqlite3
import sys

from sandbox.app import build
from sandbox.server import cut, listen, serve


def arguments() -> argparse.Namespace:
    """What was asked for; SANDBOX_PORT and SANDBOX_DATA are the defaults."""
    parser = argparse.ArgumentParser("sandbox", description="Plays Facebook, X and WhatsApp on the wire.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=int(os.environ.get("SANDBOX_PORT", "8010")), help="0: any free one")
    parser.add_argument("--data", default=os.environ.get("SANDBOX_DATA", "var/sandbox.sqlite3"), help="its SQLite file")
    return parser.parse_args()


def main() -> int:
    """Run until SIGTERM or SIGINT; the result is the exit code."""
    asked = arguments()
    try:
        listener = listen(asked.host, asked.port)
    except OSError as trouble:
        print(f"Sandbox cannot listen on {asked.host}:{asked.port}: {trouble.strerror}.", file=sys.stderr)
        return 1
    try:
        program, before_end = build(asked.data, cut)
    except (OSError, sqlite3.Error) as trouble:
        print(f"Sandbox cannot use its data file {asked.data}: {trouble}.", file=sys.stderr)
        return 1
    print(f"Sandbox on http://{asked.host}:{listener.getsockname()[1]}/", flush=True)
    serve(program, listener, before_end)
    return 0


if __name__ == "__main__":
    sys.exit(main())
