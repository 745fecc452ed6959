"""A pytest plugin, loaded before Django reads its settings: tests touch no demo, no installation and no platform.

Without DATABASE_URL and REDIS_URL (`python -m tests.servers -- pytest` sets them) the tests run embedded, on SQLite.
"""

import atexit
import os
import shutil
import tempfile

# What a `.env` beside manage.py says is for the product; every variable that matters is decided here.
if not os.environ.get("DATA_DIR"):
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
SETTINGS = {
    "DATABASE_URL": f"sqlite:///{os.path.abspath(os.environ['DATA_DIR'])}/db.sqlite3",
    "REDIS_URL": "",
    "SECRET_KEY": "for the tests only",
    "FIELD_KEYS": "dGhlc2UgdGhpcnR5LXR3byBieXRlcyBhcmUgYSBrZXk=",
    "GRAPH_URL": "http://127.0.0.1:9",  # nobody listens there
    "X_URL": "http://127.0.0.1:9",
    "PUBLIC_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DEMO": "false",
    "DEBUG": "false",
    "LOG_LEVEL": "WARNING",
    "HYPOTHESIS_STORAGE_DIRECTORY": "var/hypothesis",
}
for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
