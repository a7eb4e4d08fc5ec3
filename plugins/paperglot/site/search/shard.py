"""One period's part of the index: the terms of its papers in blocks, and what results show.

A shard's files depend on nothing but its own papers, which are numbered by day and identifier.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from paperglot.model import Paper
from paperglot.site.search.postings import Entry, Inverted, entries, entry
from paperglot.site.search.texts import shown, weighed

BLOCK = 4_096
"""Bytes that a block of terms may have before it is compressed, unless one term has more."""
CHUNK = 4
"""Papers whose texts stand in one file: a result costs a reader that much."""
_HASH = 8
"""Hexadecimal digits that tell one state of a shard or day from another."""
_TABLE = "table.bin"

File = tuple[str, bytes]
"""A path below the search's folder, with its bytes."""


@dataclass(frozen=True, slots=True)
class Shard:
    """The files of a period."""

    period: str
    folder: str
    """Where its terms are; it holds a hash, so that no cache mixes two states."""
    first: date
    last: date
    papers: int
    files: tuple[File, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """Its terms, in their order, read from the files."""
        terms = (content for path, content in self.files if path.startswith(f"{self.folder}/"))
        *blocks, _table = terms
        for block in blocks:
            yield from entries(zlib.decompress(block))


@dataclass(frozen=True, slots=True)
class Texts:
    """What results show of a day's papers."""

    day: date
    papers: int
    files: tuple[File, ...]


def build(period: str, papers: Iterable[Paper]) -> Shard:
    """Make the files of a period that has at least one paper.

    The papers come in the archive's order, and no more than a day's are held at a time.
    """
    days: list[Texts] = []
    inverted = Inverted()
    for day, group in groupby(papers, key=lambda paper: paper.announced):
        of_day = list(group)
        files = [(path, text_of(of_day[part])) for path, part in text_files(day, len(of_day))]
        days.append(Texts(day, len(of_day), tuple(files)))
        for paper in of_day:
            inverted.add(weighed(paper))
    return assembled(period, days, inverted.taken())


def text_files(day: date, papers: int) -> Iterator[tuple[str, slice]]:
    """Yield where the texts of a day lie that has so many papers, and whose are in each file."""
    for number, start in enumerate(range(0, papers, CHUNK)):
        yield f"papers/{day:%Y/%m/%d}-{number}.bin", slice(start, start + CHUNK)


def text_of(papers: Iterable[Paper]) -> bytes:
    """Return a file of what results show of papers."""
    return packed([shown(paper).as_json() for paper in papers])


def assembled(period: str, days: Sequence[Texts], terms: Iterable[Entry]) -> Shard:
    """Return the shard of some days, the oldest first, with all terms in their order."""
    files = list(_terms(terms, days))
    folder = f"{period}-{_hash(files)}"
    placed = [(f"{folder}/{path}", content) for path, content in files]
    papers = sum(day.papers for day in days)
    texts = [file for day in days for file in day.files]
    return Shard(period, folder, days[0].day, days[-1].day, papers, (*placed, *texts))


def packed(value: object) -> bytes:
    """Return a value as compressed JSON, the same bytes for the same value."""
    return _compressed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _terms(terms: Iterable[Entry], days: Sequence[Texts]) -> Iterator[File]:
    """Yield the blocks, and a table of the first term and the size of each."""
    starts: list[str] = []
    sizes: list[int] = []
    for number, (start, block) in enumerate(_blocks(terms)):
        content = _compressed(block)
        starts.append(start)
        sizes.append(len(content))
        yield f"{number}.bin", content
    rows: list[tuple[str, int, str]] = []
    papers = 0
    for day in days:
        rows.append((day.day.isoformat(), papers, _hash(day.files)))
        papers += day.papers
    yield _TABLE, packed({"papers": papers, "days": rows, "starts": starts, "sizes": sizes})


def _blocks(terms: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Cut the sorted terms into blocks; a block begins with a whole term."""
    start, before = "", b""
    block = bytearray()
    for term, postings in terms:
        name = term.encode()
        made = entry(before, name, postings)
        if block and len(block) + len(made) > BLOCK:
            yield start, bytes(block)
            block.clear()
        if not block:
            start, made = term, entry(b"", name, postings)
        block += made
        before = name
    if block:
        yield start, bytes(block)


def _compressed(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def _hash(files: Iterable[File]) -> str:
    digest = hashlib.sha256()
    for _path, content in files:
        digest.update(content)
    return digest.hexdigest()[:_HASH]
