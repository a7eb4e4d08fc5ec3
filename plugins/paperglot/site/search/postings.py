"""The papers that a term stands in, as bytes; `search_index.js` reads them.

A shard numbers its papers from 0. A posting is the distance from the term's paper before, from
-1, times four, plus the weight, as a variable-length number: seven bits a byte, the lowest
first, the highest bit set in all bytes but the last.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from paperglot.site.search.texts import Weight

Entry = tuple[str, bytes]
"""A term with its postings."""

_DISTANCES = bytes(each >> 2 for each in range(256))


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

    def taken(self) -> Iterator[Entry]:
        """Yield each term with its postings, and forget it: of a year's papers they are many.

        They are sorted by their characters, and so by their bytes, as UTF-8 keeps that order.
        """
        for term in sorted(self._found):
            yield term, coded(self._found.pop(term))


def _numbers() -> "array[int]":
    return array("I")


def coded(numbers: Iterable[int]) -> bytes:
    """Return postings, each given as four times its paper's number plus its weight, in order."""
    made = bytearray()
    before = -1
    for each in numbers:
        number = each >> 2
        posting = (number - before) << 2 | each & 3
        before = number
        while posting > 0x7F:  # noqa: PLR2004 (`varint`, without a call for each posting)
            made.append(posting & 0x7F | 0x80)
            posting >>= 7
        made.append(posting)
    return bytes(made)


def decoded(postings: bytes) -> Iterator[int]:
    """Yield what `coded` made postings of."""
    paper, number, shift = -1, 0, 0
    for byte in postings:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte <= 0x7F:  # noqa: PLR2004 (seven bits)
            paper += number >> 2
            yield paper << 2 | number & 3
            number = shift = 0


def papers_in(postings: bytes) -> Iterable[int]:
    """Return the numbers of the papers of postings, and perhaps -1."""
    if postings.isascii():  # one byte each, as most are
        return accumulate(postings.translate(_DISTANCES), initial=-1)
    return (each >> 2 for each in decoded(postings))


def entry(before: bytes, term: bytes, postings: bytes) -> bytes:
    """Return a term with its postings, without what it shares with the term before it."""
    shared = _shared(before, term)
    tail = term[shared:]
    return b"".join((varint(shared), varint(len(tail)), tail, varint(len(postings)), postings))


def entries(block: bytes) -> Iterator[Entry]:
    """Yield what `entry` made a block of."""
    term, at = b"", 0
    while at < len(block):
        shared, at = _number(block, at)
        length, at = _number(block, at)
        term, at = term[:shared] + block[at : at + length], at + length
        size, at = _number(block, at)
        yield term.decode(), block[at : at + size]
        at += size


def _number(block: bytes, at: int) -> tuple[int, int]:
    """Return a number as `varint` writes it, and where it ends."""
    number, shift = 0, 0
    while (byte := block[at]) > 0x7F:  # noqa: PLR2004 (seven bits)
        number |= (byte & 0x7F) << shift
        shift += 7
        at += 1
    return number | byte << shift, at + 1


def _shared(left: bytes, right: bytes) -> int:
    for at, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return at
    return min(len(left), len(right))
