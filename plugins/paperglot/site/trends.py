"""What each topic's papers are about more often than before, month by month.

Two numbers are compared for each term: how many of a topic's papers have it in a month, and in
the months before. What counts is the log-odds ratio over its standard deviation, with a prior
that draws rare terms towards what both have in common: Monroe, Colaresi and Quinn, "Fightin'
Words: Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict",
Political Analysis 16 (2008), equations 16 and 22.

Each month is compared with earlier ones alone, so that one that is over stays as it is.
"""

import hashlib
import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Generic, TypeVar
from zlib import crc32

from paperglot.model import Listed, Paper
from paperglot.settings import Topic
from paperglot.terms import occurrences

SHOWN_MONTHS = 12
"""Months of a plot, the one at hand included."""
MOST_RISING = 6
COMPARED_MONTHS = 6
"""Months before the one at hand that it is compared with."""
FEWEST_COMPARED = 20
"""Papers in the month, and in those before; among fewer, chance has the word."""
_FEWEST = 4
"""Papers that must have a term in a month."""
_LEAST_SCORE = 3.0
"""Standard deviations: one term in seven hundred by chance alone."""
_LEAST_RISE = 1.5
"""By what factor the share must have risen at least."""
_PRIOR = 10.0
"""How many papers the prior weighs."""
_WHOLE_PART = 0.6
"""A word that stands mostly in one pair of words is that pair."""
_TELLING = 12
"""Papers that are asked how a term is written."""
_GOLDEN = (math.sqrt(5) - 1) / 2
"""Its multiples, less their whole parts, are spread evenly however many there are."""

_Telling = Callable[[set[int]], Iterable[Paper]]
"""Returns papers that tell how some terms are written."""

P = TypeVar("P", bound=Listed)


class PapersOfMonth(tuple[P, ...]):  # noqa: SLOT001 (what is worked out once is kept in it)
    """A topic's papers of a month, of which each of the months after it is made too."""

    def __repr__(self) -> str:
        """Tell them apart by all that is theirs, worked out once: it is asked for often."""
        return self._told

    @cached_property
    def _told(self) -> str:
        found = hashlib.blake2b(super().__repr__().encode(), digest_size=16)
        return f"{len(self)} papers#{found.hexdigest()}"


@dataclass(frozen=True, slots=True)
class TopicMonths(Generic[P]):
    """What a topic's trend in a month is worked out from."""

    topic: Topic
    month: date
    """Its first day."""
    papers: tuple[PapersOfMonth[P], ...]
    """By month, the one at hand last; as many months as a plot has, or as the archive has."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """How many papers there are, month by month."""
        return tuple(map(len, self.papers))

    @property
    def is_compared(self) -> bool:
        """Whether there are papers enough, in the month and before, to compare."""
        before = sum(self.numbers[-1 - COMPARED_MONTHS : -1])
        return min(self.numbers[-1], before) >= FEWEST_COMPARED

    @property
    def papers_compared(self) -> Iterable[P]:
        """The papers whose terms matter: none where nothing is compared."""
        return chain.from_iterable(self.papers) if self.is_compared else ()


@dataclass(frozen=True, slots=True)
class Rising:
    """A term that more of a topic's papers have in a month than had it before."""

    term: str
    """As most papers write it."""
    papers: int
    share: float
    """Of the topic's papers in the month; so the next one, of the months that it is compared to."""
    before: float
    shares: tuple[float | None, ...]
    """Month by month, the last one at hand; None: no papers."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One topic in one month."""

    topic: Topic
    month: date
    """Its first day."""
    papers: tuple[int, ...]
    """By month, the one at hand last; as many months as a plot has, or as the archive has."""
    is_compared: bool
    """Whether there were papers enough before to compare with."""
    rising: tuple[Rising, ...]

    @property
    def first(self) -> date:
        """The first day of the plot's first month."""
        return months_before(self.month, len(self.papers) - 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the plot's months."""
        return tuple(
            months_before(self.month, back) for back in range(len(self.papers) - 1, -1, -1)
        )


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of all months from one to another."""
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return tuple(found)


def months_before(month: date, number: int) -> date:
    """Return the first day of the month so many months before."""
    years, place = divmod(month.year * 12 + month.month - 1 - number, 12)
    return date(years, place + 1, 1)


def topic_months(
    topic: Topic, by_month: Mapping[date, Sequence[P]], months: Sequence[date]
) -> tuple[TopicMonths[P], ...]:
    """Return what a topic's trend is worked out from, for each of some months in a row."""
    papers = [PapersOfMonth(by_month.get(month, ())) for month in months]
    return tuple(
        TopicMonths(topic, month, tuple(papers[max(0, place + 1 - SHOWN_MONTHS) : place + 1]))
        for place, month in enumerate(months)
    )


def trend_with(of: TopicMonths[P], rising: tuple[Rising, ...]) -> Trend:
    """Return a topic's trend in a month of which it is known what rises."""
    return Trend(of.topic, of.month, of.numbers, of.is_compared, rising)


def rising_of(
    of: TopicMonths[P],
    terms: Callable[[Sequence[P]], Sequence["array[int]"]],
    whole: Callable[[Sequence[P]], Iterable[Paper]],
) -> tuple[Rising, ...]:
    """Work out what rises in a topic in a month, the most telling first.

    `terms` gives the `keys` of each of some papers, `whole` the papers themselves.
    """
    if not of.is_compared:
        return ()
    counted = _Counted([terms(papers) for papers in of.papers])

    def telling(wanted: set[int]) -> Iterable[Paper]:
        places = counted.telling(wanted)
        return whole([of.papers[-1][place] for place in places])

    return tuple(_rising(of.topic, counted, telling))


def keys(paper: Paper) -> "array[int]":
    """Return a paper's distinct terms as numbers: a hundred thousand papers have ten million."""
    found = {term for text in _texts(paper) for term, _written in occurrences(text)}
    return array("I", sorted(crc32(term.encode()) for term in found))


class _Counted:
    """How many of a topic's papers have a term, month by month."""

    def __init__(self, months: Sequence[Sequence["array[int]"]]) -> None:
        self.months = months
        self.now = Counter(chain.from_iterable(months[-1]))
        self.papers = len(months[-1])
        self._compared = months[-1 - COMPARED_MONTHS : -1]
        self.papers_before = sum(map(len, self._compared))

    def before(self, wanted: set[int]) -> Counter[int]:
        """Return how many papers of the months that are compared have each of some terms."""
        return _count(wanted, chain.from_iterable(self._compared))

    def telling(self, wanted: set[int]) -> list[int]:
        """Return places of papers of the last month that tell how some terms are written.

        Of each term a few from all over the month: to read every paper would take most of the
        time that trends take.
        """
        left = dict.fromkeys(wanted, _TELLING)
        places: list[int] = []
        for place in sorted(range(self.papers), key=_scattered):
            if not left:
                break
            if had := left.keys() & self.months[-1][place]:
                places.append(place)
            for key in had:
                left[key] -= 1
                if not left[key]:
                    del left[key]
        return places

    def shares(self, wanted: set[int]) -> dict[int, tuple[float | None, ...]]:
        """Return the share of the papers that have each of some terms, month by month."""
        counts = [(_count(wanted, month), len(month)) for month in self.months]
        return {
            key: tuple(numbers[key] / papers if papers else None for numbers, papers in counts)
            for key in wanted
        }


def _scattered(place: int) -> float:
    """Return a key by which the first of any number of places are from all over them."""
    return place * _GOLDEN % 1


def _count(wanted: set[int], papers: Iterable["array[int]"]) -> Counter[int]:
    found: Counter[int] = Counter()
    for each in papers:
        found.update(wanted.intersection(each))
    return found


def _rising(topic: Topic, counted: _Counted, telling: _Telling) -> Iterator[Rising]:
    now, whole, whole_before = counted.now, counted.papers, counted.papers_before
    often = {key for key, number in now.items() if number >= _FEWEST}
    before = counted.before(often)
    scores = {
        key: score(now[key], whole, before[key], whole_before)
        for key in often
        if now[key] * whole_before >= _LEAST_RISE * before[key] * whole
    }
    rising = {key: value for key, value in scores.items() if value >= _LEAST_SCORE}
    chosen = _choose(topic, rising, now, telling)
    shares = counted.shares(set(chosen))
    for key, written in chosen.items():
        yield Rising(
            term=written,
            papers=now[key],
            share=now[key] / whole,
            before=before[key] / whole_before,
            shares=shares[key],
        )


def _choose(
    topic: Topic, rising: Mapping[int, float], now: Counter[int], telling: _Telling
) -> dict[int, str]:
    """Return the terms to show with how they are written, the most telling first."""
    allowed = {
        key: each
        for key, each in _spelled(telling(set(rising)), set(rising)).items()
        if each.names_something and not _is_of_the_rule(topic, each)
    }
    ordered = sorted(allowed, key=lambda key: (-rising[key], allowed[key].term))
    whole = {key for key in ordered if not _is_part(key, allowed, now)}
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for key in ordered:
        words = set(allowed[key].term.replace("-", " ").split())
        if key in whole and not words & taken and len(chosen) < MOST_RISING:
            chosen[key] = allowed[key].written
            taken |= words
    return chosen


@dataclass(frozen=True, slots=True)
class _Spelled:
    term: str
    written: str

    @property
    def names_something(self) -> bool:
        """Whether it is a phrase, a compound or a name: what rises of other words is style."""
        return " " in self.term or "-" in self.term or self.written[1:] != self.written[1:].lower()


def score(now: int, papers: int, before: int, papers_before: int) -> float:
    """Return by how many standard deviations a term is more frequent now than before.

    `now` of `papers` have it, and had it `before` of `papers_before`.
    """
    prior = _PRIOR * (now + before) / (papers + papers_before)
    return (_log_odds(now, papers, prior) - _log_odds(before, papers_before, prior)) / math.sqrt(
        1 / (now + prior) + 1 / (before + prior)
    )


def _log_odds(number: int, whole: int, prior: float) -> float:
    # Every paper can have a term: half a one more leaves odds that are finite.
    return math.log((number + prior) / (whole + _PRIOR - number - prior + 0.5))


def _is_of_the_rule(topic: Topic, spelled: _Spelled) -> bool:
    """Say whether a term is what makes a paper one of the topic."""
    return any(
        pattern.search(text) for pattern in topic.find for text in (spelled.term, spelled.written)
    )


def _spelled(papers: Iterable[Paper], wanted: set[int]) -> dict[int, _Spelled]:
    """Return terms with the way most papers write them."""
    written: dict[int, Counter[str]] = {}
    terms: dict[int, str] = {}
    for paper in papers:
        found = {each for text in _texts(paper) for each in occurrences(text)}
        for term, spelling in found:
            key = crc32(term.encode())
            if key in wanted:
                terms[key] = term
                written.setdefault(key, Counter())[spelling] += 1
    return {
        key: _Spelled(terms[key], min(counts, key=lambda text: (-counts[text], text)))
        for key, counts in written.items()
    }


def _is_part(key: int, spelled: Mapping[int, _Spelled], now: Counter[int]) -> bool:
    """Say whether a term stands mostly inside one longer one that rises too."""
    term = spelled[key].term
    return any(
        now[other] >= _WHOLE_PART * now[key]
        for other, longer in spelled.items()
        if len(longer.term) > len(term)
        and term in re.split("[ -]", longer.term) + longer.term.split(" ")
    )


def _texts(paper: Paper) -> tuple[str, str]:
    return paper.title, paper.abstract
