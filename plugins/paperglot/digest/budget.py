"""Budgets: what may still be spent, with what is under way set aside before it is known.

The sum of what was spent and what is set aside never passes a limit; so requests under way can
pass it by no more than what they cost above the estimate.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

# Costs are sums of numbers that no binary fraction has; this is far below that of one token.
_ROUNDING = 1e-9


@dataclass(slots=True)
class Limit:
    """A number of dollars, and what of it is gone."""

    name: str
    """What the limit is called in a sentence: `the budget of US$ 5 a day`."""
    most: float
    spent: float = 0.0

    @property
    def left(self) -> float:
        """US dollars; less than nothing where more was spent than allowed."""
        return self.most - self.spent


@dataclass(slots=True)
class Budget:
    """All limits of a run; without any, everything has room.

    A run that goes past midnight goes on with the limits it began with: so neither the old day
    nor the new one gets more than its budget, as the next run counts what was spent in each.
    """

    limits: tuple[Limit, ...] = ()
    estimate: float = 0.0
    """US dollars that one paper is expected to cost."""
    reserved: float = 0.0
    """US dollars set aside for papers under way."""
    held: int = field(default=0)
    """Papers that were not asked for as there was no room for them."""

    @property
    def tightest(self) -> Limit | None:
        """The limit that leaves least."""
        return min(self.limits, key=lambda limit: limit.left, default=None)

    def room(self, papers: int) -> int:
        """Return how many of so many papers fit, by the estimate."""
        left = self._left
        if left < 0 or not papers:
            return 0
        return papers if left >= self.estimate * papers else math.floor(left / self.estimate)

    def reserve(self, estimate: float | None = None) -> bool:
        """Set an estimate aside, a paper's if none is given; say whether there was room for it."""
        wanted = self.estimate if estimate is None else estimate
        if self._left < max(0.0, wanted):
            return False
        self.reserved += wanted
        return True

    def set_aside(self, papers: int) -> None:
        """Set the estimates of papers aside that are under way."""
        self.reserved += self.estimate * papers

    def settle(self, cost: float | None, estimate: float | None = None) -> None:
        """Take what an answer did cost for the estimate set aside; None: nobody knows."""
        wanted = self.estimate if estimate is None else estimate
        self.reserved = max(0.0, self.reserved - wanted)
        for limit in self.limits:
            limit.spent += wanted if cost is None else cost

    def first(self, papers: int) -> int:
        """Return how many of so many papers are to be asked for; the others are held back."""
        fitting = self.room(papers)
        self.held += papers - fitting
        return fitting

    def hold(self, papers: Iterable[object]) -> None:
        """Count papers that are not asked for."""
        self.held += sum(1 for _ in papers)

    @property
    def _left(self) -> float:
        """US dollars that are neither spent nor set aside."""
        limit = self.tightest
        return math.inf if limit is None else limit.left - self.reserved + _ROUNDING

    @property
    def note(self) -> str | None:
        """What a run says of the papers that wait for room; None where there are none."""
        limit = self.tightest
        return f"{self.held} papers wait: {limit.name} is reached" if self.held and limit else None
