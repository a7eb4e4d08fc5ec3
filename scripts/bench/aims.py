"""What an archive of a hundred thousand papers is to cost, against what was measured."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from scripts.bench.results import HUGO, PAPERGLOT, Night, Results, Work, flatness, ratio
from scripts.bench.tables import NOTHING, megabytes, seconds, times, whole

_QUERY = re.compile(r": first (?P<first>\d+) kB .*; further (?P<further>\d+) kB ")
"""A line of scripts/search_benchmark.py."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound, what was measured of it, and how it is written."""

    name: str
    most: float
    measured: float | None
    """None: the run was without one of the sizes that it needs."""
    written: Callable[[float | None], str] = times

    @property
    def verdict(self) -> str:
        """Say whether the bound holds."""
        if self.measured is None:
            return "not measured"
        return "yes" if self.measured <= self.most else "**no**"

    @property
    def row(self) -> tuple[str, str, str, str]:
        """Its cells: what, the bound, what was measured, whether it holds."""
        bound = f"≤ {self.written(self.most)}"
        measured = NOTHING if self.measured is None else self.written(self.measured)
        return self.name, bound, measured, self.verdict


def store_aims(rows: Iterable[tuple[int, str, dict[str, float]]]) -> Iterator[Aim]:
    """Yield the bounds of reading the store, of what `Report.store` holds."""
    took = {(papers, name): found["seconds"] for papers, name, found in rows}
    name = "100,000 papers: seconds to list and parse the store, "
    yield Aim(f"{name}fresh", 20, took.get((100_000, "index, fresh")), seconds)
    yield Aim(f"{name}unchanged", 3, took.get((100_000, "index, unchanged")), seconds)


def search_aims(searches: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Aim]:
    """Yield the bounds of the search, of what `Report.search` holds: of the dearest query."""
    lines = [line for papers, found in searches if papers == 100_000 for line in found]  # noqa: PLR2004 (the bound's own)
    costs = [match for line in lines if (match := _QUERY.search(line))]
    first = max((float(each["first"]) for each in costs), default=None)
    further = max((float(each["further"]) for each in costs), default=None)
    yield Aim("search of 100,000 papers: kB of a first query", 400, first, whole)
    yield Aim("search of 100,000 papers: kB of a further one", 150, further, whole)


def aims(results: Results, nights: Iterable[Night]) -> Iterator[Aim]:
    """Yield the bounds of building."""

    def took(work: Work, papers: int, generator: str = PAPERGLOT) -> float | None:
        found = results.figures(generator, work, papers)
        return found.seconds if found else None

    def held(papers: int, generator: str = PAPERGLOT) -> float | None:
        found = results.figures(generator, Work.FULL, papers)
        return found.memory if found else None

    at_ten_thousand = results.figures(PAPERGLOT, Work.FULL, 10_000)
    weight = at_ten_thousand.site / 10_000 if at_ten_thousand else None
    full, day = Work.FULL, Work.DAY
    yield Aim(
        "10,000 papers: Paperglot's time against Hugo's",
        1.3,
        ratio(took(full, 10_000), took(full, 10_000, HUGO)),
    )
    yield Aim(
        "10,000 papers: Paperglot's memory against Hugo's",
        0.25,
        ratio(held(10_000), held(10_000, HUGO)),
    )
    yield Aim(
        "100,000 papers against 10,000: time a paper",
        1.25,
        ratio(ratio(took(full, 100_000), 10.0), took(full, 10_000)),
    )
    yield Aim("100,000 papers: memory in MB", 1e9, held(100_000), megabytes)
    yield Aim(
        "a day more: 10,000 papers, against Hugo's full build",
        1 / 3,
        ratio(took(day, 10_000), took(full, 10_000, HUGO)),
    )
    yield Aim(
        "a day more: 100,000 papers against 1,000",
        15,
        ratio(took(day, 100_000), took(day, 1_000)),
    )
    yield Aim("10,000 papers: bytes of site a paper", 10_000, weight, whole)
    yield Aim("soak: the last ten nights against the first ten", 1.25, flatness(list(nights)))
