"""What digests have cost, and what more of them will."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from paperglot.digest.prices import cost
from paperglot.store.journal import Answered

# Tokens of a paper where the journal cannot tell: the prompt and 350 tokens of abstract, and a
# digest in two languages; the means of 29,199 abstracts.
_INPUT, _OUTPUT = 1_000, 1_000
_ENOUGH = 20
"""Answers from which a mean is taken."""
_LATEST = 1_000


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


def expected(answers: Iterable[Answered], model: str, papers: int) -> float | None:
    """Return what digests of so many papers will cost in US dollars; None without a price.

    The mean of the model's latest answers, or a table's where there are too few.
    """
    costs = [
        answered.provenance.cost
        for answered in answers
        if answered.provenance.model == model and answered.provenance.cost is not None
    ][-_LATEST:]
    mean = sum(costs) / len(costs) if len(costs) >= _ENOUGH else cost(model, _INPUT, _OUTPUT)
    return None if mean is None else mean * papers


def _by(answers: Iterable[Answered], first: Mapping[str, int]) -> Mapping[date, Spent]:
    found: dict[date, Spent] = {}
    for answered in sorted(answers, key=lambda each: each.provenance.made):
        day = answered.provenance.made.date().replace(**first)
        before = found.get(day, Spent(0, 0.0))
        found[day] = Spent(before.answers + 1, before.cost + (answered.provenance.cost or 0.0))
    return found
