"""A shard made from the one before: what unchanged papers gave to it is taken over.

A night brings new versions of papers from all over the archive. A shard itself says what stood
where, so that a year's other papers need not be looked through again for each of them.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from paperglot.model import Paper
from paperglot.site.search.postings import Entry, coded, decoded, papers_in
from paperglot.site.search.shard import File, Shard, Texts, assembled, text_files, text_of
from paperglot.site.search.texts import weighed
from paperglot.store.facts import Facts

Roll = list[str]
"""The papers of a shard by their numbers: the day, the identifier and the page of each."""


def roll_of(papers: Iterable[Facts]) -> Roll:
    """Return the roll of papers that are in the archive's order."""
    return [f"{facts.announced} {facts.id} {facts.content}" for facts in papers]


def renewed(
    kept: Shard, before: Roll, now: Roll, whole: Callable[[Sequence[int]], Iterable[Paper]]
) -> Shard:
    """Return the shard of the papers that a roll names, as `build` would make it.

    `kept` is that of another roll; `whole` gives papers by their numbers in the new one.
    """
    known = frozenset(before)
    texts = dict(kept.files)
    texts_before = {part.path: (part.lines, texts[part.path]) for part in _parts(before)}
    days: dict[date, list[File]] = defaultdict(list)
    added: defaultdict[str, list[int]] = defaultdict(list)
    for part in _parts(now):
        lines, text = texts_before.get(part.path, ([], b""))
        if lines != part.lines:
            papers = list(whole(part.numbers))
            text = text_of(papers)
            for number, paper in zip(part.numbers, papers, strict=True):
                if now[number] not in known:
                    _add(paper, number, added)
        days[part.day].append((part.path, text))
    places = {line: number for number, line in enumerate(now)}
    moved = [places.get(line) for line in before]
    papers_of = Counter(map(_day_of, now))
    texts_now = [Texts(day, papers_of[day], tuple(files)) for day, files in days.items()]
    return assembled(kept.period, texts_now, _entries(kept.entries, moved, added))


class _Part(NamedTuple):
    """The papers whose texts stand in one file."""

    day: date
    path: str
    numbers: range
    lines: Roll


def _parts(roll: Roll) -> Iterator[_Part]:
    first = 0
    for day, group in groupby(roll, key=_day_of):
        lines = list(group)
        numbers = range(first, first + len(lines))
        for path, part in text_files(day, len(lines)):
            yield _Part(day, path, numbers[part], lines[part])
        first += len(lines)


def _day_of(line: str) -> date:
    return date.fromisoformat(line.partition(" ")[0])


def _add(paper: Paper, number: int, added: defaultdict[str, list[int]]) -> None:
    """Add the postings of a paper."""
    for term, weight in weighed(paper).items():
        added[term].append(number << 2 | weight)


def _entries(
    kept: Iterable[Entry], moved: Sequence[int | None], added: Mapping[str, list[int]]
) -> Iterator[Entry]:
    """Yield the terms of a shard with other papers.

    `moved` says which number each paper has now, None if it has gone; `added` are the postings
    of those that came.
    """
    gone = {number for number, place in enumerate(moved) if place is None}
    are_in_place = all(place in (None, number) for number, place in enumerate(moved))
    fresh = deque(sorted(added))
    for term, postings in kept:
        while fresh and fresh[0] < term:
            new = fresh.popleft()
            yield new, coded(added[new])
        more = added[fresh.popleft()] if fresh and fresh[0] == term else []
        if not more and are_in_place and (not gone or gone.isdisjoint(papers_in(postings))):
            yield term, postings
        elif numbers := sorted([*_carried(postings, moved), *more]):
            yield term, coded(numbers)
    for new in fresh:
        yield new, coded(added[new])


def _carried(postings: bytes, moved: Sequence[int | None]) -> Iterator[int]:
    """Yield the postings of papers that stay, under their numbers of now."""
    for each in decoded(postings):
        place = moved[each >> 2]
        if place is not None:
            yield place << 2 | each & 3
