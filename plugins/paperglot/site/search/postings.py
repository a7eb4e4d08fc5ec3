"""The papers that a term stands in, as bytes; `search_postings.js` reads them.

A shard numbers its papers from 0. A posting is the distance from the term's paper before, from
1, times four, plus the weight, as a variable-length number: seven bits a byte, the lowest
first, the highest bit set in all bytes but the last.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping

from paperglot.site.search.texts import Weight


def varint(number: int) -> bytes:
    """Return a number as one byte or more."""
    made = bytearray()
    while number > 0x7F:  # noqa: PLR2004 (seven bits)
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def invert(papers: Iterable[Mapping[str, Weight]]) -> dict[str, bytes]:
    """Return the postings of each term of papers that are numbered as they come."""
    found: defaultdict[str, array[int]] = defaultdict(_numbers)
    for number, weights in enumerate(papers):
        for term, weight in weights.items():
            found[term].append(number << 2 | weight)
    return {term: _coded(numbers) for term, numbers in found.items()}


def _numbers() -> "array[int]":
    return array("L")


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
