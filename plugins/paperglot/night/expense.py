"""What more digests will cost, and what the budgets leave for them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from paperglot.digest.budget import Budget, Limit
from paperglot.digest.prices import cost, price_of
from paperglot.errors import ConfigurationError
from paperglot.settings import ModelSettings
from paperglot.store.journal import Answered
from paperglot.store.spending import Spent, by_day, by_month

# Tokens of a paper where the journal cannot tell: the prompt and 350 tokens of abstract, and a
# digest in two languages; the means of 29,199 abstracts.
_INPUT, _OUTPUT = 1_000, 1_000
_ENOUGH = 20
"""Answers from which a mean is taken."""
LATEST = 1_000
"""Answers that are enough for a mean."""


def expected(answers: Iterable[Answered], model: ModelSettings, papers: int) -> float | None:
    """Return what digests of so many papers will cost in US dollars; None without a price.

    The mean of the model's latest answers, or a table's where there are too few.
    """
    costs = [
        answered.provenance.cost
        for answered in answers
        if answered.provenance.model in model.names
        and answered.provenance.cost is not None
        and not (answered.is_overview or answered.is_on_captions)
    ][-LATEST:]
    table = cost(model.name, _INPUT, _OUTPUT, model.prices)
    mean = sum(costs) / len(costs) if len(costs) >= _ENOUGH else table
    return None if mean is None else mean * papers


def budget(
    answers: Sequence[Answered],
    model: ModelSettings,
    today: date,
    max_cost: float | None = None,
    under_way: int = 0,
) -> Budget:
    """Return what may be spent today, in UTC; `max_cost` bounds one run.

    For so many papers under way that have no answer yet, the estimate is set aside; an answer
    whose cost nobody knows counts as the estimate.

    Raises:
        ConfigurationError: the model has no known price, so that no limit can be held.
    """
    estimate = expected(answers, model, 1) or 0.0
    billed = [_billed(each, model, estimate) for each in answers]
    limits = []
    if (most := model.budget_per_day) is not None:
        limits.append(_limit("the budget of US$ {} a day", most, by_day(billed).get(today)))
    if (most := model.budget_per_month) is not None:
        month = by_month(billed).get(today.replace(day=1))
        limits.append(_limit("the budget of US$ {} a month", most, month))
    if max_cost is not None:
        limits.append(_limit("--max-cost of US$ {}", max_cost, None))
    if not limits:
        return Budget()
    unpriced = [each for each in model.names if price_of(each, model.prices) is None]
    if unpriced:
        message = f"{limits[0].name}: {unpriced[0]!r} has no known price; say it in prices"
        raise ConfigurationError(message, ("prices",))
    return Budget(tuple(limits), estimate, reserved=under_way * estimate)


def _billed(answered: Answered, model: ModelSettings, estimate: float) -> Answered:
    """Return an answer as it counts: at the estimate where an endpoint counted no tokens."""
    made = answered.provenance
    if made.cost is not None or made.model not in model.names:
        return answered
    return replace(answered, provenance=replace(made, cost=estimate))


def _limit(name: str, most: float, spent: Spent | None) -> Limit:
    return Limit(name.format(f"{most:.10g}"), most, spent.cost if spent else 0.0)
