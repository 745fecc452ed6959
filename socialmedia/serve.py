"""`python -m socialmedia.serve`: the server mode on one machine, each line of `Procfile` a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
NEEDED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS")


def main():
    """Migrate, then become honcho, which ends all processes when one ends or it is told to."""
    environ.Env.read_env(BASE_DIR / ".env")
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        sys.exit(f"Server mode needs {', '.join(missing)} in the environment or in .env; .env.example explains them.")
    port = os.environ.get("PORT") or "8000"
    # honcho gives every process a PORT of its own, from which none but the web must draw a conclusion.
    os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    os.chdir(BASE_DIR)
    if subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "1"], check=False).returncode:
        sys.exit("The database could not be migrated.")
    os.execv(sys.executable, [sys.executable, "-m", "honcho", "start", "--port", port])


if __name__ == "__main__":
    main()
