from datetime import date

import pytest

from paperglot.languages import second_language
from paperglot.model import Paper
from paperglot.site.titles import Titles
from paperglot.site.views import (
    ArchiveView,
    DayView,
    LatestTrendsView,
    MonthView,
    PaperView,
    SavedView,
    TopicDayView,
    TopicsView,
    TopicTrendsView,
    TopicView,
    TrendsView,
    View,
)
from paperglot.site.words import Words
from tests.samples import DAY, pending
from tests.site.examples import GAN, LLM, topic

_MONTH: MonthView[Paper] = MonthView(date(2026, 3, 1), (), None, None)


def _titles(view: View, language: str = "zh-Hans") -> tuple[str, ...]:
    return Titles(Words(second_language(language))).of(view)


@pytest.mark.parametrize(
    ("view", "titles"),
    [
        (DayView(DAY, None, (), None, None, ()), ("Tuesday, 3 March 2026", "2026年3月3日 星期二")),
        (_MONTH, ("March 2026", "2026年3月")),
        (
            TopicDayView(DAY, LLM, (), None, None, ()),
            ("Language Models 2026-03-03", "语言模型 2026-03-03"),
        ),
        (TopicView(LLM, (), 0), ("Language Models", "语言模型")),
        (TopicsView(()), ("Topics", "主题")),
        (ArchiveView(()), ("Archive", "归档")),
        (SavedView(()), ("Saved", "收藏")),
        (LatestTrendsView(None, ()), ("Trends", "趋势")),
        (TrendsView(DAY.replace(day=1), (), None), ("Trends 2026-03", "趋势 2026-03")),
        (TopicTrendsView(LLM, ()), ("Language Models – Trends", "语言模型 – 趋势")),
        (PaperView(pending(title="A bound on $k$ for \\$5"), ()), ("A bound on k for $5",)),
    ],
)
def test_a_title_is_in_both_languages_and_a_paper_keeps_its_own(
    view: View, titles: tuple[str, ...]
) -> None:
    assert _titles(view) == titles


def test_titles_that_agree_stand_once() -> None:
    assert _titles(TopicView(GAN, (), 0)) == ("GAN",)
    assert _titles(TopicView(topic("face"), (), 0)) == ("Face",)


def test_the_second_language_is_that_of_the_options() -> None:
    assert _titles(ArchiveView(()), "de") == ("Archive", "Archiv")
    assert _titles(_MONTH, "de") == ("March 2026", "März 2026")
    assert _titles(TopicView(LLM, (), 0), "de") == ("Language Models",)


def test_something_that_is_no_view_has_no_title() -> None:
    with pytest.raises(NotImplementedError):
        _titles("a page")  # type: ignore[arg-type]
