"""A pytest plugin, loaded before Django reads its settings: tests touch no demo, no installation and no platform.

Without DATABASE_URL and REDIS_URL (`python -m tests.servers -- pytest` sets them) the tests run embedded, on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import certifi

from tests.values import SETTINGS

# What a `.env` beside manage.py says is for the product; every variable that matters is decided here.
if not os.environ.get("DATA_DIR"):
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
# Every HTTP client reads all certificate authorities, which takes longer than a request; here one is enough, as nothing
# is asked by TLS.
FEW = Path(os.environ["DATA_DIR"]) / "authority.pem"
FEW.write_text(
    Path(certifi.where()).read_text().partition("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
)
os.environ["SSL_CERT_FILE"] = str(FEW)
DATABASE = {"DATABASE_URL": f"sqlite:///{os.path.abspath(os.environ['DATA_DIR'])}/db.sqlite3", "REDIS_URL": ""}
for name, value in (SETTINGS | DATABASE).items():
    os.environ.setdefault(name, value)
