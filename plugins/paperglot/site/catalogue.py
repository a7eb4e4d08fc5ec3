"""The archive as views: sorted by day, topic and month, each with its neighbours."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from paperglot.model import Day, Listed, Overview, Status
from paperglot.settings import Settings, Topic
from paperglot.site.channels import channels
from paperglot.site.trends import (
    SHOWN_MONTHS,
    TopicMonths,
    months_before,
    months_between,
    topic_months,
)
from paperglot.site.views import (
    ArchiveView,
    CitedStatement,
    DayView,
    FeedsView,
    Group,
    HomeView,
    LatestTrendsView,
    MonthView,
    OverviewPart,
    PaperView,
    SavedView,
    SearchView,
    TopicDayView,
    TopicsView,
    TopicTrendsView,
    TopicView,
    TrendsView,
    Update,
    ViewOf,
)

P = TypeVar("P", bound=Listed)
P_co = TypeVar("P_co", covariant=True)

# A weekend and a holiday: more would push the papers off a phone's screen. The archive has all.
_LATER_DAYS = 3


class Archived(Protocol[P_co]):
    """What views are made of: the store's days, and its papers whole or in brief."""

    @property
    def papers(self) -> tuple[P_co, ...]:
        """By announcement, then identifier."""

    @property
    def days(self) -> tuple[Day, ...]:
        """The oldest first."""

    @property
    def overviews(self) -> tuple[Overview, ...]:
        """By day."""


class Catalogue(Generic[P]):
    """All views of an archive."""

    def __init__(
        self, archive: Archived[P], settings: Settings, illustrated: Container[str] = ()
    ) -> None:
        """Sort the papers of a published archive by day and topic.

        `illustrated` names the papers whose figures are shown.
        """
        self._illustrated = illustrated
        self._topics = {topic.id: topic for topic in settings.topics}
        self._papers_on_topic = settings.site.papers_on_topic
        self._has_feeds = settings.site.has_feeds
        self._compact_after = settings.site.compact_after
        self.channels = channels(settings)
        """All feeds, whether or not they are made."""
        self._archive = archive

    def __iter__(self) -> Iterator[ViewOf[P, TopicMonths[P]]]:
        """Yield every page of the site that is made from the archive.

        What shows the same papers comes together.
        """
        return iter(self._views)

    @cached_property
    def _views(self) -> tuple[ViewOf[P, TopicMonths[P]], ...]:
        return tuple(self._all())

    def _all(self) -> Iterator[ViewOf[P, TopicMonths[P]]]:
        for day in self.days:
            yield day
            yield from self._topic_days(day)
            yield from map(self._paper, self._announced.get(day.day, ()))
        yield from (self._topic(topic) for topic in self._topics.values())
        yield self._all_topics()
        yield from self.months
        yield ArchiveView(tuple(reversed(self.months)))
        yield SearchView(tuple(self._topics.values()))
        yield SavedView(tuple(self._topics.values()))
        if self._has_feeds:
            yield FeedsView(self.channels)
        yield from self._all_trends()

    @property
    def latest(self) -> HomeView[P] | None:
        """The last day that has papers, or else the last there is, and the days after it."""
        if not self.days:
            return None
        with_papers = (place for place, day in enumerate(self.days) if day.papers)
        latest = max(with_papers, default=len(self.days) - 1)
        later = self.days[latest + 1 :][-_LATER_DAYS:]
        return HomeView(self.days[latest], tuple(reversed(later)))

    @property
    def searched(self) -> Iterator[P]:
        """The papers that the search finds: those that lists show."""
        return _listed(self._archive.papers)

    def shown(self, topic: Topic | None) -> Mapping[date, Sequence[P]]:
        """Return the papers of lists by day: those of a topic, or all."""
        return self._by_topic[topic.id] if topic else self._shown

    @cached_property
    def _shown(self) -> dict[date, list[P]]:
        return {day.day: day.papers for day in self.days}

    @property
    def last_day(self) -> date | None:
        """The last day of the archive."""
        return self.days[-1].day if self.days else None

    @property
    def has_samples(self) -> bool:
        """Whether what is shown is the shipped sample archive."""
        return any(paper.sample for paper in self._archive.papers)

    @cached_property
    def days(self) -> tuple[DayView[P], ...]:
        """All days, the oldest first."""
        papers = self._announced
        records = {record.date: record for record in self._archive.days}
        dates = sorted(papers.keys() | records.keys() | self._updates.keys())
        return tuple(
            self._day(day, records.get(day), papers.get(day, []), previous, following)
            for previous, day, following in _with_neighbours(dates)
        )

    @cached_property
    def months(self) -> tuple[MonthView[P], ...]:
        """All months, the oldest first."""
        by_month: dict[date, list[DayView[P]]] = {}
        for day in self.days:
            by_month.setdefault(day.day.replace(day=1), []).append(day)
        return tuple(
            MonthView(first, tuple(by_month[first]), previous, following)
            for previous, first, following in _with_neighbours(sorted(by_month))
        )

    @cached_property
    def _announced(self) -> dict[date, list[P]]:
        """All papers by their day, in its order."""
        return _by_day(self._ordered)

    @cached_property
    def _ordered(self) -> list[P]:
        """All papers in arXiv's order; those with a digest first, as they are what is skimmed."""
        listed = (identifier for day in self._archive.days for identifier in day.kept)
        place = {identifier: number for number, identifier in enumerate(listed)}

        def order(paper: P) -> tuple[bool, int]:
            return paper.status is not Status.DIGESTED, place.get(paper.id, len(place))

        return sorted(self._archive.papers, key=order)

    @cached_property
    def _updates(self) -> dict[date, list[Update[P]]]:
        """New versions by the day that brought them, where that is not the paper's own day.

        A record names them all; a paper knows the latest, also where the record is lost.
        """
        recorded: dict[str, set[date]] = {}
        for record in self._archive.days:
            for identifier in record.replacements:
                recorded.setdefault(identifier, set()).add(record.date)
        found: dict[date, list[Update[P]]] = {}
        for paper in self._archive.papers:
            days = recorded.get(paper.id, set()) | {paper.updated or paper.announced}
            for day in days - {paper.announced}:
                is_latest = paper.updated is None or paper.updated <= day
                found.setdefault(day, []).append(Update(paper, is_latest))
        return found

    @cached_property
    def _by_topic(self) -> dict[str, dict[date, list[P]]]:
        found: dict[str, dict[date, list[P]]] = {topic: {} for topic in self._topics}
        for paper in _listed(self._ordered):
            for topic in paper.topics:
                if topic in found:
                    found[topic].setdefault(paper.announced, []).append(paper)
        return found

    @cached_property
    def _by_id(self) -> dict[str, P]:
        return {paper.id: paper for paper in _listed(self._archive.papers)}

    @cached_property
    def _trend_months(self) -> tuple[date, ...]:
        """The first days of all months from the first paper to the last."""
        days = [paper.announced for paper in self._archive.papers]
        return months_between(min(days), max(days)) if days else ()

    @cached_property
    def _trends(self) -> dict[str, tuple[TopicMonths[P], ...]]:
        """By topic, then by month."""
        found: dict[str, tuple[TopicMonths[P], ...]] = {}
        for identifier, topic in self._topics.items():
            by_month: dict[date, list[P]] = {}
            for day, papers in self._by_topic[identifier].items():
                by_month.setdefault(day.replace(day=1), []).extend(papers)
            found[identifier] = topic_months(topic, by_month, self._trend_months)
        return found

    @cached_property
    def _topic_neighbours(self) -> dict[tuple[str, date], tuple[date | None, date | None]]:
        return {
            (topic, day): (previous, following)
            for topic, days in self._by_topic.items()
            for previous, day, following in _with_neighbours(sorted(days))
        }

    @cached_property
    def _overviews(self) -> dict[tuple[str, date], OverviewPart[P]]:
        """What there is to show; a paper may have lost its page since."""
        papers = {paper.id: paper for paper in self._archive.papers}
        found: dict[tuple[str, date], OverviewPart[P]] = {}
        for each in self._archive.overviews:
            cited = tuple(
                CitedStatement(one.text, tuple(papers[i] for i in one.papers if i in papers))
                for one in each.statements
            )
            if cited:
                place = each.topic, each.date
                found[place] = OverviewPart(cited, each.papers, each.provenance)
        return found

    def _day(
        self,
        day: date,
        record: Day | None,
        papers: list[P],
        previous: date | None,
        following: date | None,
    ) -> DayView[P]:
        counts = [
            (topic, len(self._by_topic[topic.id].get(day, ()))) for topic in self._topics.values()
        ]
        return DayView(
            day=day,
            record=record,
            groups=tuple(self._groups(list(_listed(papers)))),
            previous=previous,
            next=following,
            topic_counts=tuple((topic, number) for topic, number in counts if number),
            updates=tuple(self._updates.get(day, ())),
            withdrawn=tuple(paper for paper in papers if paper.status is Status.WITHDRAWN),
            is_compact=self._is_compact(day),
        )

    def _is_compact(self, day: date) -> bool:
        """Say whether a day's month had ended long before the archive's last paper."""
        if self._compact_after is None or not self._trend_months:
            return False
        return day < months_before(self._trend_months[-1], self._compact_after)

    def _groups(self, papers: Sequence[P]) -> Iterator[Group[P]]:
        """Group by main topic in the order of the options."""
        by_topic: dict[str | None, list[P]] = {}
        for paper in papers:
            main = next((each for each in paper.topics if each in self._topics), None)
            by_topic.setdefault(main, []).append(paper)
        for identifier, topic in self._topics.items():
            if identifier in by_topic:
                yield Group(topic, tuple(by_topic[identifier]))
        if None in by_topic:
            yield Group(None, tuple(by_topic[None]))

    def _topic_days(self, day: DayView[P]) -> Iterator[TopicDayView[P]]:
        for topic, _number in day.topic_counts:
            previous, following = self._topic_neighbours[topic.id, day.day]
            papers = tuple(self._by_topic[topic.id][day.day])
            overview = self._overviews.get((topic.id, day.day))
            yield TopicDayView(
                day.day,
                topic,
                papers,
                previous,
                following,
                day.topic_counts,
                overview,
                day.is_compact,
            )

    def _topic(self, topic: Topic) -> TopicView[P]:
        by_day = self._by_topic[topic.id]
        room = self._papers_on_topic
        days: list[tuple[date, tuple[P, ...]]] = []
        for day in sorted(by_day, reverse=True):
            papers = tuple(by_day[day][:room])
            room -= len(papers)
            if papers:
                days.append((day, papers))
        return TopicView(topic, tuple(days), sum(len(papers) for papers in by_day.values()))

    def _paper(self, paper: P) -> PaperView[P]:
        known = tuple(self._topics[each] for each in paper.topics if each in self._topics)
        similar = (self._by_id[each] for each in paper.similar if each in self._by_id)
        is_compact = self._is_compact(paper.announced)
        is_illustrated = paper.id in self._illustrated and not is_compact
        return PaperView(paper, known, tuple(similar), is_compact, is_illustrated)

    def _all_trends(self) -> Iterator[ViewOf[P, TopicMonths[P]]]:
        views: list[TrendsView[TopicMonths[P]]] = []
        for place, month in enumerate(self._trend_months):
            trends = [by_month[place] for by_month in self._trends.values()]
            shown = tuple(trend for trend in trends if any(trend.papers))
            views.append(TrendsView(month, shown, views[-1].month if views else None))
        yield from views
        months = self._trend_months[::-1]
        yield LatestTrendsView(views[-1] if views else None, months)
        for identifier, topic in self._topics.items():
            latest = self._trends[identifier][-1 : -1 - SHOWN_MONTHS : -1]
            yield TopicTrendsView(topic, latest)

    def _all_topics(self) -> TopicsView:
        return TopicsView(
            tuple(
                (topic, sum(map(len, by_day.values())), max(by_day, default=None))
                for topic, by_day in (
                    (topic, self._by_topic[topic.id]) for topic in self._topics.values()
                )
            )
        )


def _listed(papers: Iterable[P]) -> Iterator[P]:
    """Leave out withdrawn papers, which have their own pages alone."""
    return (paper for paper in papers if paper.status is not Status.WITHDRAWN)


def _by_day(papers: Iterable[P]) -> dict[date, list[P]]:
    found: dict[date, list[P]] = {}
    for paper in papers:
        found.setdefault(paper.announced, []).append(paper)
    return found


def _with_neighbours(days: Sequence[date]) -> Iterator[tuple[date | None, date, date | None]]:
    padded = [None, *days, None]
    for (previous, day), (_day, following) in pairwise(pairwise(padded)):
        assert day is not None
        yield previous, day, following
