"""What one build keeps for the next: values by name, in one file that can be lost any time.

Each value was made of something that its key stands for. It is given back only for the same key,
and only as it was put in: what is damaged, foreign or of another time is as good as not there.
A file that cannot be opened or written is done without.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
  name TEXT PRIMARY KEY, key BLOB NOT NULL, seal BLOB NOT NULL, value BLOB NOT NULL
)
"""
_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS keys ON kept (name, key)"
"""Of which keys are read without the values that lie between them."""
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
"""No database, none that is whole, none of ours; otherwise it is in use or cannot be reached."""
_PRIMARY = 0xFF
"""The part of SQLite's codes that says what kind of error it was."""
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
            with self._mended():
                self._connection = _opened(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is new; a disk that is full keeps what it had."""
        if self._connection is not None:
            with self._mended():
                self._connection.commit()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def keys(self) -> dict[str, bytes]:
        """Return what is there by name, each with its key."""
        return dict(self._ask("SELECT name, key FROM kept"))

    def get(self, name: str, key: bytes) -> bytes | None:
        """Return a value if it is there, of this key and whole."""
        question = "SELECT seal, value FROM kept WHERE name = ? AND key = ?"
        for seal, value in self._ask(question, name, key):
            if isinstance(value, bytes) and seal == _seal(name, key, value):
                return value
        return None

    def put(self, name: str, key: bytes, value: bytes) -> None:
        """Keep a value in place of what had its name."""
        row = (name, key, _seal(name, key, value), value)
        self._ask("REPLACE INTO kept VALUES (?, ?, ?, ?)", *row)

    def forget_all_but(self, names: Collection[str]) -> None:
        """Remove what has none of these names."""
        for name in self.keys().keys() - names:
            self._ask("DELETE FROM kept WHERE name = ?", name)

    def _ask(self, question: str, *values: object) -> list[Any]:
        """Return the rows of an answer; none where there is nothing to ask, or it was damaged."""
        if self._connection is not None:
            with self._mended():
                return self._connection.execute(question, values).fetchall()
        return []

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Begin a new file in place of a damaged one; do without one that cannot be reached."""
        try:
            yield
        except (OSError, sqlite3.DatabaseError) as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code is not None and code & _PRIMARY in _DAMAGED:
                self._begin_anew()

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
        connection.execute(_INDEX)
        connection.execute("SELECT name, key, seal, value FROM kept LIMIT 1")
    except BaseException:
        connection.close()
        raise
    return connection


def _seal(name: str, key: bytes, value: bytes) -> bytes:
    return key_of(name, key, value)
