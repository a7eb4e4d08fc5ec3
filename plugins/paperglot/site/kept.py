"""What one build keeps for the next: values by name, in one file that can be lost any time.

Each value was made of something that its key stands for. It is given back only for the same key,
and only as it was put in: what is damaged, foreign or of another time is as good as not there.
A file that cannot be opened or written is done without.
"""

import hashlib
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
  name TEXT PRIMARY KEY, key BLOB NOT NULL, seal BLOB NOT NULL, value BLOB NOT NULL
)
"""
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
"""No database, none that is whole, none of ours; otherwise it is in use or cannot be reached."""
_LARGE_PAGES = 16_384
"""Bytes: most values are larger than SQLite's usual page."""


@dataclass(slots=True)
class Kept:
    """The values of the last build, and those of this one; for `with`."""

    path: Path | None
    """None keeps nothing."""
    _connection: sqlite3.Connection | None = field(init=False, default=None)

    def __enter__(self) -> Self:
        """Open the file, or begin a new one where it is damaged."""
        if self.path is not None:
            try:
                self._connection = _opened(self.path)
            except (OSError, sqlite3.DatabaseError) as error:
                if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                    self._begin_anew()
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is new; a disk that is full keeps what it had."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.commit()
            self._connection.close()
            self._connection = None

    def keys(self) -> dict[str, bytes]:
        """Return what is there by name, each with its key."""
        if self._connection is None:
            return {}
        try:
            return dict(self._connection.execute("SELECT name, key FROM kept"))
        except sqlite3.DatabaseError:
            self._begin_anew()
            return {}

    def get(self, name: str, key: bytes) -> bytes | None:
        """Return a value if it is there, of this key and whole."""
        if self._connection is None:
            return None
        question = "SELECT seal, value FROM kept WHERE name = ? AND key = ?"
        try:
            row = self._connection.execute(question, (name, key)).fetchone()
        except sqlite3.DatabaseError:
            self._begin_anew()
            return None
        if row is None:
            return None
        seal, value = row
        return value if isinstance(value, bytes) and seal == _seal(name, key, value) else None

    def put(self, name: str, key: bytes, value: bytes) -> None:
        """Keep a value in place of what had its name."""
        if self._connection is not None:
            row = (name, key, _seal(name, key, value), value)
            with suppress(sqlite3.DatabaseError):
                self._connection.execute("REPLACE INTO kept VALUES (?, ?, ?, ?)", row)

    def forget_all_but(self, names: Collection[str]) -> None:
        """Remove what has none of these names."""
        gone = self.keys().keys() - names
        if self._connection is not None and gone:
            rows = ((name,) for name in gone)
            with suppress(sqlite3.DatabaseError):
                self._connection.executemany("DELETE FROM kept WHERE name = ?", rows)

    def _begin_anew(self) -> None:
        assert self.path is not None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        with suppress(OSError, sqlite3.Error):
            self.path.unlink(missing_ok=True)
            self._connection = _opened(self.path)


def key_of(*parts: object) -> bytes:
    """Return a key that differs where the parts differ in what they say of themselves."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        text = part if isinstance(part, bytes) else str(part).encode()
        found.update(len(text).to_bytes(8, "big") + text)
    return found.digest()


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=0)
    try:
        # No value is lost that cannot be made again, and a seal tells what is whole.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA page_size = {_LARGE_PAGES}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TABLE)
        connection.execute("SELECT name, key, seal, value FROM kept LIMIT 1")
    except BaseException:
        connection.close()
        raise
    return connection


def _seal(name: str, key: bytes, value: bytes) -> bytes:
    return key_of(name, key, value)
