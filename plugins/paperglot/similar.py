"""The earlier papers most like a paper, by the words of their titles and abstracts.

An index takes papers one by one, in the order of their announcement, and tells of each which
of those before it are most like it. It knows nothing of later ones, so that what it told once
stays true. The measure is the cosine of vectors of terms, each weighted by how often the
paper has it and how rare it has been so far (Salton and Buckley, "Term-weighting approaches in
automatic text retrieval", 1988).

Not every pair is compared. The weightiest terms of a paper lead to the latest papers that have
them too; the best of those are compared in full. Everything lies in flat arrays, so that a
hundred thousand papers need little room and the index can be stored as it is.
"""

import json
import math
from array import array
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice, repeat
from operator import mul
from typing import BinaryIO, NamedTuple
from zlib import crc32

from paperglot.terms import terms

NEIGHBOURS = 5
THRESHOLD = 0.12
"""Papers less alike share a field and no subject; chosen by reading two hundred pairs."""

_LEADING = 24
"""Terms of a paper by which it can be found, and by which it looks for others."""
_LATEST = 200
"""Papers that one term leads to."""
_COMPARED = 40
_COMMON = 0.05
"""A term that a larger share of all papers has leads to nobody."""
_FEW = 200
"""Among so few papers no term is common, and rarity is reckoned as among so many."""
_STEPS = 32
"""Weights are rounded to such parts, so that one paper more or less changes hardly any."""
_BUCKETS = 1 << 24
"""Some six for each term of a hundred thousand papers, so that few terms share one."""
_HEADS = 1 << 22
_MOST = 255
_MOST_PAPERS = 0xFFFF
# A change of the terms or of what is stored needs another name.
_FORMAT = "paperglot similar 1"

_FREQUENCY = [0.0, *(1 + math.log(count) for count in range(1, _MOST + 1))]
_TABLES = {"_frequencies": ("H", _BUCKETS), "_heads": ("I", _HEADS)}
_ARRAYS = {
    "_keys": "I", "_before": "I", "_holders": "I", "_shares": "f",
    "_starts": "I", "_terms": "I", "_counts": "B", "_norms": "f",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An earlier paper and how much it is like the one at hand, from 0 to 1."""

    id: str
    score: float


class _Term(NamedTuple):
    key: int
    times: int
    rarity: float
    """From 0, which every paper has, to 1, which none has had so far."""
    weight: float
    """The rarity times how much the paper has of it."""


class SimilarIndex:
    """All papers so far."""

    def __init__(self) -> None:
        """Begin without papers."""
        self._ids: list[str] = []
        self._known: set[str] = set()
        # How many papers have a term, and the last posting of it, by the term's bucket.
        self._frequencies, self._heads = (_table(*kind) for kind in _TABLES.values())
        # Postings: a term, the posting of its bucket before, a paper, the term's share in it.
        self._keys, self._before = array("I", [0]), array("I", [0])
        self._holders, self._shares = array("I", [0]), array("f", [0])
        # Papers: where the terms of each begin, the terms with their counts, the length.
        self._starts, self._terms = array("I", [0]), array("I")
        self._counts, self._norms = array("B"), array("f")

    def __contains__(self, identifier: object) -> bool:
        """Whether the index has a paper."""
        return identifier in self._known

    def __len__(self) -> int:
        """The number of papers."""
        return len(self._ids)

    def add(self, identifier: str, title: str, abstract: str) -> tuple[Neighbour, ...]:
        """Return the papers before this one that are most like it, the likest first; add it."""
        weighed, unseen = self._weigh(terms(title, abstract))
        norm = math.sqrt(sum(term.weight**2 for term in weighed))
        leading = self._leading(weighed) if norm else []
        found = self._find(leading, weighed, norm) if norm else []
        self._add(identifier, leading, weighed, norm)
        self._count(weighed, unseen)
        return tuple(Neighbour(self._ids[paper], score) for score, paper in found)

    def save(self, file: BinaryIO) -> None:
        """Write the index, so that it can go on after these papers."""
        lengths = {name: len(getattr(self, name)) for name in _ARRAYS}
        header = {"format": _FORMAT, "ids": self._ids, "lengths": lengths}
        file.write(json.dumps(header).encode() + b"\n")
        file.writelines(getattr(self, name).tobytes() for name in (*_TABLES, *_ARRAYS))

    @classmethod
    def load(cls, file: BinaryIO) -> "SimilarIndex":
        """Read what `save` wrote on a machine of the same kind.

        Raises:
            ValueError: it is something else, or cut off.
        """
        header = json.loads(file.readline())
        if not isinstance(header, dict) or header.get("format") != _FORMAT:
            message = f"this is no index of the format {_FORMAT!r}"
            raise ValueError(message)
        index = cls()
        index._ids = header["ids"]
        index._known = set(index._ids)
        for table in (index._frequencies, index._heads):
            table.cast("B")[:] = _read(file, table.nbytes)
        for name, kind in _ARRAYS.items():
            values = array(kind)
            values.frombytes(_read(file, header["lengths"][name] * values.itemsize))
            setattr(index, name, values)
        return index

    def _weigh(self, counts: dict[str, int]) -> tuple[list[_Term], list[int]]:
        """Return the terms that count, and two-word ones that were never seen before."""
        weighed, unseen = [], []
        whole = math.log(max(len(self._ids), _FEW) + 2)
        for term, count in counts.items():
            key = crc32(term.encode())
            frequency = self._frequencies[key % _BUCKETS]
            if not frequency and " " in term:
                unseen.append(key)
                continue
            rarity = max(round(_STEPS * (1 - math.log(frequency + 1) / whole)), 0) / _STEPS
            often = min(count, _MOST)
            weighed.append(_Term(key, often, rarity, _FREQUENCY[often] * rarity))
        return weighed, unseen

    def _leading(self, weighed: list[_Term]) -> list[_Term]:
        """Return the terms by which a paper finds others and can be found, weightiest first."""
        papers = len(self._ids)
        least = -math.log(_COMMON) / math.log(papers + 2) if papers >= _FEW else 0.0
        rare = [term for term in weighed if term.rarity >= least]
        return sorted(rare, key=lambda term: (-term.weight, term.key))

    def _find(
        self, leading: list[_Term], weighed: list[_Term], norm: float
    ) -> list[tuple[float, int]]:
        seen = (term for term in leading if self._frequencies[term.key % _BUCKETS])
        scores: dict[int, float] = {}
        for term in islice(seen, _LEADING):
            self._follow(term, scores)
        best = nlargest(_COMPARED, zip(scores.values(), scores.keys(), strict=True))
        weights = {term.key: term.weight * term.rarity for term in weighed}
        compared = ((self._compare(weights, norm, paper), paper) for _score, paper in best)
        return nlargest(NEIGHBOURS, (each for each in compared if each[0] >= THRESHOLD))

    def _follow(self, term: _Term, scores: dict[int, float]) -> None:
        """Add what a term has in common with the latest papers that have it."""
        key, weight = term.key, term.weight * term.rarity
        keys, before, holders, shares = self._keys, self._before, self._holders, self._shares
        posting = self._heads[key % _HEADS]
        for _ in range(_LATEST):
            if not posting:
                break
            if keys[posting] == key:
                holder = holders[posting]
                scores[holder] = scores.get(holder, 0.0) + weight * shares[posting]
            posting = before[posting]

    def _compare(self, weights: dict[int, float], norm: float, paper: int) -> float:
        begin, end = self._starts[paper], self._starts[paper + 1]
        shared = map(weights.get, self._terms[begin:end], repeat(0.0))
        counted = map(_FREQUENCY.__getitem__, self._counts[begin:end])
        product: float = sum(map(mul, shared, counted))
        return round(product / (norm * self._norms[paper]), 6)

    def _add(
        self, identifier: str, leading: list[_Term], weighed: list[_Term], norm: float
    ) -> None:
        paper = len(self._ids)
        for term in leading[:_LEADING]:
            bucket = term.key % _HEADS
            self._keys.append(term.key)
            self._before.append(self._heads[bucket])
            self._holders.append(paper)
            self._shares.append(_FREQUENCY[term.times] / norm)
            self._heads[bucket] = len(self._keys) - 1
        self._terms.extend([term.key for term in weighed])
        self._counts.extend([term.times for term in weighed])
        self._starts.append(len(self._terms))
        self._norms.append(norm)
        self._ids.append(identifier)
        self._known.add(identifier)

    def _count(self, weighed: list[_Term], unseen: list[int]) -> None:
        for key in [*(term.key for term in weighed), *unseen]:
            bucket = key % _BUCKETS
            self._frequencies[bucket] = min(self._frequencies[bucket] + 1, _MOST_PAPERS)


def _table(kind: str, length: int) -> "memoryview[int]":
    """Return as many zeros, which take no room and no time until they are used."""
    zeros: memoryview[int] = memoryview(bytearray(length * array(kind).itemsize))
    return zeros.cast(kind)  # type: ignore[call-overload, no-any-return]


def _read(file: BinaryIO, length: int) -> bytes:
    content = file.read(length)
    if len(content) != length:
        message = "the index is cut off"
        raise ValueError(message)
    return content
