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

from paperglot import identifiers
from paperglot.model import Paper
from paperglot.site.search.postings import entry, invert
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
    """Make the files of a period that has at least one paper."""
    ordered = sorted(papers, key=_order)
    texts: list[File] = []
    days: list[tuple[str, int, str]] = []
    first = 0
    for day, group in groupby(ordered, key=lambda paper: paper.announced):
        of_day = list(group)
        chunks = list(_chunks(day, of_day))
        days.append((day.isoformat(), first, _hash(content for _path, content in chunks)))
        texts += chunks
        first += len(of_day)
    terms = list(_terms(ordered, days))
    folder = f"{period}-{_hash(content for _path, content in terms)}"
    placed = ((f"{folder}/{path}", content) for path, content in terms)
    return Shard(
        period, folder, ordered[0].announced, ordered[-1].announced, first, (*placed, *texts)
    )


def packed(value: object) -> bytes:
    """Return a value as compressed JSON, the same bytes for the same value."""
    return _compressed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _order(paper: Paper) -> tuple[date, tuple[int, str, int]]:
    return paper.announced, identifiers.sort_key(paper.id)


def _chunks(day: date, papers: Sequence[Paper]) -> Iterator[File]:
    for number, start in enumerate(range(0, len(papers), CHUNK)):
        some = papers[start : start + CHUNK]
        content = packed([shown(paper).as_json() for paper in some])
        yield f"papers/{day:%Y/%m/%d}-{number}.bin", content


def _terms(papers: Sequence[Paper], days: Sequence[tuple[str, int, str]]) -> Iterator[File]:
    """Yield the blocks, and a table of the first term and the size of each."""
    starts: list[str] = []
    sizes: list[int] = []
    for number, (start, block) in enumerate(_blocks(invert(map(weighed, papers)))):
        content = _compressed(block)
        starts.append(start)
        sizes.append(len(content))
        yield f"{number}.bin", content
    table = {"papers": len(papers), "days": days, "starts": starts, "sizes": sizes}
    yield "table.bin", packed(table)


def _blocks(inverted: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Cut the sorted terms into blocks; a block begins with a whole term."""
    start, before = "", b""
    block = bytearray()
    for name, term in sorted((term.encode(), term) for term in inverted):
        made = entry(before, name, inverted[term])
        if block and len(block) + len(made) > BLOCK:
            yield start, bytes(block)
            block.clear()
        if not block:
            start, made = term, entry(b"", name, inverted[term])
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
