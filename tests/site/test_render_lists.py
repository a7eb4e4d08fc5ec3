from dataclasses import replace
from datetime import date

import pytest

from paperglot.model import CategoryReport, CategoryState, Day, Failure, Paper, Status
from paperglot.site.render import Renderer
from paperglot.site.views import PaperView, TopicDayView, TopicView, View
from tests.samples import DAY, digested, pending
from tests.site.document import parse
from tests.site.examples import (
    ARXIV_STATEMENT,
    GAN,
    LLM,
    SPEECH,
    catalogue,
    day_page,
    hrefs,
    render,
    settings,
    with_trends,
)


@pytest.mark.parametrize(
    "view",
    list(catalogue([digested(), pending("2613.00020")], [Day(DAY, kept=("2613.00010",))])),
    ids=lambda view: view.url,
)
def test_every_view_has_one_heading_of_the_first_level(view: View) -> None:
    assert len(render(with_trends(view)).all("h1")) == 1


def test_the_home_page_shows_the_latest_day_or_says_that_there_is_none() -> None:
    renderer = Renderer(settings())
    view = catalogue([digested()]).latest
    assert view is not None
    shown = parse(renderer.home(view, lambda url: f"/{url}"))
    assert shown.one("h1").text == "Tuesday, 3 March 2026 2026年3月3日 星期二"
    assert "/2026/03/03/" in hrefs(shown.one("h1"))
    assert "A tight bound at extra cost." in shown.text
    empty = parse(renderer.home(None, lambda url: f"/{url}"))
    assert "Nothing has been collected yet." in empty.text
    assert "尚未收录任何论文" in empty.text
    assert ARXIV_STATEMENT in empty.text


def test_the_home_page_has_a_line_for_each_quiet_day_since() -> None:
    friday, sunday = date(2026, 3, 6), date(2026, 3, 8)
    home = catalogue([digested(announced=friday)], [Day(date(2026, 3, 7)), Day(sunday)]).latest
    page = parse(Renderer(settings()).home(home, lambda url: f"/{url}"))
    (lines,) = page.with_attribute("class", "pg-list pg-later")
    weekend = "arXiv announces nothing at weekends. arXiv 周末不公布论文。"
    assert [line.text for line in lines.elements] == [
        f"Sun 8 Mar 3月8日 周日 {weekend}",
        f"Sat 7 Mar 3月7日 周六 {weekend}",
    ]
    assert hrefs(lines) == ["/2026/03/08/", "/2026/03/07/"]
    assert page.one("h1").text.startswith("Friday, 6 March 2026")


def test_lists_of_days_say_why_a_day_has_nothing() -> None:
    views = catalogue(days=[Day(date(2026, 3, 7))])
    for view in views.months:
        assert "0 papers 0 篇 arXiv announces nothing at weekends." in render(view).text


def test_a_day_says_what_it_has_of_each_feed_and_what_failed() -> None:
    record = Day(
        DAY,
        kept=("2613.00010",),
        failures=(Failure("2613.90030", "it has no abstract"),),
        categories=tuple(
            CategoryReport(f"cs.{state.name}", state, number)
            for number, state in enumerate(CategoryState, start=3)
        ),
        note="A *quiet* day.\n\nArXiv was late.",
    )
    day = day_page(digested(), record=record)
    rows = [" ".join(cell.text for cell in row.elements) for row in day.one("tbody").elements]
    assert rows[0] == "cs.FRESH complete 完整 3"
    assert len(rows) == len(CategoryState)
    assert "2613.90030: it has no abstract" in day.text
    assert "A *quiet* day." in day.text
    assert "2 announced = 1 shown + 1 failed" in day.text


def test_a_day_without_a_record_says_so() -> None:
    assert "1 paper 1 篇 · What else was announced" in day_page(digested()).text


def test_a_quiet_day_says_so() -> None:
    text = day_page(record=Day(DAY, outside=("2613.90010",))).text
    assert "No papers of our topics" in text
    assert "1 announced = 0 shown + 1 outside the topics" in text


def test_a_day_leads_to_each_topics_day_and_withdrawn_papers_count_nowhere() -> None:
    withdrawn = digested("2613.00020", topics=("speech",), status=Status.WITHDRAWN)
    day = day_page(digested(), withdrawn, digested("2613.00031", topics=()))
    headings = {heading.text: hrefs(heading) for heading in day.all("h2")}
    assert headings == {
        "Language Models 语言模型 1": ["/2026/03/03/llm/"],
        "Other topics 其他主题 1": [],
    }


def test_a_topic_says_how_many_papers_it_leaves_to_the_archive() -> None:
    view = TopicView(LLM, ((DAY, (digested(),)),), 3)
    assert "3 papers 3 篇 · The latest 1 papers are shown" in render(view).text
    assert "The latest" not in render(replace(view, total=1)).text
    assert "Nothing has been collected" in render(TopicView(LLM, (), 0)).text


def test_a_topic_day_marks_its_own_topic_among_those_of_the_day() -> None:
    view = TopicDayView(DAY, LLM, (digested(),), None, None, ((SPEECH, 1), (LLM, 1)))
    (current,) = render(view).with_attribute("aria-current", "page")
    assert current.attributes["href"] == "/2026/03/03/llm/"


def test_neighbours_are_links_to_before_and_after() -> None:
    view: TopicDayView[Paper] = TopicDayView(DAY, LLM, (), date(2026, 3, 2), date(2026, 3, 6), ())
    page = render(view)
    (before,), (after,) = page.with_attribute("rel", "prev"), page.with_attribute("rel", "next")
    assert before.attributes["href"] == "/2026/03/02/llm/"
    assert after.attributes["href"] == "/2026/03/06/llm/"
    alone = render(replace(view, previous=None, next=None))
    assert not alone.with_attribute("rel", "prev")
    assert not alone.with_attribute("rel", "next")


def test_a_topic_whose_titles_agree_or_that_has_one_is_named_once() -> None:
    assert render(TopicView(GAN, (), 0)).one("h1").text == "GAN"
    german = settings(language="de")
    assert render(TopicView(LLM, (), 0), german).one("h1").text == "Language Models"


def test_a_compact_list_names_its_papers_and_a_compact_page_has_the_point() -> None:
    paper = digested()
    view = TopicDayView(DAY, LLM, (paper,), None, None, (), is_compact=True)
    (row,) = render(view).with_attribute("class", "pg-row")
    assert "A bound" in row.text
    assert "A tight bound at extra cost." not in row.text
    assert row.with_attribute("class", "Z3988") == []
    page = render(PaperView(paper, (LLM,), (pending("2613.00020"),), is_compact=True))
    (body,) = page.with_attribute("class", "pg-body")
    assert "A tight bound at extra cost." in body.text
    assert "https://arxiv.org/abs/2613.00010" in hrefs(body)
    assert page.all("blockquote", "ol") == []
    # What marks are saved with; the other ways to cite are on pages that are not compact.
    (citation,) = page.with_attribute("data-cite")
    assert "@misc{" in citation.text
    assert [each for each in hrefs(body) if "alphaxiv" in each] == []
