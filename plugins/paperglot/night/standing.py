"""How an archive stands: its days, what waits and what failed, what it cost, how large it is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from paperglot.arxiv.calendar import batch_day
from paperglot.digest.budget import Budget
from paperglot.hosting.folder import SiteSize, measured
from paperglot.hosting.fullness import Fullness, fullness, pace
from paperglot.model import CategoryReport, Day, Overview, Paper, Status
from paperglot.night.choice import Choice, Paid, select
from paperglot.settings import Settings
from paperglot.store.files import Archive, Store
from paperglot.store.spending import Spent, by_day, by_month

_MEGABYTE = 1_000_000
_NAMED = 20
"""Papers named in the text; the JSON has all."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """One announcement day."""

    date: date
    announced: int
    kept: int
    waiting: int
    failed: int
    categories: tuple[CategoryReport, ...]

    @property
    def text(self) -> str:
        """The day in a line."""
        states: dict[str, list[str]] = {}
        for report in self.categories:
            states.setdefault(report.state.value, []).append(report.category)
        told = ", ".join(f"{state}: {' '.join(names)}" for state, names in states.items())
        counts = f"{self.announced:>5} announced {self.kept:>5} kept"
        counts += f" {self.waiting:>4} waiting {self.failed:>3} failed"
        return f"{self.date:%a %Y-%m-%d} {counts}  {told}"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A paper without a digest, or a topic's day without an overview, and why."""

    paper: str
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an archive stands."""

    papers: int
    size: int
    """Bytes of the store."""
    days: tuple[DayLine, ...]
    """The latest last."""
    missing: tuple[date, ...]
    """Weekdays between the first and the last day that have no page."""
    waiting: tuple[Trouble, ...]
    failed: tuple[Trouble, ...]
    damaged: tuple[str, ...]
    spent_by_day: dict[str, Spent]
    spent_by_month: dict[str, Spent]
    budget: Budget
    """What may still be spent today, and how many papers that holds back."""
    host: Fullness
    """How full the host of the built site is."""

    @property
    def json(self) -> str:
        """All of it as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str)

    def text(self, days: int) -> str:
        """Return it for people, with so many of the latest days."""
        parts = [
            f"{self.papers} papers, {len(self.days)} days, {self.size / _MEGABYTE:.1f} MB",
            *_section("days", (day.text for day in self.days[-days:])),
            *_section("missing", _missing(self.missing)),
            *_section("waiting for a digest", _named(self.waiting)),
            *_section("without a digest", _named(self.failed)),
            *_section("damaged", self.damaged),
            *_section("spent by day", _spent(self.spent_by_day, days)),
            *_section("spent by month", _spent(self.spent_by_month, len(self.spent_by_month))),
            *_section("budget", _budget(self.budget)),
            *_section("host", self.host.lines),
        ]
        return "\n".join(parts)


def standing(store: Store, settings: Settings) -> Standing:
    """Read a store and say how it stands."""
    archive = store.read()
    folder = settings.host.folder
    site = measured(folder) if folder else None
    paid = Paid.of(store, archive.papers)
    return of_archive(archive, paid, settings, store.size(), site=site)


def of_archive(  # noqa: PLR0913 (what was read, each thing once)
    archive: Archive,
    paid: Paid,
    settings: Settings,
    size: int,
    today: date | None = None,
    *,
    site: SiteSize | None = None,
) -> Standing:
    """Say how what was read stands; samples count only where there is nothing else.

    `today` is a day in UTC; `site` is what was measured of the built site.
    """
    published = archive.published()
    day = today or datetime.now(UTC).date()
    selected = select(Choice(), published.papers, paid, settings, day)
    waiting = {paper.id for paper in selected.all}
    failed = [
        paper
        for paper in published.papers
        if paper.status in (Status.REFUSED, Status.REJECTED)
        and not paper.sample
        and paper.id not in waiting  # a second attempt is due
    ]
    statuses = {paper.id: paper.status for paper in published.papers}
    return Standing(
        papers=len(published.papers),
        size=size,
        days=tuple(_line(day, statuses) for day in published.days),
        missing=tuple(_gaps([day.date for day in published.days])),
        waiting=tuple(map(_trouble, selected.all)),
        failed=(*map(_trouble, failed), *_without_overview(published.overviews)),
        damaged=tuple(map(str, archive.damaged)),
        spent_by_day={f"{day}": spent for day, spent in by_day(paid.answers).items()},
        spent_by_month={f"{day:%Y-%m}": spent for day, spent in by_month(paid.answers).items()},
        budget=selected.budget,
        host=fullness(
            site,
            papers=len(published.papers),
            papers_a_day=pace({each.date: len(each.kept) for each in published.days}, day),
            limit=settings.host.limit,
            today=day,
        ),
    )


def _line(day: Day, statuses: dict[str, Status]) -> DayLine:
    found = [statuses.get(identifier) for identifier in day.kept]
    failed = len(day.failures) + found.count(Status.REFUSED) + found.count(Status.REJECTED)
    return DayLine(
        day.date, day.announced, len(day.kept), found.count(Status.PENDING), failed, day.categories
    )


def _gaps(days: Sequence[date]) -> Iterable[date]:
    """Yield the weekdays without a page between the first day and the last."""
    if not days:
        return
    present = set(days)
    for number in range((days[-1] - days[0]).days):
        day = days[0] + timedelta(days=number)
        if day not in present and batch_day(day) == day:
            yield day


def _trouble(paper: Paper) -> Trouble:
    return Trouble(paper.id, paper.status, paper.reason or "not asked for yet, or not answered")


def _without_overview(overviews: Iterable[Overview]) -> Iterable[Trouble]:
    for each in overviews:
        if each.status is not Status.DIGESTED:
            yield Trouble(each.id, each.status, each.reason or "no reason given")


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"  {line}" for line in lines]
    return ["", f"{title}:", *found] if found else []


def _named(troubles: Sequence[Trouble]) -> Iterable[str]:
    yield from (f"{each.paper} {each.status.value}: {each.reason}" for each in troubles[:_NAMED])
    if len(troubles) > _NAMED:
        yield f"and {len(troubles) - _NAMED} more"


def _missing(days: Sequence[date]) -> Iterable[str]:
    yield from (f"{day:%a %Y-%m-%d}" for day in days)
    if days:
        yield f"fill them with: paperglot backfill --from {days[0]} --to {days[-1]}"


def _spent(spent: dict[str, Spent], latest: int) -> Iterable[str]:
    for name, each in list(spent.items())[-latest:]:
        yield f"{name}  US$ {each.cost:.4f} for {each.answers} answers"


def _budget(budget: Budget) -> Iterable[str]:
    for limit in budget.limits:
        yield f"{limit.name}: US$ {limit.spent:.4f} are spent"
    if budget.note:
        yield budget.note
