"""Digesting what waits without asking arXiv, and anew what is out of date.

A paper keeps the digest it has until another one has come and passed.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from paperglot.arxiv.client import Client
from paperglot.digest.budget import Budget
from paperglot.night import expense
from paperglot.night.choice import Choice, Paid, is_outdated, select
from paperglot.night.forecast import dollars
from paperglot.night.progress import Progress, silent
from paperglot.night.steps import Night, pace_of
from paperglot.night.summary import Summary
from paperglot.settings import Settings
from paperglot.store.files import Store
from paperglot.store.lock import exclusive


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would digest and spend."""

    papers: int
    """Papers that would be asked for."""
    outdated: int
    """Those of them that have an answer which is out of date."""
    first: date | None
    """The earliest day of announcement among them."""
    cost: float | None
    """US dollars; None where the model has no known price."""
    under_way: int
    """Papers that are in a batch already."""
    budget: Budget
    """What may still be spent, and how many papers that holds back."""

    @property
    def text(self) -> str:
        """The plan for people."""
        since = f", announced from {self.first} on" if self.first else ""
        told = (
            f"{self.papers} papers to digest for {dollars(self.cost)}, "
            f"{self.outdated} of them anew{since}"
        )
        under_way = f"{self.under_way} papers in a batch already" if self.under_way else None
        return "\n".join(line for line in (told, under_way, self.budget.note) if line)

    @property
    def json(self) -> str:
        """The plan as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str)


def plan(settings: Settings, choice: Choice) -> Plan:
    """Say what a run would digest and spend now; nothing is asked and nothing written.

    Raises:
        ConfigurationError: there is a limit of cost, and the model has no known price.
    """
    store = Store(settings.root)
    archive = store.read()
    paid, today = Paid.of(store, archive.papers), datetime.now(UTC).date()
    selected = select(choice, archive.papers, paid, settings, today)
    asked = selected.asked
    return Plan(
        papers=len(asked),
        outdated=sum(is_outdated(paper, settings) for paper in asked),
        first=min((paper.announced for paper in asked), default=None),
        cost=expense.expected(paid.answers, settings.model, len(asked)),
        under_way=len(selected.under_way),
        budget=selected.budget,
    )


def redigest(settings: Settings, choice: Choice, *, progress: Progress = silent) -> Summary:
    """Digest what was chosen, the latest day of announcement first; arXiv is not asked.

    Run again, it goes on with what is left.

    Raises:
        BusyError: another run is at work on the store.
        ConfigurationError: there is a limit of cost, and the model has no known price.
    """
    store = Store(settings.root)
    with exclusive(store), Client(settings.arxiv, pace_of(store)) as client:
        return Night(store, settings, client, progress).digest(choice, anywhere=True)
