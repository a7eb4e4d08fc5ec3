"""What answers have cost, by the day and the month in which they were made, in UTC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from paperglot.store.journal import Answered


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day or a month cost."""

    answers: int
    cost: float
    """US dollars, as far as prices are known."""


def by_day(answers: Iterable[Answered]) -> Mapping[date, Spent]:
    """Return what each day cost, in UTC, the earliest first."""
    return _by(answers, {})


def by_month(answers: Iterable[Answered]) -> Mapping[date, Spent]:
    """Return what each month cost, under its first day, the earliest first."""
    return _by(answers, {"day": 1})


def _by(answers: Iterable[Answered], first: Mapping[str, int]) -> Mapping[date, Spent]:
    found: dict[date, Spent] = {}
    for answered in sorted(answers, key=lambda each: each.provenance.made):
        day = answered.provenance.made.date().replace(**first)
        before = found.get(day, Spent(0, 0.0))
        found[day] = Spent(before.answers + 1, before.cost + (answered.provenance.cost or 0.0))
    return found
