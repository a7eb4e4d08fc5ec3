"""What an update would ask for and spend, worked out from the store alone."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime

from paperglot.arxiv.api import LARGEST_CALL
from paperglot.arxiv.calendar import current_day
from paperglot.digest.budget import Budget
from paperglot.model import Day
from paperglot.night import expense
from paperglot.night.captions import foreseen as captions_foreseen
from paperglot.night.choice import Choice, Paid, select
from paperglot.night.enrichment import wanting
from paperglot.night.harvest import Archived
from paperglot.night.overviews import foreseen as overviews_foreseen
from paperglot.settings import Settings, rules_hash
from paperglot.store.files import Store

_DAYS = 10
"""The latest days with papers, from which a usual day is taken."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an update would ask for and spend."""

    categories: tuple[str, ...]
    """Feeds that would be asked for."""
    details: int
    """Papers whose details the API would be asked for."""
    requests: int
    """Requests to arXiv that this takes, without those for papers that are not known yet."""
    waiting: int
    """Papers that wait for a digest."""
    cost: float | None
    """US dollars for those that fit the budget; None where the model has no known price."""
    usual: int
    """New papers of a usual day, which come on top."""
    usual_cost: float | None
    """US dollars for these."""
    overviews: int = 0
    """Overviews that would be asked for, once all that waits has its digest."""
    overviews_cost: float | None = 0.0
    """US dollars for these."""
    captions: int = 0
    """Papers whose figures' captions would be asked for."""
    captions_cost: float | None = 0.0
    """US dollars for these."""
    under_way: int = 0
    """Papers that wait and are in a batch already."""
    budget: Budget = field(default_factory=Budget)
    """What may still be spent, and how many papers that holds back."""

    @property
    def text(self) -> str:
        """The forecast for people."""
        named = ", ".join(self.categories) or "none, all are complete"
        asked = self.waiting - self.under_way - self.budget.held
        lines = (
            f"feeds to ask for: {named}",
            f"papers to ask details for: {self.details} ({self.requests} requests in all)",
            f"papers to digest: {asked} for {dollars(self.cost)}",
            f"overviews to ask for: {self.overviews} for {dollars(self.overviews_cost)}"
            if self.overviews
            else None,
            f"papers to translate captions of: {self.captions} for {dollars(self.captions_cost)}"
            if self.captions
            else None,
            f"a usual day adds: {self.usual} papers for {dollars(self.usual_cost)}",
            f"papers in a batch already: {self.under_way}" if self.under_way else None,
            self.budget.note,
        )
        return "\n".join(line for line in lines if line)

    @property
    def json(self) -> str:
        """The forecast as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def forecast(settings: Settings, *, now: datetime | None = None) -> Forecast:
    """Say what an update would do now; nothing is asked and nothing written."""
    store = Store(settings.root)
    archive, model = store.read(), settings.model
    moment = now or datetime.now(UTC)
    today = current_day(moment)
    archived = Archived(archive.days, rules_hash(settings.topics), today)
    categories = tuple(archived.wanted(settings.arxiv.categories))
    latest = archive.days[-1].date if archive.days else date.min
    details = len(wanting(archive.papers, latest)) if archive.days else 0
    paid, day = Paid.of(store, archive.papers), moment.astimezone(UTC).date()
    selected = select(Choice(), archive.papers, paid, settings, day)
    usual = _usual(archive.days)
    overviews = overviews_foreseen(archive, paid.answers, settings)
    captions = captions_foreseen(archive.papers, paid.answers, settings)
    return Forecast(
        categories=categories,
        details=details,
        requests=len(categories) - -details // LARGEST_CALL,
        waiting=len(selected.all),
        cost=expense.expected(paid.answers, model, len(selected.asked)),
        usual=usual,
        usual_cost=expense.expected(paid.answers, model, usual),
        overviews=overviews[0],
        overviews_cost=overviews[1],
        captions=captions[0],
        captions_cost=captions[1],
        under_way=len(selected.under_way),
        budget=selected.budget,
    )


def _usual(days: Sequence[Day]) -> int:
    kept = [len(day.kept) for day in days if day.kept and not day.sample][-_DAYS:]
    return round(sum(kept) / len(kept)) if kept else 0


def dollars(cost: float | None) -> str:
    """Return a cost for people, from about on."""
    return "an unknown price" if cost is None else f"about US$ {cost:.2f}"
