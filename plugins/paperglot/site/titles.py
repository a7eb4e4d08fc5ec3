"""The titles of pages, as plain text for the browser's tab and for search engines."""

from datetime import date
from functools import singledispatchmethod

from paperglot.settings import Topic
from paperglot.site import html
from paperglot.site.views import (
    ArchiveView,
    DayView,
    MonthView,
    PaperView,
    TopicDayView,
    TopicsView,
    TopicView,
    View,
)
from paperglot.site.words import Words


class Titles:
    """Titles in both languages, English first."""

    def __init__(self, words: Words) -> None:
        """Take the table of words."""
        self._words = words

    def of(self, view: View) -> str:
        """Return a view's title."""
        return self._of(view)

    @singledispatchmethod
    def _of(self, view: object) -> str:
        raise NotImplementedError(view)

    @_of.register
    def _(self, view: DayView) -> str:
        return self._date(view.day, "long")

    @_of.register
    def _(self, view: TopicDayView) -> str:
        return f"{self._topic(view.topic)} · {view.day:%Y-%m-%d}"

    @_of.register
    def _(self, view: TopicView) -> str:
        return self._topic(view.topic)

    @_of.register
    def _(self, _view: TopicsView) -> str:
        return self._word("topics")

    @_of.register
    def _(self, view: MonthView) -> str:
        return self._date(view.first, "month")

    @_of.register
    def _(self, _view: ArchiveView) -> str:
        return self._word("archive")

    @_of.register
    def _(self, view: PaperView) -> str:
        return html.plain(view.paper.title)

    def _word(self, key: str) -> str:
        return self._joined([self._words.word(key, each.tag) for each in self._words.languages])

    def _date(self, day: date, style: str) -> str:
        languages = self._words.languages
        return self._joined([self._words.date_in(day, style, each) for each in languages])

    def _topic(self, topic: Topic) -> str:
        titles = [topic.titles.get(each.tag, "") for each in self._words.languages]
        return self._joined(titles)

    def _joined(self, texts: list[str]) -> str:
        return " · ".join(dict.fromkeys(text for text in texts if text))
