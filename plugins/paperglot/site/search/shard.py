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
from paperglot.site.search.postings import Inverted, entry
from paperglot.site.search.texts import shown, weighed

BLOCK = 4_096
"""Bytes that a block of terms may have before it is compressed, unless one term has more."""
CHUNK = 4
"""Papers whose texts stand in one file: a result costs a reader that much."""
_HASH = 8
"""Hexadecimal digits that tell one state of a shard or day from another."""

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


def build(period: str, papers: Iterable[Paper]) -> Shard:
    """Make the files of a period that has at least one paper.

    The papers come in the archive's order, and no more than a day's are held at a time.
    """
    texts: list[File] = []
    days: list[tuple[str, int, str]] = []
    inverted = Inverted()
    for day, group in groupby(papers, key=lambda paper: paper.announced):
        of_day = list(group)
        chunks = list(_chunks(day, of_day))
        days.append((day.isoformat(), inverted.papers, _hash(content for _path, content in chunks)))
        texts += chunks
        for paper in of_day:
            inverted.add(weighed(paper))
    terms = list(_terms(inverted, days))
    folder = f"{period}-{_hash(content for _path, content in terms)}"
    placed = ((f"{folder}/{path}", content) for path, content in terms)
    first, last = (date.fromisoformat(days[place][0]) for place in (0, -1))
    return Shard(period, folder, first, last, inverted.papers, (*placed, *texts))


def packed(value: object) -> bytes:
    """Return a value as compressed JSON, the same bytes for the same value."""
    return _compressed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _chunks(day: date, papers: Sequence[Paper]) -> Iterator[File]:
    for number, start in enumerate(range(0, len(papers), CHUNK)):
        some = papers[start : start + CHUNK]
        content = packed([shown(paper).as_json() for paper in some])
        yield f"papers/{day:%Y/%m/%d}-{number}.bin", content


def _terms(inverted: Inverted, days: Sequence[tuple[str, int, str]]) -> Iterator[File]:
    """Yield the blocks, and a table of the first term and the size of each."""
    starts: list[str] = []
    sizes: list[int] = []
    for number, (start, block) in enumerate(_blocks(inverted)):
        content = _compressed(block)
        starts.append(start)
        sizes.append(len(content))
        yield f"{number}.bin", content
    table = {"papers": inverted.papers, "days": days, "starts": starts, "sizes": sizes}
    yield "table.bin", packed(table)


def _blocks(inverted: Inverted) -> Iterator[tuple[str, bytes]]:
    """Cut the sorted terms into blocks; a block begins with a whole term."""
    start, before = "", b""
    block = bytearray()
    for term, postings in inverted.taken():
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


def _hash(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:_HASH]
