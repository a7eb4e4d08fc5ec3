"""The built site's folder, in which a file stays where it would be written again.

MkDocs empties the folder at the beginning of each build; for ten thousand pages that, and writing
them all, takes longer than everything else where little changed. So what is there is put aside
before, and brought back behind. A record says of each file that we wrote what it was made of, with
its size and time as they were then. What differs from that in anything, or is not of ours, goes.
The folder for what is put aside stays until the build is through, and tells that it is not.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from paperglot.site.kept import key_of
from paperglot.unfinished import MARK

Row = list[object]
"""What a file was made of, its size in bytes, and its time of change in nanoseconds."""


@dataclass(slots=True)
class SiteFolder:
    """A folder with what the build before wrote there, and what this one does."""

    root: Path
    record: Path
    """Where it is noted what lies in the folder; it can be lost any time."""
    _known: dict[str, Row] = field(init=False, default_factory=dict)
    _there: dict[str, Row] = field(init=False, default_factory=dict)
    """What the build before wrote and is as it was; by its address, as everything here."""
    _now: dict[str, Row] = field(init=False, default_factory=dict)
    _made: set[Path] = field(init=False, default_factory=set)

    def put_aside(self) -> None:
        """Take what is there out of MkDocs' way; where that is not possible, MkDocs removes it."""
        self._known = self._read()
        aside = self.root / MARK
        with suppress(OSError):
            aside.mkdir(parents=True, exist_ok=True)
            # What a build that failed had put aside is whole; what it left in its place is not.
            if self._known and not any(aside.iterdir()):
                for path in list(self.root.iterdir()):
                    if not path.name.startswith("."):
                        path.rename(aside / path.name)

    def bring_back(self) -> None:
        """Put back what is as we wrote it, but where MkDocs has written a file of its own."""
        aside = self.root / MARK
        if aside.is_dir():
            self._there = dict(self._sifted(aside, ""))
            self._merge(aside, self.root, "")
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(exist_ok=True)

    def holds(self, address: str, made_of: bytes) -> bool:
        """Say whether a file that was made of the same is there; it stays then."""
        row = self._there.get(address)
        if row is None or row[0] != made_of.hex():
            return False
        self._now[address] = row
        return True

    def write(self, address: str, content: bytes, made_of: bytes | None = None) -> None:
        """Put a file at an address below the site's root, where it is not there.

        `made_of` is a key of what its content depends on; the content itself by default.
        """
        key = key_of(content) if made_of is None else made_of
        if not self.holds(address, key):
            self.note(address, self.put(address, content, key))

    def put(self, address: str, content: bytes, made_of: bytes) -> Row:
        """Put a file there; return what is to be noted of it, as another process may do this."""
        path = self.root / address
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            stat = os.fstat(file.fileno())
        return [made_of.hex(), stat.st_size, stat.st_mtime_ns]

    def note(self, address: str, row: Row) -> None:
        """Note what was put at an address."""
        self._now[address] = row

    def finish(self) -> None:
        """Remove what the build before wrote and this one did not; note what is there now."""
        for address in self._there.keys() - self._now.keys():
            path = self.root / address
            path.unlink()
            _prune(path.parent, self.root)
        noted = {"folder": self._name, "files": self._now}
        # A disk that takes nothing keeps nothing.
        with suppress(OSError):
            self.record.parent.mkdir(parents=True, exist_ok=True)
            self.record.write_text(json.dumps(noted, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(self.root / MARK, ignore_errors=True)

    @property
    def _name(self) -> str:
        return str(self.root.resolve())

    def _read(self) -> dict[str, Row]:
        """Return what was noted of this folder; nothing where that is damaged or of another."""
        try:
            noted = json.loads(self.record.read_bytes())
            files = noted["files"] if noted["folder"] == self._name else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return files if isinstance(files, dict) else {}

    def _sifted(self, folder: Path, prefix: str) -> Iterator[tuple[str, Row]]:
        """Yield what is as we wrote it; remove the rest, and folders in which nothing is left."""
        with os.scandir(folder) as scanned:
            entries = list(scanned)
        gone = 0
        for entry in entries:
            address = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self._sifted(Path(entry.path), f"{address}/")
                gone += not os.path.lexists(entry.path)
                continue
            stat = entry.stat(follow_symlinks=False)
            row = self._known.get(address)
            if isinstance(row, list) and row[1:] == [stat.st_size, stat.st_mtime_ns]:
                yield address, row
            else:
                Path(entry.path).unlink()
                gone += 1
        if gone == len(entries):
            folder.rmdir()

    def _merge(self, old: Path, new: Path, prefix: str) -> None:
        if not old.exists():
            return
        with os.scandir(old) as scanned:
            entries = list(scanned)
        for entry in entries:
            address, target = f"{prefix}{entry.name}", new / entry.name
            if not os.path.lexists(target):
                Path(entry.path).rename(target)
            elif entry.is_dir() and target.is_dir():
                self._merge(Path(entry.path), target, f"{address}/")
            else:
                self._forget(address)

    def _forget(self, address: str) -> None:
        """Something else is there now."""
        for each in [each for each in self._there if f"{each}/".startswith(f"{address}/")]:
            del self._there[each]


def _prune(folder: Path, root: Path) -> None:
    """Remove a folder below the root, and those around it, as far as they are empty."""
    with suppress(OSError):
        while folder != root:
            folder.rmdir()
            folder = folder.parent
