"""The night: feeds → topics → store → digest → store.

What was done stays done: pages are written as they come, and a digest the moment it is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from paperglot.arxiv.calendar import batch_day, current_day
from paperglot.arxiv.client import Client
from paperglot.arxiv.pull import Pulled, pull
from paperglot.digest.direct import digest_papers, needs_digest
from paperglot.errors import DigestError, PageError
from paperglot.intake import file_day, is_stale
from paperglot.model import CategoryState, Day, Failure, Paper, Status
from paperglot.settings import Settings, rules_hash
from paperglot.store.files import Store


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did and what it could not do."""

    new: int = 0
    digested: int = 0
    without_digest: int = 0
    """Refused or rejected; the model answered, and no digest came of it."""
    cost: float = 0.0
    """US dollars, as far as prices are known."""
    problems: tuple[str, ...] = ()
    """What went wrong, each in a sentence; empty after a good run."""

    @property
    def text(self) -> str:
        """The run in one line."""
        return (
            f"{self.new} new papers, {self.digested} digested, "
            f"{self.without_digest} without a digest, US$ {self.cost:.4f}"
        )


def update(settings: Settings, *, now: datetime | None = None) -> Summary:
    """Pull what is new, store it, and digest what waits.

    Errors of arXiv, of the model and of single pages are among the summary's problems; an
    error of the disk is raised.
    """
    store = Store(settings.root)
    new, problems = _pull(store, settings, now or datetime.now(UTC))
    digested = _digest(store, settings)
    told = "\n".join(problems)
    later = (problem for problem in digested.problems if problem not in told)
    return replace(digested, new=new, problems=(*problems, *later))


def _pull(store: Store, settings: Settings, now: datetime) -> tuple[int, list[str]]:
    days = store.days()
    rules = rules_hash(settings.topics)
    wanted = _wanted(settings.arxiv.categories, days, current_day(now), rules)
    with Client(settings.arxiv) as client:
        answers = pull(client, settings.arxiv.rss_url, wanted, _etags(days, rules))
        pulled = [_with_staleness(each, days) for each in answers]
    problems = list(dict.fromkeys(str(each.error) for each in pulled if each.error))
    new = 0
    for day, feeds in _by_day(pulled).items():
        try:
            new += file_day(store, settings.topics, day, feeds)
        except PageError as error:
            problems.append(f"{error}; the day was left alone")
    return new, problems


def _with_staleness(pulled: Pulled, days: Iterable[Day]) -> Pulled:
    return replace(pulled, stale=pulled.feed is not None and is_stale(pulled.feed, days))


def _wanted(categories: tuple[str, ...], days: Iterable[Day], today: date, rules: str) -> list[str]:
    """Return the categories to ask: those whose batch of today is not in the store yet."""
    complete = {
        report.category
        for day in days
        for report in day.categories
        if report.rules == rules
        and report.state is CategoryState.FRESH
        and (report.stamped or day.date) == today
    }
    return [category for category in categories if category not in complete]


def _etags(days: Iterable[Day], rules: str) -> dict[str, str]:
    """Return each category's latest validator; after a change of rules all is asked anew."""
    return {
        report.category: report.etag
        for day in days
        for report in day.categories
        if report.etag and report.rules == rules
    }


def _by_day(pulled: Sequence[Pulled]) -> dict[date, list[Pulled]]:
    """Group feeds by the day they belong to, the oldest first; one category may lag behind.

    Where the others have a day, what failed is named on the latest of them.
    """
    days: dict[date, list[Pulled]] = {}
    for each in pulled:
        if each.feed is not None:
            day = each.feed.day
            fresh = each.state is CategoryState.FRESH
            days.setdefault(batch_day(day) if fresh else day, []).append(each)
    if days:
        days[max(days)].extend(each for each in pulled if each.error is not None)
    return dict(sorted(days.items()))


def _digest(store: Store, settings: Settings) -> Summary:
    archive = store.read()
    waiting = [paper for paper in archive.papers if needs_digest(paper, settings.model)]
    damaged = tuple(str(error) for error in archive.damaged)
    answered: list[Paper] = []

    def keep(paper: Paper) -> None:
        store.write_paper(paper)
        answered.append(paper)

    try:
        failures = digest_papers(waiting, settings.model, settings.second_language, keep)
    except DigestError as error:
        return Summary(problems=(*damaged, f"{error}; {len(waiting)} papers wait"))
    return Summary(
        digested=sum(paper.status is Status.DIGESTED for paper in answered),
        without_digest=sum(paper.status is not Status.DIGESTED for paper in answered),
        cost=sum(paper.provenance.cost or 0 for paper in answered if paper.provenance),
        problems=(*damaged, *_failed(failures)),
    )


def _failed(failures: tuple[Failure, ...]) -> tuple[str, ...]:
    """Say the same thing once, however many papers it befell."""
    by_reason: dict[str, list[str]] = {}
    for failure in failures:
        by_reason.setdefault(failure.reason, []).append(failure.subject)
    return tuple(
        f"without a digest: {_named(subjects)}: {reason}" for reason, subjects in by_reason.items()
    )


def _named(subjects: list[str]) -> str:
    return subjects[0] + (f" and {len(subjects) - 1} more" if len(subjects) > 1 else "")
