"""What an embedded installation keeps in DATA_DIR: for one process at a time, and how to forget it."""

import contextlib
import fcntl
import shutil
from pathlib import Path

from django.conf import settings


class InUse(Exception):
    """Another process runs on the same data; the text is for people."""


@contextlib.contextmanager
def held():
    """Keep DATA_DIR for this process as long as the block lasts; InUse when another has it."""
    with open(settings.DATA_DIR / "embedded.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse(f"The product is already running on the data in {settings.DATA_DIR}: stop it first.") from error
        yield


def sandbox_file():
    """Where the sandbox keeps its world."""
    return settings.DATA_DIR / "sandbox.sqlite3"


def forget():
    """Remove the SQLite database, the media and the sandbox's world; the keys stay. InUse while the product runs."""
    with held():
        for database in (_database_file(), sandbox_file()):
            for part in ("", "-wal", "-shm", "-journal"):
                Path(f"{database}{part}").unlink(missing_ok=True)
        media = getattr(settings, "MEDIA_ROOT", "")
        if media and settings.DATA_DIR in Path(media).resolve().parents:  # never a folder that is not ours
            shutil.rmtree(media, ignore_errors=True)


def _database_file():
    if settings.POSTGRESQL:
        raise InUse("DATABASE_URL names a PostgreSQL database, which is not the demo's to remove.")
    return settings.DATABASES["default"]["NAME"]
