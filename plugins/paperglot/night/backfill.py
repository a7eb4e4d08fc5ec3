"""Filling days that were missed, from arXiv's API.

The API does not say when a paper was announced, so a day's papers are those that were submitted
while its batch was open; a paper that another day lists stays there. The API has no licences.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from paperglot.arxiv.api import LARGEST_CALL, Api
from paperglot.arxiv.calendar import submission_window
from paperglot.arxiv.client import Client
from paperglot.arxiv.pull import Pulled
from paperglot.arxiv.recover import entry
from paperglot.errors import ArxivError, MalformedError, PageError
from paperglot.model import AnnounceType, Day, Feed, Record, Source
from paperglot.night import expense
from paperglot.night.progress import Progress, silent
from paperglot.night.steps import Night, pace_of
from paperglot.night.summary import Summary
from paperglot.settings import Settings
from paperglot.store import journal
from paperglot.store.files import Store
from paperglot.store.lock import exclusive

_NEAR = timedelta(days=14)
"""How far from a day another one may list the same paper: holidays and moderation delay it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A day and the categories that its page lacks."""

    day: date
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What filling the gaps will take."""

    gaps: tuple[Gap, ...]
    announced: int
    """Papers that the API found for all gaps together."""
    kept: int
    """Those of them that are likely to be of our topics."""
    requests: int
    cost: float | None
    """US dollars for their digests; None where the model has no known price."""
    note: str | None = None
    """What of it does not fit the budgets today; None where everything does."""

    @property
    def text(self) -> str:
        """The plan for people."""
        if not self.gaps:
            return "nothing to fill: every weekday of the period has its batches"
        cost = "at an unknown price" if self.cost is None else f"for about US$ {self.cost:.2f}"
        told = (
            f"{len(self.gaps)} days to fill: about {self.announced} papers in {self.requests} "
            f"requests to arXiv, some {self.kept} of them of our topics, to be digested {cost}"
        )
        return f"{told}\n{self.note}" if self.note else told

    @property
    def json(self) -> str:
        """The plan as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str)


def gaps(
    days: Iterable[Day], first: date, last: date, categories: Sequence[str]
) -> tuple[Gap, ...]:
    """Return the weekdays of a period on which a category's batch is missing."""
    known = {
        (day.date, report.category)
        for day in days
        for report in day.categories
        if report.state.has_batch or report.source is Source.API
    }
    period = (first + timedelta(days=number) for number in range((last - first).days + 1))
    found = (
        Gap(day, tuple(each for each in categories if (day, each) not in known))
        for day in period
        if submission_window(day) is not None
    )
    return tuple(gap for gap in found if gap.categories)


def plan(settings: Settings, first: date, last: date) -> Plan:
    """Ask arXiv how much there is, with one request.

    Raises:
        ArxivError: it did not answer.
        BusyError: another run is at work on the store.
    """
    store = Store(settings.root)
    with exclusive(store), Client(settings.arxiv, pace_of(store)) as client:
        days = store.days()
        found = gaps(days, first, last, settings.arxiv.categories)
        announced = _announced(Night(store, settings, client, silent).api, found)
    kept = round(announced * _share(days))
    # Each day has a last page that is not full.
    requests = announced // LARGEST_CALL + len(found)
    answers, today = list(journal.read(store)), datetime.now(UTC).date()
    cost = expense.expected(answers, settings.model, kept)
    budget = expense.budget(answers, settings.model, today)
    budget.first(kept)
    return Plan(found, announced, kept, requests, cost, budget.note)


def backfill(
    settings: Settings, first: date, last: date, *, progress: Progress = silent
) -> Summary:
    """Fill the gaps of a period, each day whole or not at all, the latest first; then digest.

    Run again, it goes on with the days that are left.

    Raises:
        BusyError: another run is at work on the store.
    """
    store = Store(settings.root)
    with exclusive(store), Client(settings.arxiv, pace_of(store)) as client:
        night = Night(store, settings, client, progress)
        found = gaps(store.days(), first, last, settings.arxiv.categories)
        with progress("days", len(found)) as step:
            for gap in reversed(found):
                try:
                    records = _records(night.api, gap)
                except ArxivError as error:
                    night.problems.append(f"{gap.day} and the days before it are left: {error}")
                    break
                _file(night, gap, records)
                step(1)
        return night.digest(anywhere=True)


def _announced(api: Api, found: Sequence[Gap]) -> int:
    windows = [submission_window(gap.day) for gap in found]
    open_windows = [window for window in windows if window is not None]
    if not open_windows:
        return 0
    categories = dict.fromkeys(each for gap in found for each in gap.categories)
    period = (open_windows[0][0], open_windows[-1][1])
    return api.submitted(tuple(categories), period, size=1).total


def _share(days: Iterable[Day]) -> float:
    """Return what part of what was announced was of our topics; all, where nothing is known."""
    kept = outside = 0
    for day in days:
        if not day.sample:
            kept, outside = kept + len(day.kept), outside + len(day.outside)
    return kept / (kept + outside) if kept + outside else 1.0


def _records(api: Api, gap: Gap) -> dict[str, Record]:
    """Return all papers of a day's window.

    Raises:
        ArxivError: some of them could not be had.
    """
    window = submission_window(gap.day)
    assert window is not None
    found: dict[str, Record] = {}
    start, total = 0, 1
    while start < total:
        page = api.submitted(gap.categories, window, start)
        if page.size == 0 and page.total > start:
            message = f"arXiv's API gave nothing after {start} of {page.total} papers"
            raise MalformedError(message)
        found |= {record.id: record for record in page.records}
        start, total = start + page.size, page.total
    return found


def _file(night: Night, gap: Gap, records: Mapping[str, Record]) -> None:
    """File a day's papers that no other day lists, with all that the API says of them."""
    elsewhere = _listed_near(night.store.days(), gap.day)
    own = {each: record for each, record in records.items() if each not in elsewhere}
    night.file([_pulled(gap.day, category, own.values()) for category in gap.categories])
    try:
        day = night.store.day(gap.day)
    except PageError:  # its filing has told so, and other days have their turn
        return
    held = (night.store.paper(each) for each in (day.kept if day else ()) if each in own)
    night.put_details([paper for paper in held if paper is not None], own)


def _listed_near(days: Iterable[Day], day: date) -> frozenset[str]:
    near = (each for each in days if each.date != day and abs(each.date - day) <= _NEAR)
    return frozenset(identifier for each in near for identifier in each.listed)


def _pulled(day: date, category: str, records: Iterable[Record]) -> Pulled:
    entries = tuple(
        entry(
            record,
            AnnounceType.NEW if record.categories[0] == category else AnnounceType.CROSS,
        )
        for record in records
        if category in record.categories
    )
    return Pulled(category, Feed(category, day, entries), source=Source.API)
