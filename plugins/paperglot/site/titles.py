"""The titles of pages as plain text, in English and in the second language where they differ."""

from collections.abc import Iterable
from datetime import date
from functools import singledispatchmethod
from typing import Any

from paperglot.settings import Topic
from paperglot.site import html
from paperglot.site.views import (
    ArchiveView,
    DayView,
    FeedsView,
    LatestTrendsView,
    MonthView,
    PaperView,
    SavedView,
    SearchView,
    TopicDayView,
    TopicsView,
    TopicTrendsView,
    TopicView,
    TrendsView,
    ViewOf,
)
from paperglot.site.words import Words

BETWEEN = " · "
"""Between a title in English and in the second language, where no language can be marked."""


class Titles:
    """Titles in both languages."""

    def __init__(self, words: Words) -> None:
        """Take the table of words."""
        self._words = words

    def of(self, view: ViewOf[Any, Any]) -> tuple[str, ...]:
        """Return a view's title in English and, if it is another, in the second language."""
        return self._of(view)

    @singledispatchmethod
    def _of(self, view: object) -> tuple[str, ...]:
        raise NotImplementedError(view)

    @_of.register(DayView)
    def _(self, view: DayView[Any]) -> tuple[str, ...]:
        return self._date(view.day, "long")

    @_of.register(TopicDayView)
    def _(self, view: TopicDayView[Any]) -> tuple[str, ...]:
        return tuple(f"{title} {view.day:%Y-%m-%d}" for title in self._topic(view.topic))

    @_of.register(TopicView)
    def _(self, view: TopicView[Any]) -> tuple[str, ...]:
        return self._topic(view.topic)

    @_of.register
    def _(self, _view: TopicsView) -> tuple[str, ...]:
        return self._word("topics")

    @_of.register(MonthView)
    def _(self, view: MonthView[Any]) -> tuple[str, ...]:
        return self._date(view.first, "month")

    @_of.register(ArchiveView)
    def _(self, _view: ArchiveView[Any]) -> tuple[str, ...]:
        return self._word("archive")

    @_of.register
    def _(self, _view: SearchView) -> tuple[str, ...]:
        return self._word("search")

    @_of.register
    def _(self, _view: SavedView) -> tuple[str, ...]:
        return self._word("saved")

    @_of.register
    def _(self, _view: FeedsView) -> tuple[str, ...]:
        return self._word("feeds")

    @_of.register(LatestTrendsView)
    def _(self, _view: LatestTrendsView[Any]) -> tuple[str, ...]:
        return self._word("trends")

    @_of.register(TrendsView)
    def _(self, view: TrendsView[Any]) -> tuple[str, ...]:
        return _distinct(f"{word} {view.month:%Y-%m}" for word in self._word("trends"))

    @_of.register(TopicTrendsView)
    def _(self, view: TopicTrendsView[Any]) -> tuple[str, ...]:
        tags = [each.tag for each in self._words.languages]
        words = [self._words.word("trends", tag) for tag in tags]
        titles = [view.topic.titles.get(tag, view.topic.titles["en"]) for tag in tags]
        return _distinct(map(" – ".join, zip(titles, words, strict=True)))

    @_of.register(PaperView)
    def _(self, view: PaperView[Any]) -> tuple[str, ...]:
        return (html.plain(view.paper.title),)

    def _word(self, key: str) -> tuple[str, ...]:
        return _distinct(self._words.word(key, each.tag) for each in self._words.languages)

    def _date(self, day: date, style: str) -> tuple[str, ...]:
        languages = self._words.languages
        return _distinct(self._words.date_in(day, style, each) for each in languages)

    def _topic(self, topic: Topic) -> tuple[str, ...]:
        return _distinct(topic.titles.get(each.tag, "") for each in self._words.languages)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
