"""The archive as views: sorted by day, topic and month, each with its neighbours."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise

from paperglot.model import Day, Paper, Status
from paperglot.settings import Settings, Topic
from paperglot.site.views import (
    ArchiveView,
    DayView,
    Group,
    MonthView,
    PaperView,
    TopicDayView,
    TopicsView,
    TopicView,
    View,
)
from paperglot.store.files import Archive


class Catalogue:
    """All views of an archive."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        """Sort the archive's papers by day and topic."""
        self._topics = {topic.id: topic for topic in settings.topics}
        self._papers_on_topic = settings.site.papers_on_topic
        self._archive = archive.published()

    def __iter__(self) -> Iterator[View]:
        """Yield every page of the site that is made from the archive."""
        yield from self.days
        for day in self.days:
            yield from self._topic_days(day)
        yield from (self._topic(topic) for topic in self._topics.values())
        yield self._all_topics()
        yield from self.months
        yield ArchiveView(tuple(reversed(self.months)))
        for paper in self._archive.papers:
            known = tuple(self._topics[each] for each in paper.topics if each in self._topics)
            yield PaperView(paper, known)

    @property
    def latest(self) -> DayView | None:
        """The last day there is, for the home page."""
        return self.days[-1] if self.days else None

    @property
    def has_samples(self) -> bool:
        """Whether what is shown is the shipped sample archive."""
        return any(paper.sample for paper in self._archive.papers)

    @cached_property
    def days(self) -> tuple[DayView, ...]:
        """All days, the oldest first."""
        papers = _by_day(self._ordered)
        records = {record.date: record for record in self._archive.days}
        dates = sorted(papers.keys() | records.keys())
        return tuple(
            self._day(day, records.get(day), papers.get(day, []), previous, following)
            for previous, day, following in _with_neighbours(dates)
        )

    @cached_property
    def months(self) -> tuple[MonthView, ...]:
        """All months, the oldest first."""
        by_month: dict[date, list[DayView]] = {}
        for day in self.days:
            by_month.setdefault(day.day.replace(day=1), []).append(day)
        return tuple(
            MonthView(first, tuple(by_month[first]), previous, following)
            for previous, first, following in _with_neighbours(sorted(by_month))
        )

    @cached_property
    def _ordered(self) -> list[Paper]:
        """All papers in arXiv's order; those with a digest first, as they are what is skimmed."""
        listed = (identifier for day in self._archive.days for identifier in day.kept)
        place = {identifier: number for number, identifier in enumerate(listed)}

        def order(paper: Paper) -> tuple[bool, int]:
            return paper.status is not Status.DIGESTED, place.get(paper.id, len(place))

        return sorted(self._archive.papers, key=order)

    @cached_property
    def _by_topic(self) -> dict[str, dict[date, list[Paper]]]:
        found: dict[str, dict[date, list[Paper]]] = {topic: {} for topic in self._topics}
        for paper in _listed(self._ordered):
            for topic in paper.topics:
                if topic in found:
                    found[topic].setdefault(paper.announced, []).append(paper)
        return found

    @cached_property
    def _topic_neighbours(self) -> dict[tuple[str, date], tuple[date | None, date | None]]:
        return {
            (topic, day): (previous, following)
            for topic, days in self._by_topic.items()
            for previous, day, following in _with_neighbours(sorted(days))
        }

    def _day(
        self,
        day: date,
        record: Day | None,
        papers: list[Paper],
        previous: date | None,
        following: date | None,
    ) -> DayView:
        counts = [
            (topic, len(self._by_topic[topic.id].get(day, ()))) for topic in self._topics.values()
        ]
        return DayView(
            day=day,
            record=record,
            groups=tuple(self._groups(papers)),
            previous=previous,
            next=following,
            topic_counts=tuple((topic, number) for topic, number in counts if number),
        )

    def _groups(self, papers: Sequence[Paper]) -> Iterator[Group]:
        """Group by main topic in the order of the options; withdrawn papers leave the lists."""
        by_topic: dict[str | None, list[Paper]] = {}
        for paper in papers:
            main = next((each for each in paper.topics if each in self._topics), None)
            by_topic.setdefault(main, []).append(paper)
        for identifier, topic in self._topics.items():
            if identifier in by_topic:
                yield Group(topic, tuple(by_topic[identifier]))
        if None in by_topic:
            yield Group(None, tuple(by_topic[None]))

    def _topic_days(self, day: DayView) -> Iterator[TopicDayView]:
        for topic, _number in day.topic_counts:
            previous, following = self._topic_neighbours[topic.id, day.day]
            papers = tuple(self._by_topic[topic.id][day.day])
            yield TopicDayView(day.day, topic, papers, previous, following, day.topic_counts)

    def _topic(self, topic: Topic) -> TopicView:
        by_day = self._by_topic[topic.id]
        room = self._papers_on_topic
        days: list[tuple[date, tuple[Paper, ...]]] = []
        for day in sorted(by_day, reverse=True):
            papers = tuple(by_day[day][:room])
            room -= len(papers)
            if papers:
                days.append((day, papers))
        return TopicView(topic, tuple(days), sum(len(papers) for papers in by_day.values()))

    def _all_topics(self) -> TopicsView:
        return TopicsView(
            tuple(
                (topic, sum(map(len, by_day.values())), max(by_day, default=None))
                for topic, by_day in (
                    (topic, self._by_topic[topic.id]) for topic in self._topics.values()
                )
            )
        )


def _listed(papers: Iterable[Paper]) -> Iterator[Paper]:
    return (paper for paper in papers if paper.status is not Status.WITHDRAWN)


def _by_day(papers: Iterable[Paper]) -> dict[date, list[Paper]]:
    found: dict[date, list[Paper]] = {}
    for paper in papers:
        found.setdefault(paper.announced, []).append(paper)
    return found


def _with_neighbours(days: Sequence[date]) -> Iterator[tuple[date | None, date, date | None]]:
    padded = [None, *days, None]
    for (previous, day), (_day, following) in pairwise(pairwise(padded)):
        assert day is not None
        yield previous, day, following
