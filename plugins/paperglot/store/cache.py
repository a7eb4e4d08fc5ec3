"""What was read of the pages of a folder, kept so that an unchanged page is not parsed again.

Two files a folder: `2605.json`, the facts of each page with the hash of its bytes, and
`2605.papers`, the papers themselves. They are no truth: what is damaged, half there or made by
another version is passed over and made anew, and whoever deletes them loses nothing but time.
"""

import hashlib
import json
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO, NamedTuple

import yaml
from pydantic import ValidationError

from paperglot import __version__
from paperglot.model import Paper
from paperglot.store.examine import RECORD
from paperglot.store.facts import Row

_PACKAGE = Path(__file__).parents[1]
MEANING = (
    "model.py", "figure.py", "licences.py", "identifiers.py", "prose.py", "store/page.py",
    "store/figures.py", "store/fields.py",
    "store/markdown.py", "store/plain_yaml.py", "store/reading.py", "store/places.py",
    "store/facts.py", "store/examine.py", "store/cache.py",
)  # fmt: skip
"""The modules that say what a page means and how it is kept here."""


class Stamp(NamedTuple):
    """What the file system says of a file that did not change."""

    size: int
    modified: int
    changed: int
    """Times in nanoseconds; the second one cannot be set by hand."""


class Entry(NamedTuple):
    """What is kept of one page."""

    name: str
    stamp: Stamp
    content: str
    """The hash of the page's bytes."""
    facts: Row | None
    """None: the page is damaged."""
    start: int
    length: int
    """Bytes of the paper among the papers."""
    checksum: int
    line: int
    reason: str


class Place(NamedTuple):
    """Where a paper lies among the papers, in bytes."""

    start: int
    length: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Records:
    """The papers of a folder, as they are kept."""

    path: Path
    token: bytes
    """What the file begins with, so that one of another time is not taken for it."""
    places: Mapping[str, Place]

    def of(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """Yield papers; None where one is not there any more."""
        with _opened(self.path, self.token) as file:
            for name in names:
                yield _record(file, self.places[name]) if file is not None else None


@dataclass(frozen=True, slots=True)
class Folder:
    """What is kept of a folder."""

    entries: Mapping[str, Entry]
    papers: Path
    token: bytes

    @property
    def records(self) -> Records:
        """What is needed to load papers, and no more."""
        places = {
            name: Place(each.start, each.length, each.checksum)
            for name, each in self.entries.items()
        }
        return Records(self.papers, self.token, places)


@cache
def fingerprint() -> str:
    """Return what tells versions apart that might read a page differently."""
    found = hashlib.blake2b(digest_size=16)
    for part in (__version__, sys.version, yaml.__version__):
        found.update(part.encode())
    for name in MEANING:
        found.update((_PACKAGE / name).read_bytes())
    return found.hexdigest()


def load(path: Path) -> Folder | None:
    """Return what was kept under a path, `….json`; None where that cannot be used."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode() != _head(body):
            return None
        token, *rows = json.loads(body)
        entries = (Entry(name, Stamp(*stamp), *rest) for name, stamp, *rest in rows)
        found = Folder({each.name: each for each in entries}, _papers(path), token.encode())
    except (OSError, ValueError, TypeError):
        return None
    with _opened(found.papers, found.token) as file:
        return found if file is not None else None


def paper(record: bytes | None) -> Paper | None:
    """Return a paper as it was kept; None where that is not one."""
    try:
        return RECORD.validate_json(record) if record is not None else None
    except ValidationError:
        return None


def save(
    path: Path, entries: Sequence[Entry], records: Sequence[bytes] | None, workplace: Path
) -> Folder:
    """Keep what was read of a folder; `records` are the papers, None where they are as kept.

    The entries' places among the papers are set here. A disk that takes nothing keeps nothing.
    """
    contents = "".join(entry.content for entry in entries).encode()
    token = hashlib.blake2b(contents, digest_size=16).hexdigest().encode()
    placed, start = list[Entry](), len(token)
    for entry, record in zip(entries, records or (), strict=records is not None):
        checksum = zlib.crc32(record)
        placed.append(entry._replace(start=start, length=len(record), checksum=checksum))
        start += len(record)
    kept = placed if records is not None else entries
    body = json.dumps([token.decode(), *kept], ensure_ascii=False, separators=(",", ":")).encode()
    with suppress(OSError):
        if records is not None:
            put(_papers(path), [token, *records], workplace)
        put(path, [f"{_head(body)}\n".encode(), body], workplace)
    return Folder({each.name: each for each in kept}, _papers(path), token)


def folder_of(workplace: Path) -> Path:
    """Return where everything lies that can be made again from the pages."""
    return workplace / "cache"


def prepare(folder: Path, workplace: Path) -> Path:
    """Make a folder of the cache, which git passes over; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    _ignore(folder_of(workplace))
    return folder


def _ignore(folder: Path) -> None:
    """Keep git away from it, whatever the repository's own rules say."""
    rules = folder / ".gitignore"
    if not rules.exists():
        rules.write_text("*\n", encoding="utf-8")


def _head(body: bytes) -> str:
    return f"{fingerprint()} {hashlib.blake2b(body, digest_size=16).hexdigest()}"


def _papers(path: Path) -> Path:
    return path.with_suffix(".papers")


@contextmanager
def _opened(path: Path, token: bytes) -> Iterator[BinaryIO | None]:
    """Open the papers; None where they are not those of the token."""
    try:
        file = path.open("rb")
    except OSError:
        yield None
        return
    with file:
        yield file if file.read(len(token)) == token else None


def _record(file: BinaryIO, place: Place) -> bytes | None:
    file.seek(place.start)
    record = file.read(place.length)
    return record if zlib.crc32(record) == place.checksum and record else None


def put(path: Path, parts: Sequence[bytes], workplace: Path) -> None:
    """Replace a file of the cache by one that is whole; several processes may do so at once.

    Raises:
        OSError: the disk took nothing, and the file is as it was.
    """
    prepare(path.parent, workplace)
    handle, name = mkstemp(dir=workplace, prefix=f"{path.stem}-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
