"""The papers that a term stands in, as bytes; `search_postings.js` reads them.

A shard numbers its papers from 0. A posting is the distance from the term's paper before, from
1, times four, plus the weight, as a variable-length number: seven bits a byte, the lowest
first, the highest bit set in all bytes but the last.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping

from paperglot.site.search.texts import Weight


def varint(number: int) -> bytes:
    """Return a number as one byte or more."""
    made = bytearray()
    while number > 0x7F:  # noqa: PLR2004 (seven bits)
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


class Inverted:
    """The terms of papers, which are numbered as they come."""

    def __init__(self) -> None:
        """Begin without a paper."""
        self.papers = 0
        self._found: defaultdict[str, array[int]] = defaultdict(_numbers)

    def add(self, weights: Mapping[str, Weight]) -> None:
        """Add a paper with its terms."""
        for term, weight in weights.items():
            self._found[term].append(self.papers << 2 | weight)
        self.papers += 1

    def taken(self) -> Iterator[tuple[str, bytes]]:
        """Yield each term with its postings, and forget it: of a year's papers they are many.

        They are sorted by their characters, and so by their bytes, as UTF-8 keeps that order.
        """
        for term in sorted(self._found):
            yield term, _coded(self._found.pop(term))


def _numbers() -> "array[int]":
    return array("I")


def _coded(numbers: "array[int]") -> bytes:
    made = bytearray()
    before = -1
    for each in numbers:
        number = each >> 2
        coded = (number - before) << 2 | each & 3
        before = number
        while coded > 0x7F:  # noqa: PLR2004 (`varint`, without a call for each posting)
            made.append(coded & 0x7F | 0x80)
            coded >>= 7
        made.append(coded)
    return bytes(made)


def entry(before: bytes, term: bytes, postings: bytes) -> bytes:
    """Return a term with its postings, without what it shares with the term before it."""
    shared = _shared(before, term)
    tail = term[shared:]
    return b"".join((varint(shared), varint(len(tail)), tail, varint(len(postings)), postings))


def _shared(left: bytes, right: bytes) -> int:
    for at, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return at
    return min(len(left), len(right))
