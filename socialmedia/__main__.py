"""`python -m socialmedia`: the demo, in one process and its sandbox; `manage.py embedded` says the rest.

What makes it a demo must be in the environment before the settings read it, hence a door of its own.
"""

import os
import sys
from pathlib import Path

import environ
from django.core.management import execute_from_command_line


def main():
    """Point the platforms at the sandbox, unless told otherwise, and run the embedded product."""
    environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")
    sandbox = f"http://127.0.0.1:{os.environ.get('SANDBOX_PORT') or 8010}"
    for name, value in {"DEMO": "true", "GRAPH_URL": sandbox, "X_URL": sandbox}.items():
        os.environ[name] = os.environ.get(name) or value
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
    execute_from_command_line(["manage.py", "embedded", *sys.argv[1:]])


if __name__ == "__main__":
    main()
