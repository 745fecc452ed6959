"""The sandbox's SQLite file: objects live in memory and are written behind, in batches."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS object (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS blob (key TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
SAVE = "INSERT INTO object VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"
DROP = "DELETE FROM object WHERE kind = ? AND key = ?"


class Store:
    """Rows of JSON by kind and key; a commit survives the death of the process (kill -9), not that of the machine."""

    def __init__(self, path: str | Path):
        """Open or create the file; its folder is made when missing."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(SCHEMA)
        self._unsaved: dict[tuple[str, str], dict | None] = {}

    def rows(self, kind: str) -> Iterator[dict]:
        """Every stored object of a kind."""
        for (body,) in self.db.execute("SELECT body FROM object WHERE kind = ?", (kind,)):
            yield json.loads(body)

    def put(self, kind: str, key: str, body: dict) -> None:
        """Keep the object; it is read again at the commit, so later changes to it are saved as well."""
        self._unsaved[kind, key] = body

    def drop(self, kind: str, key: str) -> None:
        """Forget the object at the next commit."""
        self._unsaved[kind, key] = None

    def commit(self) -> None:
        """Write all that changed since the last commit, in one transaction."""
        if not self._unsaved:
            return
        unsaved, self._unsaved = self._unsaved, {}
        saved = [(kind, key, json.dumps(body)) for (kind, key), body in unsaved.items() if body is not None]
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany(SAVE, saved)
        self.db.executemany(DROP, [where for where, body in unsaved.items() if body is None])
        self.db.execute("COMMIT")

    def keep(self, key: str, data: bytes) -> None:
        """Write bytes down, at once; they are not held in memory."""
        self.db.execute("INSERT OR REPLACE INTO blob VALUES (?, ?)", (key, data))

    def kept(self, key: str) -> bytes | None:
        """The bytes, or None."""
        row = self.db.execute("SELECT data FROM blob WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def clear(self) -> None:
        """Forget everything, at once."""
        self._unsaved = {}
        self.db.execute("DELETE FROM object")
        self.db.execute("DELETE FROM blob")

    def close(self) -> None:
        """Commit and close the file."""
        self.commit()
        self.db.close()


class Shelf[T]:
    """All objects of one kind: in memory by key, each change handed to the store."""

    def __init__(self, store: Store, kind: str, make: Callable[..., T], key: Callable[[T], str]):
        """Load what the store has into `make`, a dataclass; members that it no longer has are left behind."""
        self._store, self._kind, self._key = store, kind, key
        self._objects = {}
        names = {one.name for one in fields(make)}
        for row in store.rows(kind):
            one = make(**{name: value for name, value in row.items() if name in names})
            self._objects[key(one)] = one

    def __iter__(self) -> Iterator[T]:
        return iter(self._objects.values())

    def __len__(self) -> int:
        return len(self._objects)

    def __contains__(self, key: str) -> bool:
        return key in self._objects

    def get(self, key: str) -> T | None:
        """The object, or None."""
        return self._objects.get(key)

    def save(self, one: T) -> T:
        """Take in a new object or note that one has changed."""
        key = self._key(one)
        self._objects[key] = one
        self._store.put(self._kind, key, vars(one))
        return one

    def drop(self, one: T) -> None:
        """Forget an object; one that is already forgotten is no error."""
        key = self._key(one)
        self._objects.pop(key, None)
        self._store.drop(self._kind, key)
