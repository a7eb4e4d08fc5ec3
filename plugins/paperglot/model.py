"""The values that every part of Paperglot speaks of; frozen, and free of any library."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Protocol

from paperglot.figure import Figures
from paperglot.licences import same_licence


class AnnounceType(StrEnum):
    """How arXiv announces an entry, in the order of precedence when categories are merged.

    Source: https://info.arxiv.org/help/rss_specifications.html.
    """

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"

    @property
    def rank(self) -> int:
        """The place in the order of precedence, the most telling first."""
        return list(AnnounceType).index(self)


class Status(StrEnum):
    """What has become of a paper."""

    PENDING = "pending"
    """It waits for its digest."""
    DIGESTED = "digested"
    """Its digest is on the page."""
    REFUSED = "refused"
    """The model would not write one; `Paper.reason` says what it gave as category."""
    REJECTED = "rejected"
    """An answer came and did not pass the gate; `Paper.reason` says why."""
    WITHDRAWN = "withdrawn"
    """Its authors took it back."""


class CategoryState(StrEnum):
    """What a category's feed gave on a day."""

    FRESH = "fresh"
    PARTIAL = "partial"
    """A batch of which some items could not be read, or that arXiv had cut to its limit."""
    EMPTY = "empty"
    STALE = "stale"
    """The batch of the day before, under a new date; nothing of it was filed."""
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    MALFORMED = "malformed"

    @property
    def has_batch(self) -> bool:
        """Whether a batch was filed."""
        return self in (CategoryState.FRESH, CategoryState.PARTIAL)


class Source(StrEnum):
    """Where a category's batch was read from."""

    RSS = "rss"
    ATOM = "atom"
    LISTING = "listing"
    """The page of new submissions, its papers' texts from the API."""
    API = "api"
    """A search by the time of submission, long after."""


class LinkKind(StrEnum):
    """What a link of a paper leads to."""

    CODE = "code"
    PROJECT = "project"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Author:
    """A name as printed, and the affiliation that stood behind it in parentheses."""

    name: str
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link found in a paper's abstract or comment."""

    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, its text in normal form."""

    id: str
    version: int
    announce_type: AnnounceType
    title: str
    abstract: str
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    """The first one is the primary category."""
    licence: str | None = None
    doi: tuple[str, ...] = ()
    journal_reference: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What arXiv's API says of a paper, its text in normal form.

    Source: https://info.arxiv.org/help/api/user-manual.html.
    """

    id: str
    version: int
    title: str
    abstract: str
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    """The first one is the primary category."""
    submitted: datetime
    """When the first version was submitted, UTC."""
    revised: datetime
    """When the present version was submitted, UTC."""
    comment: str | None = None
    doi: tuple[str, ...] = ()
    journal_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was announced and could not be kept, and why."""

    subject: str
    """A paper's identifier where there is one, else the words of the feed."""
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One category's feed as it was parsed."""

    category: str
    day: date
    """The feed's own date, in Eastern time."""
    entries: tuple[Entry, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One text in both languages."""

    english: str
    translated: str


@dataclass(frozen=True, slots=True)
class Takeaway:
    """One point of a digest and the sentences of the abstract, from 1, that it rests on."""

    english: str
    translated: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What a model wrote on a paper, in English and the second language."""

    title: str
    """The title in the second language."""
    abstract: str
    """The abstract in the second language."""
    tldr: Pair
    takeaways: tuple[Takeaway, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer came from and what it cost, also where it gave no digest."""

    model: str
    prompt: str
    """The prompt's version."""
    language: str
    """The second language, as a BCP 47 tag."""
    source: str
    """The hash of the title and abstract that were digested, or of the papers' for an overview."""
    made: datetime
    """UTC, to the second."""
    input_tokens: int
    output_tokens: int
    cost: float | None
    """US dollars; None where the model has no known price, or the endpoint counts no tokens."""
    flags: tuple[str, ...] = ()
    attempts: int = 1
    """How many answers this model has given on this text, by this prompt."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the store holds of a paper: one page."""

    id: str
    version: int
    title: str
    abstract: str
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    topics: tuple[str, ...]
    """Identifiers of topics; the first one is the main topic."""
    announced: date
    """The day of the feed that brought the paper, in Eastern time."""
    announce_type: AnnounceType = AnnounceType.NEW
    updated: date | None = None
    """The day of the feed that brought the present version, if it was not the first."""
    submitted: date | None = None
    """The day of the first version, from arXiv's API."""
    revised: date | None = None
    """The day of the present version, from arXiv's API; None until that was asked for it."""
    licence: str | None = None
    comment: str | None = None
    doi: tuple[str, ...] = ()
    journal_reference: str | None = None
    links: tuple[Link, ...] = ()
    similar: tuple[str, ...] = ()
    """Identifiers of the earlier papers most like it, the likest first; found once."""
    figures: Figures | None = None
    """None: no version of it was looked through."""
    status: Status = Status.PENDING
    reason: str | None = None
    """Why there is no digest, or why the paper was withdrawn."""
    provenance: Provenance | None = None
    digest: Digest | None = None
    sample: bool = False
    """An invented paper of the shipped sample archive."""

    @property
    def changed(self) -> datetime:
        """When what the site says of it was last changed, in UTC: a new version, a new digest."""
        days = (self.announced, self.updated or self.announced)
        changed = datetime.combine(max(days), time.min, UTC)
        if self.provenance and self.digest:
            return max(changed, self.provenance.made.replace(microsecond=0))
        return changed

    @property
    def images(self) -> tuple[str, ...]:
        """The hashes of its figures; none where a later version came under another licence."""
        if self.figures is None or not same_licence(self.figures.licence, self.licence):
            return ()
        return tuple(figure.hash for figure in self.figures.found)


class Listed(Protocol):
    """What lists ask of a paper, whether all of it is at hand or only the facts."""

    @property
    def id(self) -> str:
        """ArXiv's identifier."""

    @property
    def announced(self) -> date:
        """The day of the feed that brought the paper."""

    @property
    def updated(self) -> date | None:
        """The day of the feed that brought a later version."""

    @property
    def changed(self) -> datetime:
        """When what the site says of it was last changed."""

    @property
    def topics(self) -> tuple[str, ...]:
        """Identifiers of topics, the main one first."""

    @property
    def similar(self) -> tuple[str, ...]:
        """Identifiers of the earlier papers most like it."""

    @property
    def licence(self) -> str | None:
        """The address of its licence."""

    @property
    def images(self) -> tuple[str, ...]:
        """The hashes of its figures."""

    @property
    def status(self) -> Status:
        """What has become of it."""

    @property
    def sample(self) -> bool:
        """Whether it is an invented paper of the shipped archive."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an overview and the papers that it rests on."""

    text: Pair
    papers: tuple[str, ...]
    """Their identifiers."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a model wrote on the papers of a topic on a day, or why there is nothing."""

    date: date
    topic: str
    """The topic's identifier."""
    status: Status
    """Digested, refused or rejected."""
    papers: int
    """How many papers the model was given."""
    provenance: Provenance
    statements: tuple[Statement, ...] = ()
    reason: str | None = None
    """Why there are no statements."""
    sample: bool = False

    @property
    def id(self) -> str:
        """What the journal calls it: `2026-05-12/llm`."""
        return f"{self.date:%Y-%m-%d}/{self.topic}"


@dataclass(frozen=True, slots=True)
class CategoryReport:
    """What one category's feed gave on a day."""

    category: str
    state: CategoryState
    entries: int = 0
    """Items of the feed, counted before categories are merged."""
    etag: str | None = None
    """The feed's validator, for a conditional request; RFC 9110, section 8.8.3."""
    rules: str | None = None
    """The hash of the topics' rules that filtered it."""
    stamped: date | None = None
    """The feed's own date, where its batch belongs to another day."""
    source: Source = Source.RSS


@dataclass(frozen=True, slots=True)
class Day:
    """What was announced on one day and what became of it: one page.

    Each announced paper stands in exactly one of the lists, whatever number of categories
    announced it, so that announced = kept + filtered + failed can be checked by hand.
    """

    date: date
    kept: tuple[str, ...] = ()
    """Papers of the store, in the order of identifiers; so are the other lists."""
    outside: tuple[str, ...] = ()
    """Papers that no topic matched."""
    replacements: tuple[str, ...] = ()
    """New versions of papers that were announced earlier."""
    repeated: tuple[str, ...] = ()
    """Papers that were announced on an earlier day and came again."""
    failures: tuple[Failure, ...] = ()
    categories: tuple[CategoryReport, ...] = ()
    note: str = ""
    """Words of the maintainer on this day."""
    sample: bool = False

    @property
    def listed(self) -> frozenset[str]:
        """Every paper that can be named, whatever became of it."""
        return frozenset((*self.kept, *self.outside, *self.replacements, *self.repeated))

    @property
    def filtered(self) -> int:
        """How many papers were announced and are not among the day's papers."""
        return len(self.outside) + len(self.replacements) + len(self.repeated)

    @property
    def announced(self) -> int:
        """How many papers were announced."""
        return len(self.kept) + self.filtered + len(self.failures)
