"""The built site's folder, in which a file stays where it would be written again.

MkDocs empties the folder at the beginning of each build; for ten thousand pages that, and writing
them all, takes longer than everything else where little changed. So what is there is put aside
before, and brought back behind. A record says of each file that we wrote what it was made of, with
its size and time as they were then. What differs from that in anything, or is not of ours, goes.
A folder that held nothing but ours, and in which no name came or went since, need not be listed.
The folder for what is put aside stays until the build is through, and tells that it is not.
"""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from paperglot.site.kept import key_of
from paperglot.unfinished import MARK

_SURE = 1_000_000_000
"""Nanoseconds after which a change of a folder surely gives it another time."""

Row = list[object]
"""What a file was made of, its size in bytes, and its time of change in nanoseconds."""


@dataclass(slots=True)
class SiteFolder:
    """A folder with what the build before wrote there, and what this one does."""

    root: Path
    record: Path
    """Where it is noted what lies in the folder; it can be lost any time."""
    _known: dict[str, Row] = field(init=False, default_factory=dict)
    _unmixed: dict[str, int] = field(init=False, default_factory=dict)
    """The folders that the build before filled alone, with their times in nanoseconds."""
    _mixed: set[str] = field(init=False, default_factory=set)
    """The folders in which this build has found something of MkDocs'."""
    _there: dict[str, Row] = field(init=False, default_factory=dict)
    """What the build before wrote and is as it was; by its address, as everything here."""
    _now: dict[str, Row] = field(init=False, default_factory=dict)
    _made: set[Path] = field(init=False, default_factory=set)

    def put_aside(self) -> None:
        """Take what is there out of MkDocs' way; where that is not possible, MkDocs removes it."""
        self._known, self._unmixed = self._read()
        aside = self.root / MARK
        with suppress(OSError):
            aside.mkdir(parents=True, exist_ok=True)
            for path in list(self.root.glob("[!.]*")):
                if path.is_symlink():  # MkDocs leaves one to a folder, and would write through it
                    path.unlink()
            # What a build that failed had put aside is whole; what it left in its place is not.
            if self._known and not any(aside.iterdir()):
                ours = {address.partition("/")[0] for address in self._known}
                for path in list(self.root.glob("[!.]*")):
                    # What MkDocs fills alone would need room twice until it is brought back.
                    if path.name in ours:
                        path.rename(aside / path.name)

    def bring_back(self) -> None:
        """Put back what is as we wrote it, but where MkDocs has written a file of its own."""
        aside = self.root / MARK
        self._mixed = {"", *_folders_in(self.root, "")}
        if aside.is_dir():
            self._sift(aside)
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
        # As MkDocs does: a snapshot may be links to the files, and those may be read-only.
        path.unlink(missing_ok=True)
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
        noted = {"folder": self._name, "files": self._now, "unmixed": self._times()}
        # A disk that takes nothing keeps nothing.
        with suppress(OSError):
            self.record.parent.mkdir(parents=True, exist_ok=True)
            self.record.write_text(json.dumps(noted, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(self.root / MARK, ignore_errors=True)

    @property
    def _name(self) -> str:
        return str(self.root.resolve())

    def _read(self) -> tuple[dict[str, Row], dict[str, int]]:
        """Return what was noted of this folder; nothing where that is damaged or of another."""
        try:
            noted = json.loads(self.record.read_bytes())
            files, unmixed = noted["files"], noted["unmixed"]
            is_ours = noted["folder"] == self._name
        except (OSError, ValueError, KeyError, TypeError):
            return {}, {}
        if not is_ours or not isinstance(files, dict) or not isinstance(unmixed, dict):
            return {}, {}
        return {address: row for address, row in files.items() if _is_below(address)}, unmixed

    def _sift(self, aside: Path) -> None:
        """Find what is as we wrote it; remove the rest, and folders in which nothing is left."""
        folders = _folders_of(self._known)
        unsure = sorted(each for each in folders if not self._is_unmixed(aside, each))
        for folder in unsure:
            self._weed(aside, folder, folders)
        emptied = set(unsure)
        for address, row in self._known.items():
            if _is_as_noted(f"{aside}/{address}", row):
                self._there[address] = row
            else:
                with suppress(OSError):
                    (aside / address).unlink()
                emptied.add(_above(address))
        for folder in emptied:
            _prune(aside / folder, aside)

    def _is_unmixed(self, aside: Path, folder: str) -> bool:
        """Say whether a folder lists what it listed when there was nothing but ours in it."""
        try:
            return os.lstat(f"{aside}/{folder}").st_mtime_ns == self._unmixed.get(folder)
        except OSError:
            return False

    def _weed(self, aside: Path, folder: str, folders: set[str]) -> None:
        """Remove what is not ours from a folder, and what was a file of ours and is none."""
        try:
            entries = list((aside / folder).iterdir())
        except OSError:  # it has gone, or there is a file in its place
            return
        for entry in entries:
            address = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir() and not entry.is_symlink():
                if address not in folders:
                    shutil.rmtree(entry)
            elif address not in self._known:
                entry.unlink()

    def _times(self) -> dict[str, int]:
        """Return the times of folders that hold nothing but ours, as far as they tell of changes.

        The time of a folder that was changed just now would be the same after another change.
        """
        latest = time.time_ns() - _SURE
        folders = _folders_of(self._now) - self._mixed
        times = ((each, os.lstat(f"{self.root}/{each}").st_mtime_ns) for each in sorted(folders))
        return {folder: changed for folder, changed in times if changed < latest}

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


def _folders_of(addresses: Iterable[str]) -> set[str]:
    """Return the folders that hold some addresses, and those around them."""
    found = {""}
    for address in addresses:
        folder = _above(address)
        while folder not in found:
            found.add(folder)
            folder = _above(folder)
    return found


def _folders_in(folder: Path, prefix: str) -> Iterator[str]:
    """Yield the folders in a folder, without hidden ones."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        names = [
            entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        ]
    for name in names:
        yield f"{prefix}{name}"
        yield from _folders_in(folder / name, f"{prefix}{name}/")


def _is_below(address: str) -> bool:
    """Say whether an address leads nowhere but into the site, whatever the record says."""
    return ".." not in address and "\\" not in address and not address.startswith("/")


def _above(address: str) -> str:
    return address.rpartition("/")[0]


def _is_as_noted(path: str, row: object) -> bool:
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    expected = [found.st_size, found.st_mtime_ns]
    return S_ISREG(found.st_mode) and isinstance(row, list) and row[1:] == expected


def _prune(folder: Path, root: Path) -> None:
    """Remove a folder below the root, and those around it, as far as they are empty."""
    with suppress(OSError):
        while folder != root:
            folder.rmdir()
            folder = folder.parent
