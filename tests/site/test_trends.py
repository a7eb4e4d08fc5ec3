import random
import re
from datetime import date
from typing import TypeVar
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from paperglot.model import Paper, Status
from paperglot.settings import Topic
from paperglot.site.render import Renderer
from paperglot.site.trends import (
    FEWEST_COMPARED,
    MOST_RISING,
    SHOWN_MONTHS,
    Trend,
    months_before,
    months_between,
    score,
    topic_months,
)
from paperglot.site.views import LatestTrendsView, TopicTrendsView, TrendsView
from tests.samples import pending
from tests.site import measures
from tests.site.browser import NARROW, WIDE, Reader, served
from tests.site.build import small_site
from tests.site.document import Element
from tests.site.examples import catalogue, hrefs, render, settings, trend, with_trends

_PATTERN = re.compile(r"(?<!\w)(?:bridges?)(?!\w)", re.IGNORECASE)
BRIDGES = Topic("bridges", {"en": "Bridges", "zh-Hans": "桥梁"}, frozenset(), (_PATTERN,), ())
_BASE = settings(topics=(BRIDGES,))
V = TypeVar("V")
_MONTHS = months_between(date(2025, 12, 1), date(2026, 5, 1))


def _paper(number: int, day: date, text: str, **changes: object) -> Paper:
    values: dict[str, object] = {
        "announced": day, "topics": ("bridges",), "title": "On bridges", "abstract": text,
    }  # fmt: skip
    return pending(f"2613.{number:05}", **(values | changes))


def _half_a_year(rising: str = "Drone surveys of a bridge.") -> list[Paper]:
    """Thirty papers a month on bridges; in the last month a third of them is about one thing."""
    chance = random.Random(3)
    papers: list[Paper] = []
    for month in _MONTHS:
        for number in range(30):
            text = f"We load bridge{chance.randrange(9)} by lorry{chance.randrange(9)}. "
            text += rising if month == _MONTHS[-1] and number < 10 else "Steel ages."
            papers.append(_paper(len(papers) + 1, month.replace(day=1 + number % 28), text))
    return papers


def _views(papers: list[Paper], kind: type[V]) -> list[V]:
    return [with_trends(view) for view in catalogue(papers, base=_BASE) if isinstance(view, kind)]


def _trends(papers: list[Paper]) -> tuple[Trend, ...]:
    by_month: dict[date, list[Paper]] = {}
    for paper in papers:
        by_month.setdefault(paper.announced.replace(day=1), []).append(paper)
    months = months_between(min(by_month), max(by_month))
    return tuple(map(trend, topic_months(BRIDGES, by_month, months)))


def test_a_term_that_a_third_of_the_papers_has_all_at_once_rises() -> None:
    *earlier, last = _trends(_half_a_year())
    assert [trend.rising for trend in earlier] == [()] * 5
    (rising,) = last.rising
    assert (rising.term, rising.papers) == ("Drone surveys", 10)
    assert [rising.share, rising.before] == pytest.approx([1 / 3, 0])
    assert list(rising.shares) == pytest.approx([0, 0, 0, 0, 0, 1 / 3])
    assert last.papers == (30,) * 6
    assert last.months == _MONTHS


def test_what_makes_a_paper_one_of_the_topic_does_not_rise() -> None:
    assert _trends(_half_a_year("Bridges, a bridge-deck."))[-1].rising == ()


def test_single_words_do_not_rise_unless_they_are_names() -> None:
    assert _trends(_half_a_year("Remarkably, rot."))[-1].rising == ()
    assert [each.term for each in _trends(_half_a_year("By LiDAR."))[-1].rising] == ["LiDAR"]


def test_a_term_is_written_as_most_papers_write_it() -> None:
    papers = _half_a_year("Drone-Borne radar.")
    papers += _half_a_year("Drone-borne radars.")[-30:-20] * 2
    assert [each.term for each in _trends(papers)[-1].rising] == ["Drone-borne radars"]


def test_few_papers_are_not_compared() -> None:
    papers = [paper for paper in _half_a_year() if paper.announced >= _MONTHS[-2]]
    few = papers[: FEWEST_COMPARED - 1] + papers[30:]
    assert not _trends(few)[-1].is_compared
    assert _trends(few)[-1].rising == ()
    assert _trends(papers)[-1].is_compared


def test_the_score_grows_with_the_share_and_with_the_numbers() -> None:
    assert score(10, 100, 10, 100) == pytest.approx(0)
    assert score(20, 100, 10, 100) > score(15, 100, 10, 100) > 0
    assert score(200, 1_000, 100, 1_000) > score(20, 100, 10, 100)
    assert score(5, 100, 10, 100) < 0
    assert score(100, 100, 100, 100) == pytest.approx(0)


_words = st.sampled_from(["drone survey", "steel cable", "LiDAR", "bridge deck", "wind load"])
_papers = st.lists(
    st.builds(
        lambda number, day, words: _paper(number, day, ". ".join(words)),
        st.integers(1, 90_000),
        st.dates(date(2026, 1, 1), date(2026, 5, 31)),
        st.lists(_words, max_size=3),
    ),
    max_size=60,
    unique_by=lambda paper: paper.id,
)


@given(_papers)
@hypothesis_settings(max_examples=25, deadline=None)
def test_a_month_that_is_over_never_changes(papers: list[Paper]) -> None:
    ended = [paper for paper in papers if paper.announced < date(2026, 5, 1)]
    renderer = Renderer(_BASE)
    before, after = (
        {
            view.url: renderer.content(view, lambda url: f"/{url}")
            for view in _views(each, TrendsView)
        }
        for each in (ended, papers)
    )
    assert before.items() <= after.items()


def test_a_month_in_which_something_rises_does_not_change_either() -> None:
    papers, next_month = _half_a_year(), _half_a_year("Wind tunnels.")[-30:]
    later = [
        _paper(900 + number, date(2026, 6, 2), paper.abstract)
        for number, paper in enumerate(next_month)
    ]
    renderer = Renderer(_BASE)
    before, after = (
        renderer.content(_views(each, TrendsView)[5], lambda url: f"/{url}")
        for each in (papers, papers + later)
    )
    assert "Drone surveys" in before
    assert before == after


@given(st.randoms())
@hypothesis_settings(max_examples=5, deadline=None)
def test_the_order_of_papers_does_not_matter(chance: random.Random) -> None:
    papers = _half_a_year("Drone surveys, LiDAR scans: steel-cable fatigue and wind loads.")
    shuffled = chance.sample(papers, len(papers))
    assert _trends(shuffled) == _trends(papers)
    assert 0 < len(_trends(papers)[-1].rising) <= MOST_RISING


def test_withdrawn_papers_count_nowhere() -> None:
    papers = _half_a_year()
    papers[-1] = _paper(180, papers[-1].announced, "", status=Status.WITHDRAWN)
    (latest,) = _views(papers, LatestTrendsView)
    assert latest.latest is not None
    assert latest.latest.trends[0].papers[-1] == 29


def test_months_are_counted_over_the_end_of_a_year() -> None:
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)
    assert months_before(date(2026, 12, 1), 12) == date(2025, 12, 1)
    assert len(months_between(date(2025, 7, 31), date(2026, 8, 1))) == 14


def test_a_plot_has_a_year_at_most() -> None:
    papers = [_paper(1, date(2024, 1, 2), ""), _paper(2, date(2026, 5, 2), "")]
    last = _trends(papers)[-1]
    assert last.papers == (0,) * (SHOWN_MONTHS - 1) + (1,)
    assert last.first == date(2025, 6, 1)


def test_each_topic_and_each_month_has_a_page_and_one_page_leads_to_all_months() -> None:
    views = catalogue(_half_a_year(), base=_BASE)
    urls = {view.url for view in views}
    assert {"trends/", "trends/2025/12/", "trends/2026/05/", "topics/bridges/trends/"} <= urls
    (latest,) = _views(_half_a_year(), LatestTrendsView)
    links = hrefs(render(latest, _BASE))
    assert links[-6:] == [
        f"/trends/{month:%Y/%m}/" for month in reversed(_MONTHS)
    ]  # fmt: skip


def test_a_month_is_tables_with_captions_whose_plots_say_their_numbers() -> None:
    view = _views(_half_a_year(), TrendsView)[-1]
    rising, counts = render(view, _BASE).all("table")
    assert rising.one("caption").text == "Bridges 桥梁"
    cells = rising.one("tbody").one("tr").elements
    assert [cells[place].text for place in (0, 2, 3)] == ["Drone surveys", "0.0 %", "33.3 %"]
    _check(rising, "0.0, 0.0, 0.0, 0.0, 0.0, 33.3 %")
    _check(counts, "30, 30, 30, 30, 30, 30")


def _check(table: Element, numbers: str) -> None:
    assert len(table.all("caption")) == 1
    assert {header.attributes["scope"] for header in table.one("thead").all("th")} == {"col"}
    assert {header.attributes["scope"] for header in table.one("tbody").all("th")} == {"row"}
    (svg,) = table.all("svg")
    assert svg.one("title").text == "2025-12 – 2026-05"
    assert svg.one("desc").text == numbers


def test_a_topics_page_has_its_months_and_what_rose_in_each() -> None:
    (view,) = _views(_half_a_year(), TopicTrendsView)
    page = render(view, _BASE)
    counts, rising = page.all("table")
    assert len(counts.one("tbody").elements) == 6
    assert rising.one("caption").text == "May 2026 2026年5月"
    assert page.with_attribute("style") == []


@pytest.mark.parametrize("url", ["trends/", "topics/bridges/trends/"])
def test_without_papers_a_page_says_so(url: str) -> None:
    page = _page([], url)
    assert page.all("table", "svg") == []
    assert "Nothing has been collected yet." in page.text


def test_the_first_month_has_counts_and_nothing_to_compare_with() -> None:
    papers = _half_a_year()[:30]
    for url in ("trends/", "topics/bridges/trends/"):
        page = _page(papers, url)
        assert len(page.all("table")) == 1
        assert "too few papers to compare yet" in page.text
        assert "30" in page.one("tbody").text


def _page(papers: list[Paper], url: str) -> Element:
    (view,) = (view for view in catalogue(papers, base=_BASE) if view.url == url)
    return render(with_trends(view), _BASE)


def test_terms_are_data() -> None:
    (view,) = _views(_half_a_year("Drone-<b>bold</b> surveys"), TopicTrendsView)
    content = Renderer(_BASE).content(view, lambda url: f"/{url}")
    assert "<b>" not in content
    for svg in re.findall(r"<svg.*?</svg>", content, re.DOTALL):
        ET.fromstring(svg)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The address of a site with half a year of bridges."""
    options = {"topics": [{"id": "bridges", "title": {"en": "Bridges", "zh-Hans": "桥梁"},
                           "words": ["bridge"]}]}  # fmt: skip
    made = small_site(tmp_path_factory.mktemp("trends"), papers=_half_a_year(), options=options)
    with served(made, "/small/") as address:
        yield address


@pytest.mark.parametrize("url", ["trends/", "trends/2026/05/", "topics/bridges/trends/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_trends_can_be_read_on_a_phone_and_on_a_desk(
    reader: Reader,
    site: str,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(site + url, dark=dark) as visit:
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.page.evaluate(measures.SCROLL) == [0, 0]
            assert visit.page.evaluate(measures.OUTSIDE) == []
            weakest = visit.page.evaluate(measures.CONTRAST)
            assert weakest[0][0] >= 4.5, weakest
        box = visit.page.locator(".pg-plot--line").first.bounding_box()
        assert box is not None
        assert box["width"] == 96
        assert visit.problems == []


_BROKEN_WORDS = """() => {
  const broken = [];
  for (const text of document.querySelectorAll('.pg-counts [lang=en]')) {
    const node = text.firstChild;
    for (const { index, 0: word } of text.textContent.matchAll(/[A-Za-z]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word);
    }
  }
  return broken;
}"""


def test_on_a_phone_no_topic_is_squeezed_until_its_words_break(reader: Reader, site: str) -> None:
    rename = "() => document.querySelector('.pg-counts a [lang=en]').textContent = 'Segmentation'"
    with reader.visit(site + "trends/") as visit:
        visit.page.evaluate(rename)
        for width in (NARROW, 320):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.page.evaluate(_BROKEN_WORDS) == []
            assert visit.page.evaluate(measures.SCROLL) == [0, 0]
