"""Filing what arXiv announced: each entry of a day becomes a page, a revision, or a count.

A paper's page is written before its day's, so that a run that is cut short is completed by
the next: what has a page already is found again and filed the same way.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from paperglot import identifiers
from paperglot.arxiv.calendar import batch_day
from paperglot.arxiv.feed import merge
from paperglot.arxiv.links import find_links
from paperglot.arxiv.pull import Pulled
from paperglot.digest.prompt import source_hash
from paperglot.errors import PageError
from paperglot.model import (
    AnnounceType,
    CategoryReport,
    Day,
    Entry,
    Failure,
    Feed,
    Paper,
    Status,
)
from paperglot.night.enrichment import marked_if_withdrawn
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


@dataclass(slots=True)
class Filed:
    """How many papers of the store a day brought, changed, and took away."""

    new: int = 0
    revised: int = 0
    withdrawn: int = 0

    def count(self, before: Paper | None, after: Paper) -> None:
        """Count one page that was written."""
        self.new += before is None
        self.revised += before is not None and after.version > before.version
        gone = before is not None and before.status is Status.WITHDRAWN
        self.withdrawn += after.status is Status.WITHDRAWN and not gone

    def add(self, other: "Filed") -> None:
        """Add what another day brought."""
        self.new += other.new
        self.revised += other.revised
        self.withdrawn += other.withdrawn


def file_day(
    store: Store,
    topics: tuple[Topic, ...],
    day: date,
    pulled: Sequence[Pulled],
    earlier: Collection[str] = frozenset(),
) -> Filed:
    """File the feeds of one day; return what they changed in the store.

    `earlier` are papers that other days list already: outside the topics, they count as repeated.

    Raises:
        PageError: the day's page is damaged; nothing was filed.
    """
    known = store.day(day)
    before = known if known and not known.sample else Day(day)
    ledger = _Ledger.of(before, earlier)
    feeds = [each.feed for each in pulled if each.feed is not None and not each.stale]
    for failure in (failure for feed in feeds for failure in feed.failures):
        if failure.subject not in ledger.fates:  # another category may have it whole
            ledger.fail(failure)
    filed = Filed()
    for entry in merge(feeds):
        _file_entry(store, entry, topics_of(entry, topics), ledger, filed)
    reports = _reports(before, pulled, rules_hash(topics))
    store.write_day(replace(ledger.close(before), categories=reports))
    for each in pulled:
        if each.feed is not None and each.state.has_batch and each.feed.day != day:
            with suppress(PageError):  # that day is left alone, and this one is filed
                _forget_trouble(store, each.category, each.feed.day)
    return filed


def is_stale(feed: Feed, days: Iterable[Day]) -> bool:
    """Say whether over half of a feed's new papers were listed on its category's day before.

    Neither the feed's date nor its time of building tells, as 2,504 category-days showed. Each
    paper is new once, while a small category may well have more papers of the day before, in
    another version or cross-listed, than new ones; where none is new, all of them tell. Of 75
    feeds captured with the one before, that says the same as all papers would: 5 are stale.
    """
    before = [day for day in days if _has_batch_before(day, feed)]
    if not before or not feed.entries:
        return False
    known = max(before, key=lambda day: day.date).listed
    new = [entry for entry in feed.entries if entry.announce_type is AnnounceType.NEW]
    telling = new or feed.entries
    return 2 * sum(entry.id in known for entry in telling) > len(telling)


@dataclass(frozen=True, slots=True)
class DamagedDays:
    """Days whose pages cannot be read; what came then is told by the pages of their papers."""

    days: frozenset[date]
    store: Store
    topics: tuple[Topic, ...]

    def are_repeated_by(self, feed: Feed) -> bool:
        """Say whether over half of a feed's new papers of the topics came new on such a day.

        Papers outside the topics have no page and tell nothing; nor does one that only another
        category had announced then, as its own batch may well have come late.
        """
        days = {day for day in self.days if day < batch_day(feed.day)}
        if not days:
            return False
        new = [
            entry
            for entry in feed.entries
            if entry.announce_type is AnnounceType.NEW and topics_of(entry, self.topics)
        ]
        return 2 * sum(self._came_new(entry.id, days) for entry in new) > len(new)

    def _came_new(self, identifier: str, days: Collection[date]) -> bool:
        try:
            paper = self.store.paper(identifier)
        except PageError:
            return False
        return (
            paper is not None
            and paper.announced in days
            and paper.announce_type is AnnounceType.NEW
        )


def _has_batch_before(day: Day, feed: Feed) -> bool:
    """Say whether a category's earlier batch is filed under a day; this feed's own is none."""
    return any(
        report.category == feed.category
        and report.state.has_batch
        and (report.stamped or day.date) < feed.day
        for report in day.categories
    )


def new_paper(entry: Entry, topics: tuple[str, ...], day: date) -> Paper:
    """Return the paper that an entry announces on a day."""
    paper = Paper(
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
        comment=entry.comment,
        links=find_links(entry.abstract),
    )
    return marked_if_withdrawn(paper)


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
        revised=None,
        # What withdrew the version before says nothing of this one.
        comment=entry.comment or (None if paper.status is Status.WITHDRAWN else paper.comment),
        licence=entry.licence,
        doi=entry.doi or paper.doi,
        journal_reference=entry.journal_reference or paper.journal_reference,
        links=find_links(entry.abstract) or paper.links,
    )
    digested = paper.provenance.source if paper.provenance else None
    if source_hash(later) not in (digested, source_hash(paper)):
        later = replace(later, status=Status.PENDING, reason=None, digest=None, provenance=None)
    elif paper.status is Status.WITHDRAWN:  # it is back, unless its words still say otherwise
        status = Status.DIGESTED if paper.digest else Status.PENDING
        later = replace(later, status=status, reason=None)
    return marked_if_withdrawn(later)


def _file_entry(
    store: Store, entry: Entry, topics: tuple[str, ...], ledger: "_Ledger", filed: Filed
) -> None:
    """Keep, revise or filter one entry."""
    try:
        paper = store.paper(entry.id)
    except PageError as error:
        ledger.fail(Failure(entry.id, f"its page is damaged: {error.reason}"))
        return
    if paper is not None:
        _file_again(store, paper, entry, ledger, filed)
        return
    if entry.announce_type in _REPLACEMENTS:
        ledger.put(entry.id, Fate.REPLACEMENT)
        return
    if not topics:
        ledger.put(entry.id, Fate.REPEATED if entry.id in ledger.earlier else Fate.OUTSIDE)
        return
    ledger.put(entry.id, Fate.KEPT)
    paper = new_paper(entry, topics, ledger.date)
    store.write_paper(paper)
    filed.count(None, paper)


def _file_again(store: Store, paper: Paper, entry: Entry, ledger: "_Ledger", filed: Filed) -> None:
    """File a paper that the store holds; it stays with the day it was first announced on."""
    if paper.announced == ledger.date:
        ledger.put(paper.id, Fate.KEPT)
    elif entry.announce_type in _REPLACEMENTS:
        ledger.put(paper.id, Fate.REPLACEMENT)
    else:
        ledger.put(paper.id, Fate.REPEATED)
    if paper.announced == ledger.date and entry.announce_type not in _REPLACEMENTS:
        # Another category, late: it may tell more, that the paper is new and not cross-listed.
        announce_type = min(paper.announce_type, entry.announce_type, key=lambda each: each.rank)
        version = max(paper.version, entry.version)
        store.write_paper(replace(paper, announce_type=announce_type, version=version))
    elif entry.version > paper.version:
        later = revised(paper, entry, ledger.date)
        store.write_paper(later)
        filed.count(paper, later)


def _reports(before: Day, pulled: Iterable[Pulled], rules: str) -> tuple[CategoryReport, ...]:
    """Bring the day's reports up to date; what came once is not lost to a later fault."""
    reports = {report.category: report for report in before.categories}
    for each in pulled:
        known = reports.get(each.category)
        filed = known is not None and known.state.has_batch
        if each.state.has_batch or not filed:
            reports |= {report.category: report for report in _report(before, each, rules)}
    return tuple(reports[category] for category in sorted(reports))


def _report(day: Day, pulled: Pulled, rules: str) -> Iterator[CategoryReport]:
    """Yield what asking for a category gave; nothing where it had nothing new."""
    if pulled.error is not None:
        yield CategoryReport(pulled.category, pulled.state)
    if pulled.feed is not None:
        size = len(pulled.feed.entries) + len(pulled.feed.failures)
        stamped = pulled.feed.day if pulled.feed.day != day.date else None
        yield CategoryReport(
            pulled.category, pulled.state, size, pulled.etag, rules, stamped, pulled.source
        )


def _forget_trouble(store: Store, category: str, day: date) -> None:
    """Take a category off a day on which it had only failed: its batch belongs to another day."""
    known = store.day(day)
    if known is None:
        return
    kept = tuple(
        report
        for report in known.categories
        if report.category != category or report.state.has_batch
    )
    store.write_day(replace(known, categories=kept))


@dataclass(slots=True)
class _Ledger:
    """What became of each paper of a day, while the day is being filed."""

    date: date
    earlier: Collection[str] = frozenset()
    """Papers that other days list."""
    fates: dict[str, Fate] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)

    @classmethod
    def of(cls, day: Day, earlier: Collection[str]) -> "_Ledger":
        failures = {failure.subject: failure for failure in day.failures}
        fates = {identifier: fate for fate in Fate for identifier in getattr(day, fate.value)}
        return cls(day.date, earlier, fates, failures)

    def put(self, identifier: str, fate: Fate) -> None:
        """File a paper under one fate, whatever it was filed under before."""
        self.fates[identifier] = fate
        self.failures.pop(identifier, None)

    def fail(self, failure: Failure) -> None:
        """File a paper as failed, whatever it was filed under before."""
        self.fates.pop(failure.subject, None)
        self.failures[failure.subject] = failure

    def close(self, before: Day) -> Day:
        """Return the day with its lists in the order of identifiers.

        It is arXiv's own order within a feed, and the same whichever category came first.
        """
        lists = {fate.value: self._with(fate) for fate in Fate}
        failures = tuple(sorted(self.failures.values(), key=lambda each: each.subject))
        return replace(before, failures=failures, **lists)  # type: ignore[arg-type]

    def _with(self, fate: Fate) -> tuple[str, ...]:
        found = (identifier for identifier, each in self.fates.items() if each is fate)
        return tuple(sorted(found, key=identifiers.sort_key))
