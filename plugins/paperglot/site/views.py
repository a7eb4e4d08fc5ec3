"""What each page of the site shows, worked out from the archive: frozen, and free of HTML.

A view knows its address; everything else that a page says is in its fields or can be asked
of it. Templates ask, and compute nothing.

A view is first made of papers in brief, so that ten thousand pages can be compared with those of
the build before; `site.whole` puts the papers themselves into those that are to be rendered.
"""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from paperglot.model import Day, Failure, Listed, Pair, Paper, Provenance
from paperglot.settings import Topic
from paperglot.site import addresses
from paperglot.site.arithmetic import WITHOUT_DIGEST, Count, count, still_failed
from paperglot.site.calendar_table import Calendar, calendar_of
from paperglot.site.channels import Channel
from paperglot.site.completeness import Missing, Quiet, missing, why_quiet
from paperglot.site.trends import Trend

P = TypeVar("P", bound=Listed)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group(Generic[P]):
    """The papers of a day under their main topic; `topic` is None for those of no known one."""

    topic: Topic | None
    papers: tuple[P, ...]


@dataclass(frozen=True, slots=True)
class Update(Generic[P]):
    """A paper of another day that got a new version on a day."""

    paper: P
    is_latest: bool
    """Whether that version is the one that the paper has now."""


@dataclass(frozen=True, slots=True)
class DayView(Generic[P]):
    """One announcement day."""

    day: date
    record: Day | None
    """What was announced, if it was recorded."""
    groups: tuple[Group[P], ...]
    previous: date | None
    next: date | None
    topic_counts: tuple[tuple[Topic, int], ...]
    """All papers of each topic that has any, not only those whose main topic it is."""
    updates: tuple[Update[P], ...] = ()
    withdrawn: tuple[P, ...] = ()
    """Papers announced on the day that have left the lists."""
    is_compact: bool = False
    """Whether its papers are named and no more, as the month is long over."""

    template = "day.html"

    @property
    def url(self) -> str:
        """The address below the site's root."""
        return addresses.of_day(self.day)

    @property
    def papers(self) -> list[P]:
        """All papers that are shown, in the order of the page."""
        return [paper for group in self.groups for paper in group.papers]

    @property
    def count(self) -> Count | None:
        """The day's arithmetic, where the day was recorded."""
        return count(self.record, [*self.papers, *self.withdrawn]) if self.record else None

    @property
    def quiet(self) -> Quiet | None:
        """Why the day has no papers to show; None where it has some."""
        if self.papers:
            return None
        if self.record is None or self.withdrawn:
            return Quiet.NOT_SHOWN
        return why_quiet(self.record)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What has not come of the day's batch so far."""
        return missing(self.record) if self.record else ()

    @property
    def failures(self: "DayView[Paper]") -> list[Failure]:
        """Everything that failed, with its reason."""
        refused = [
            Failure(paper.id, paper.reason or "")
            for paper in self.papers
            if paper.status in WITHOUT_DIGEST
        ]
        present = {paper.id for paper in (*self.papers, *self.withdrawn)}
        return [*(still_failed(self.record, present) if self.record else ()), *refused]


@dataclass(frozen=True, slots=True)
class HomeView(Generic[P]):
    """What the home page shows: a day, and the days after it that have nothing to show."""

    day: DayView[P]
    later: tuple[DayView[P], ...] = ()
    """The latest first."""


@dataclass(frozen=True, slots=True)
class CitedStatement(Generic[P]):
    """One sentence of an overview with the papers that it rests on, as far as they have a page."""

    text: Pair
    papers: tuple[P, ...]


@dataclass(frozen=True, slots=True)
class OverviewPart(Generic[P]):
    """What a topic's day brought, in a few sentences."""

    statements: tuple[CitedStatement[P], ...]
    papers: int
    """How many papers the model was given; the topic may have more."""
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class TopicDayView(Generic[P]):
    """One topic on one day: the page that readers of Talk2Paper know."""

    day: date
    topic: Topic
    papers: tuple[P, ...]
    previous: date | None
    """The nearest earlier day on which this topic has papers."""
    next: date | None
    others: tuple[tuple[Topic, int], ...]
    """The topics of the same day."""
    overview: OverviewPart[P] | None = None
    is_compact: bool = False

    template = "topic_day.html"

    @property
    def url(self) -> str:
        """The address below the site's root."""
        return self.address_on(self.day)

    def address_on(self, day: date) -> str:
        """Return the address of the same topic on another day."""
        return addresses.of_topic_day(day, self.topic)


@dataclass(frozen=True, slots=True)
class TopicView(Generic[P]):
    """One topic over time."""

    topic: Topic
    days: tuple[tuple[date, tuple[P, ...]], ...]
    """The latest day first, as many papers as the options allow."""
    total: int

    template = "topic.html"

    @property
    def url(self) -> str:
        """The address below the site's root."""
        return addresses.of_topic(self.topic)

    @property
    def shown(self) -> int:
        """How many papers are on the page."""
        return sum(len(papers) for _day, papers in self.days)


@dataclass(frozen=True, slots=True)
class TopicsView:
    """All topics, with what they have."""

    topics: tuple[tuple[Topic, int, date | None], ...]
    """Each with the number of its papers and the latest day it has any on."""

    template = "topics.html"
    url = addresses.TOPICS


@dataclass(frozen=True, slots=True)
class MonthView(Generic[P]):
    """One month, a line a day."""

    first: date
    days: tuple[DayView[P], ...]
    previous: date | None
    next: date | None

    template = "month.html"

    @property
    def url(self) -> str:
        """The address below the site's root."""
        return addresses.of_month(self.first)


@dataclass(frozen=True, slots=True)
class ArchiveView(Generic[P]):
    """All months and days."""

    months: tuple[MonthView[P], ...]
    """The latest first."""

    template = "archive.html"
    url = addresses.ARCHIVE

    @property
    def calendar(self) -> Calendar:
        """All days by year."""
        return calendar_of(
            {day.day: len(day.papers) for month in self.months for day in month.days}
        )


@dataclass(frozen=True, slots=True)
class TrendsView(Generic[T]):
    """What rises in all topics in one month; nothing of it depends on later months."""

    month: date
    """Its first day."""
    trends: tuple[T, ...]
    """Of the topics that have papers in its plots' months."""
    previous: date | None

    template = "trends.html"

    @property
    def url(self) -> str:
        """The address below the site's root."""
        return addresses.of_trends(self.month)

    @property
    def rising(self: "TrendsView[Trend]") -> tuple[Trend, ...]:
        """The trends of the topics in which something rises."""
        return tuple(trend for trend in self.trends if trend.rising)

    @property
    def is_compared(self: "TrendsView[Trend]") -> bool:
        """Whether any topic had papers enough before."""
        return any(trend.is_compared for trend in self.trends)


@dataclass(frozen=True, slots=True)
class LatestTrendsView(Generic[T]):
    """The trends of the latest month, and the way to those of all others."""

    latest: TrendsView[T] | None
    months: tuple[date, ...]
    """The first days of all months, the latest first."""

    template = "trends_latest.html"
    url = addresses.TRENDS


@dataclass(frozen=True, slots=True)
class TopicTrendsView(Generic[T]):
    """One topic's trends by month."""

    topic: Topic
    trends: tuple[T, ...]
    """The latest month first; as many months as a plot has."""

    template = "topic_trends.html"

    @property
    def url(self) -> str:
        """The address below the site's root."""
        return addresses.of_topic_trends(self.topic)


@dataclass(frozen=True, slots=True)
class PaperView(Generic[P]):
    """Everything about one paper."""

    paper: P
    topics: tuple[Topic, ...]
    """The known ones."""
    similar: tuple[P, ...] = ()
    """Earlier papers, the likest first."""
    is_compact: bool = False
    """Whether the page has the paper's point and links alone."""
    is_illustrated: bool = False
    """Whether its figures are shown."""

    template = "paper.html"

    @property
    def url(self) -> str:
        """The permanent address below the site's root."""
        return addresses.of_paper(self.paper.id)


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page that the search's forms lead to."""

    topics: tuple[Topic, ...]

    template = "search_page.html"
    url = addresses.SEARCH


@dataclass(frozen=True, slots=True)
class FeedsView:
    """The list of all feeds."""

    channels: tuple[tuple[Channel, ...], ...]
    """Those of everything, then those of each topic, one a language."""

    template = "feeds.html"
    url = addresses.FEEDS


@dataclass(frozen=True, slots=True)
class SavedView:
    """The page of what a reader saved, which scripts fill: no server knows it."""

    topics: tuple[Topic, ...]
    """Those that can be followed or muted."""

    template = "saved.html"
    url = addresses.SAVED


ViewOf: TypeAlias = (
    DayView[P]
    | TopicDayView[P]
    | TopicView[P]
    | TopicsView
    | MonthView[P]
    | ArchiveView[P]
    | PaperView[P]
    | SearchView
    | FeedsView
    | TrendsView[T]
    | LatestTrendsView[T]
    | TopicTrendsView[T]
    | SavedView
)
View: TypeAlias = ViewOf[Paper, Trend]
"""A view that can be rendered."""
