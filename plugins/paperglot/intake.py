"""Filing what arXiv announced: each entry of a day becomes a page, a revision, or a count.

A paper's page is written before its day's, so that a run that is cut short is completed by
the next: what has a page already is found again and filed the same way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from paperglot.arxiv.feed import merge
from paperglot.arxiv.links import find_links
from paperglot.arxiv.pull import Pulled
from paperglot.digest.prompt import source_hash
from paperglot.errors import PageError
from paperglot.model import (
    AnnounceType,
    CategoryReport,
    CategoryState,
    Day,
    Entry,
    Failure,
    Feed,
    Paper,
    Status,
)
from paperglot.settings import Topic, rules_hash
from paperglot.store.files import Store
from paperglot.topics import topics_of

_REPLACEMENTS = (AnnounceType.REPLACE, AnnounceType.REPLACE_CROSS)


class Fate(Enum):
    """What can become of an announced paper; the values are the lists of a `Day`."""

    KEPT = "kept"
    OUTSIDE = "outside"
    REPLACEMENT = "replacements"
    REPEATED = "repeated"


def file_day(store: Store, topics: tuple[Topic, ...], day: date, pulled: Sequence[Pulled]) -> int:
    """File the feeds of one day; return how many papers are new.

    Raises:
        PageError: the day's page is damaged; nothing was filed.
    """
    known = store.day(day)
    before = known if known and not known.sample else Day(day)
    ledger = _Ledger.of(before)
    feeds = [each.feed for each in pulled if each.feed is not None and not each.stale]
    for failure in (failure for feed in feeds for failure in feed.failures):
        if failure.subject not in ledger.fates:  # another category may have it whole
            ledger.fail(failure)
    new = sum(_file_entry(store, topics, entry, ledger) for entry in merge(feeds))
    reports = _reports(before, pulled, rules_hash(topics))
    store.write_day(replace(ledger.close(before), categories=reports))
    return new


def is_stale(feed: Feed, days: Iterable[Day]) -> bool:
    """Say whether over half of a feed stood in the batch that its category had before.

    Neither the feed's date nor its time of building tells; measured on 2,504 category-days.
    """
    before = [day for day in days if _has_batch_before(day, feed)]
    if not before or not feed.entries:
        return False
    known = max(before, key=lambda day: day.date).listed
    return 2 * sum(entry.id in known for entry in feed.entries) > len(feed.entries)


def _has_batch_before(day: Day, feed: Feed) -> bool:
    """Say whether a category's earlier batch is filed under a day; this feed's own is none."""
    return any(
        report.category == feed.category
        and report.state is CategoryState.FRESH
        and (report.stamped or day.date) < feed.day
        for report in day.categories
    )


def new_paper(entry: Entry, topics: tuple[str, ...], day: date) -> Paper:
    """Return the paper that an entry announces on a day."""
    return Paper(
        id=entry.id,
        version=entry.version,
        title=entry.title,
        abstract=entry.abstract,
        authors=entry.authors,
        categories=entry.categories,
        topics=topics,
        announced=day,
        announce_type=entry.announce_type,
        licence=entry.licence,
        doi=entry.doi,
        journal_reference=entry.journal_reference,
        links=find_links(entry.abstract),
    )


def revised(paper: Paper, entry: Entry, day: date) -> Paper:
    """Return a paper in the later version that an entry announces.

    A digest stays as long as title and abstract are what it was made from, whatever a hand has
    corrected on the page since.
    """
    later = replace(
        paper,
        version=entry.version,
        title=entry.title,
        abstract=entry.abstract,
        authors=entry.authors,
        categories=entry.categories,
        updated=day,
        licence=entry.licence,
        doi=entry.doi or paper.doi,
        journal_reference=entry.journal_reference or paper.journal_reference,
        links=find_links(entry.abstract) or paper.links,
    )
    digested = paper.provenance.source if paper.provenance else None
    if source_hash(later) in (digested, source_hash(paper)):
        return later
    return replace(later, status=Status.PENDING, reason=None, digest=None, provenance=None)


def _file_entry(store: Store, topics: tuple[Topic, ...], entry: Entry, ledger: "_Ledger") -> bool:
    """Keep, revise or filter one entry; say whether it gave a new paper."""
    try:
        paper = store.paper(entry.id)
    except PageError as error:
        ledger.fail(Failure(entry.id, f"its page is damaged: {error.reason}"))
        return False
    if paper is not None:
        _file_again(store, paper, entry, ledger)
        return False
    if entry.announce_type in _REPLACEMENTS:
        ledger.put(entry.id, Fate.REPLACEMENT)
        return False
    found = topics_of(entry, topics)
    ledger.put(entry.id, Fate.KEPT if found else Fate.OUTSIDE)
    return bool(found) and store.write_paper(new_paper(entry, found, ledger.date))


def _file_again(store: Store, paper: Paper, entry: Entry, ledger: "_Ledger") -> None:
    """File a paper that the store holds; it stays with the day it was first announced on."""
    if paper.announced == ledger.date:
        ledger.put(paper.id, Fate.KEPT)
    elif entry.announce_type in _REPLACEMENTS:
        ledger.put(paper.id, Fate.REPLACEMENT)
    else:
        ledger.put(paper.id, Fate.REPEATED)
    if entry.version > paper.version:
        store.write_paper(revised(paper, entry, ledger.date))
    elif paper.announced == ledger.date and entry.announce_type.rank < paper.announce_type.rank:
        # Another category, late, tells more: the paper is new and not only cross-listed.
        store.write_paper(replace(paper, announce_type=entry.announce_type))


def _reports(before: Day, pulled: Iterable[Pulled], rules: str) -> tuple[CategoryReport, ...]:
    """Bring the day's reports up to date; what came once is not lost to a later fault."""
    reports = {report.category: report for report in before.categories}
    for each in pulled:
        known = reports.get(each.category)
        complete = known is not None and known.state is CategoryState.FRESH
        if each.state is CategoryState.FRESH or not complete:
            reports |= {report.category: report for report in _report(before, each, rules)}
    return tuple(reports[category] for category in sorted(reports))


def _report(day: Day, pulled: Pulled, rules: str) -> Iterator[CategoryReport]:
    """Yield what asking for a category gave; nothing where it had nothing new."""
    if pulled.error is not None:
        yield CategoryReport(pulled.category, pulled.state)
    if pulled.feed is not None:
        size = len(pulled.feed.entries) + len(pulled.feed.failures)
        stamped = pulled.feed.day if pulled.feed.day != day.date else None
        yield CategoryReport(pulled.category, pulled.state, size, pulled.etag, rules, stamped)


@dataclass(slots=True)
class _Ledger:
    """What became of each paper of a day, while the day is being filed."""

    date: date
    fates: dict[str, Fate] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)

    @classmethod
    def of(cls, day: Day) -> "_Ledger":
        failures = {failure.subject: failure for failure in day.failures}
        fates = {identifier: fate for fate in Fate for identifier in getattr(day, fate.value)}
        return cls(day.date, fates, failures)

    def put(self, identifier: str, fate: Fate) -> None:
        """File a paper under one fate, whatever it was filed under before."""
        self.fates[identifier] = fate
        self.failures.pop(identifier, None)

    def fail(self, failure: Failure) -> None:
        """File a paper as failed, whatever it was filed under before."""
        self.fates.pop(failure.subject, None)
        self.failures[failure.subject] = failure

    def close(self, before: Day) -> Day:
        """Return the day with its lists in arXiv's order, the first category's first."""
        lists = {fate.value: self._with(fate) for fate in Fate}
        failures = tuple(self.failures.values())
        return replace(before, failures=failures, **lists)  # type: ignore[arg-type]

    def _with(self, fate: Fate) -> tuple[str, ...]:
        return tuple(identifier for identifier, each in self.fates.items() if each is fate)
