from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import Day
from paperglot.site.calendar_table import LEVELS, Cell, Kind, calendar_of
from paperglot.site.views import ArchiveView
from tests.samples import DAY, digested
from tests.site import measures
from tests.site.browser import NARROW, WIDE, Reader, served
from tests.site.build import small_site
from tests.site.document import Element
from tests.site.examples import catalogue, hrefs, render

_FRIDAY = date(2026, 3, 6)
_days = st.dictionaries(st.dates(date(2025, 11, 1), date(2026, 3, 31)), st.integers(0, 400))


def _cells(days: dict[date, int]) -> list[Cell]:
    return [
        cell
        for year in calendar_of(days).years
        for month in year.months
        for week in month.weeks
        for cell in week
        if cell
    ]


def _archive(*days: Day) -> Element:
    papers = [digested(), digested("2613.00020"), digested("2613.00031", announced=_FRIDAY)]
    views = catalogue(papers, days)
    return render(next(view for view in views if isinstance(view, ArchiveView)))


@given(_days)
def test_every_day_stands_once_under_its_weekday_with_its_papers(days: dict[date, int]) -> None:
    cells = _cells(days)
    assert len({cell.day for cell in cells}) == len(cells)
    assert {cell.day: cell.papers for cell in cells if cell.has_page} == days
    for year in calendar_of(days).years:
        assert year.papers == sum(n for day, n in days.items() if day.year == year.year)
        for month in year.months:
            for week in month.weeks:
                assert [
                    cell.day.weekday() if cell else place for place, cell in enumerate(week)
                ] == [*range(7)]


@given(_days)
def test_more_papers_are_never_a_lighter_shade(days: dict[date, int]) -> None:
    cells = sorted(_cells(days), key=lambda cell: cell.papers)
    levels = [cell.level for cell in cells]
    assert levels == sorted(levels)
    assert all((cell.level > 0) == (cell.papers > 0) for cell in cells)
    assert max(levels, default=0) <= LEVELS


@given(_days)
def test_the_legend_is_true(days: dict[date, int]) -> None:
    shades = {level: (least, most) for level, least, most in calendar_of(days).shades}
    for cell in _cells(days):
        if cell.level:
            least, most = shades[cell.level]
            assert least <= cell.papers
            assert most is None or cell.papers <= most


def test_weekends_quiet_days_and_days_that_are_missing_are_told_apart() -> None:
    days = {date(2026, 3, 3): 7, date(2026, 3, 4): 0, date(2026, 3, 9): 1}
    kinds = {cell.day.day: cell.kind for cell in _cells(days) if 2 <= cell.day.day <= 10}
    assert kinds == {
        2: Kind.NONE, 3: Kind.PAPERS, 4: Kind.QUIET, 5: Kind.MISSING, 6: Kind.MISSING,
        7: Kind.NONE, 8: Kind.NONE, 9: Kind.PAPERS, 10: Kind.NONE,
    }  # fmt: skip


def test_the_latest_year_comes_first_and_its_months_in_their_order() -> None:
    years = calendar_of({date(2025, 12, 30): 1, date(2026, 2, 2): 1}).years
    assert [year.year for year in years] == [2026, 2025]
    assert [(month.first.month, month.has_page) for month in years[0].months] == [
        (1, False), (2, True),
    ]  # fmt: skip


def test_one_extraordinary_day_does_not_pale_all_others() -> None:
    days = {DAY + timedelta(days=number): 50 for number in range(40)} | {date(2026, 6, 1): 900}
    assert {cell.level for cell in _cells(days) if cell.papers} == {LEVELS}


def test_a_month_is_a_table_with_a_caption_and_a_header_for_each_weekday() -> None:
    table = _archive().one("table")
    assert table.one("caption").text == "March 3月 3"
    assert hrefs(table.one("caption")) == ["/2026/03/"]
    headers = table.all("th")
    assert [header.attributes["scope"] for header in headers] == ["col"] * 7
    assert "Monday 星期一" in headers[0].text
    assert {len(row.elements) for row in table.one("tbody").elements} == {7}


def test_a_cell_leads_to_its_day_and_says_its_papers_in_both_languages() -> None:
    links = _archive(Day(date(2026, 3, 5))).one("tbody").all("a")
    assert [link.attributes["href"] for link in links] == [
        "/2026/03/03/", "/2026/03/05/", "/2026/03/06/",
    ]  # fmt: skip
    said = [link.with_attribute("class", "pg-tip")[0].text for link in links]
    assert said == [
        "3 March 2026: 2 papers 2026年3月3日：2 篇",
        "5 March 2026: 0 papers 2026年3月5日：0 篇",
        "6 March 2026: 1 paper 2026年3月6日：1 篇",
    ]
    assert [link.elements[0].attributes["aria-hidden"] for link in links] == ["true"] * 3


def test_a_day_that_was_never_collected_says_so_and_leads_nowhere() -> None:
    (missing,) = (
        _archive(Day(date(2026, 3, 5)))
        .one("tbody")
        .with_attribute("class", "pg-cell pg-cell--missing")
    )
    assert missing.text == "4 not collected 未收录"
    assert missing.tag == "span"


def test_an_empty_archive_says_so() -> None:
    page = render(ArchiveView(()))
    assert page.all("table") == []
    assert "Nothing has been collected yet." in page.text


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The address of a site with a year of days of every shade."""
    papers = [
        digested(f"2613.{number:05}", announced=date(2025, 4, 1) + timedelta(days=number * 2))
        for number in range(1, 180)
    ]
    papers += [digested(f"2614.{number:05}", announced=_FRIDAY) for number in range(1, 7)]
    site = small_site(tmp_path_factory.mktemp("year"), papers=papers)
    with served(site, "/small/") as address:
        yield address


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_year_can_be_read_on_a_phone_and_on_a_desk(
    reader: Reader,
    year: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(f"{year}archive/", dark=dark) as visit:
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.page.evaluate(measures.SCROLL) == [0, 0]
            assert visit.page.evaluate(measures.OUTSIDE) == []
            weakest = visit.page.evaluate(measures.CONTRAST)
            assert weakest[0][0] >= 4.5, weakest
        assert visit.problems == []


def test_pointing_at_a_day_or_focusing_it_shows_its_number(reader: Reader, year: str) -> None:
    with reader.visit(f"{year}archive/", width=NARROW, javascript=False) as visit:
        for link in (visit.page.locator("a.pg-cell").first, visit.page.locator("a.pg-cell").last):
            tip = link.locator(".pg-tip")
            box = tip.bounding_box()
            assert box is not None
            assert box["width"] <= 1
            visit.page.keyboard.press("Tab")
            link.focus()
            shown = tip.bounding_box()
            assert shown is not None
            assert shown["width"] > 100
            assert visit.page.evaluate(measures.SCROLL) == [0, 0]


def test_cells_are_far_enough_apart_for_fingers(reader: Reader, year: str) -> None:
    """WCAG 2.2, 2.5.8: their middles are 24 pixels apart or more, two months side by side."""
    with reader.visit(f"{year}archive/", width=NARROW) as visit:
        boxes = [
            cell.bounding_box()
            for cell in visit.page.locator(".pg-month").first.locator("td").all()
        ]
        tables = [table.bounding_box() for table in visit.page.locator(".pg-month").all()[:2]]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
    rows = sorted({round(y) for _x, y in middles})
    columns = sorted({round(x) for x, _y in middles})
    for places in (rows, columns):
        assert min(later - before for before, later in pairwise(places)) >= 24
    assert tables[0] is not None
    assert tables[1] is not None
    assert tables[0]["y"] == tables[1]["y"]
