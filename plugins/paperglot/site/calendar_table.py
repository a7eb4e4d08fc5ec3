"""The archive as calendars: each year's months as tables of weeks, each day with its shade."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

LEVELS = 5
_SATURDAY = 5
_NICE = (1, 2, 3, 4, 5, 6, 8, 10)
WEEK = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(7))
"""Any week's days, for the names of weekdays; arXiv's weeks begin on Monday."""


class Kind(StrEnum):
    """What a cell of the calendar stands for; the values end keys of the site's words."""

    PAPERS = "papers"
    """A day with papers to show."""
    QUIET = "quiet"
    """A day that was asked for and has nothing to show: a weekend, a holiday."""
    MISSING = "missing"
    """A weekday between the first and the last day of the archive that was never asked for."""
    NONE = "none"
    """A weekend, or a day before the archive begins or after it ends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day."""

    day: date
    kind: Kind
    papers: int = 0
    level: int = 0
    """The shade, from 1 for few papers to 5 for many; 0 without any."""

    @property
    def has_page(self) -> bool:
        """Whether the archive has the day."""
        return self.kind in (Kind.PAPERS, Kind.QUIET)


@dataclass(frozen=True, slots=True)
class Month:
    """A month as rows of seven days, Monday first; None stands for days of other months."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    has_page: bool

    @property
    def papers(self) -> int:
        """How many papers the month has."""
        return sum(cell.papers for week in self.weeks for cell in week if cell)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's months from January, without those before or after the archive."""

    year: int
    months: tuple[Month, ...]

    @property
    def papers(self) -> int:
        """How many papers the year has."""
        return sum(month.papers for month in self.months)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The whole archive."""

    years: tuple[Year, ...]
    """The latest first."""
    step: int
    """How many papers a shade spans."""

    @property
    def shades(self) -> tuple[tuple[int, int, int | None], ...]:
        """Each level with the fewest and the most papers of a day; None: any number."""
        return tuple(
            (level, (level - 1) * self.step + 1, level * self.step if level < LEVELS else None)
            for level in range(1, LEVELS + 1)
        )


def calendar_of(days: Mapping[date, int]) -> Calendar:
    """Return the calendars of an archive's days, each with the number of its papers."""
    if not days:
        return Calendar((), 1)
    step = _step(list(days.values()))
    first, last = min(days), max(days)
    years: dict[int, list[Month]] = {}
    for begin in _months(first, last):
        weeks = _weeks(begin, days, (first, last), step)
        has_page = any(cell and cell.has_page for week in weeks for cell in week)
        years.setdefault(begin.year, []).append(Month(begin, weeks, has_page))
    found = (Year(year, tuple(months)) for year, months in years.items())
    return Calendar(tuple(found)[::-1], step)


def _step(numbers: Sequence[int]) -> int:
    """Return a round number, five of which reach all days but a twentieth."""
    ordered = sorted(number for number in numbers if number)
    if not ordered:
        return 1
    wanted = ordered[ceil(len(ordered) * 0.95) - 1] / LEVELS
    unit = 1
    while unit * 10 < wanted:
        unit *= 10
    return next(unit * nice for nice in _NICE if unit * nice >= wanted)


def _months(first: date, last: date) -> list[date]:
    begin, found = first.replace(day=1), []
    while begin <= last:
        found.append(begin)
        begin = (begin + timedelta(days=31)).replace(day=1)
    return found


def _weeks(
    begin: date, days: Mapping[date, int], bounds: tuple[date, date], step: int
) -> tuple[tuple[Cell | None, ...], ...]:
    return tuple(
        tuple(
            _cell(begin.replace(day=number), days, bounds, step) if number else None
            for number in week
        )
        for week in calendar.Calendar().monthdayscalendar(begin.year, begin.month)
    )


def _cell(day: date, days: Mapping[date, int], bounds: tuple[date, date], step: int) -> Cell:
    papers = days.get(day)
    if papers is None:
        is_missing = bounds[0] < day < bounds[1] and day.weekday() < _SATURDAY
        return Cell(day, Kind.MISSING if is_missing else Kind.NONE)
    if not papers:
        return Cell(day, Kind.QUIET)
    return Cell(day, Kind.PAPERS, papers, min(ceil(papers / step), LEVELS))
