"""What answers have cost, by the day and the month in which they were made, in UTC."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum

from paperglot.store.journal import Answered


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day or a month cost."""

    answers: int
    cost: float
    """US dollars, as far as prices are known."""


def by_day(answers: Iterable[Answered]) -> Mapping[date, Spent]:
    """Return what each day cost, in UTC, the earliest first."""
    return _by(answers, date.toordinal, date.fromordinal)


def by_month(answers: Iterable[Answered]) -> Mapping[date, Spent]:
    """Return what each month cost, under its first day, the earliest first."""
    return _by(answers, _month, _first_day)


def _by(
    answers: Iterable[Answered], number: Callable[[date], int], day: Callable[[int], date]
) -> Mapping[date, Spent]:
    found: defaultdict[int, list[float]] = defaultdict(list)
    for answered in answers:
        made = answered.provenance
        found[number(made.made)].append(made.cost or 0.0)
    # Added up exactly, so that it is the same in whatever order they were answered.
    return {day(each): Spent(len(found[each]), fsum(found[each])) for each in sorted(found)}


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
