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

    def terms(self) -> Iterator[tuple[bytes, str, bytes]]:
        """Yield each term as bytes, by which they are sorted, as text, and with its postings."""
        for name, term in sorted((term.encode(), term) for term in self._found):
            yield name, term, _coded(self._found[term])


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
