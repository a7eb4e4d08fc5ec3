"""The built site as people see it, in a real browser."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from mkdocs.utils.yaml import yaml_load

from paperglot.model import CategoryReport, CategoryState, Day, Source, Status
from tests.samples import DAY, digested
from tests.site import measures
from tests.site.browser import NARROW, WIDE, Reader, Visit, served
from tests.site.build import REPOSITORY, Site, small_site
from tests.site.examples import KINDS, WITH_PAPERS

_every_kind = pytest.mark.parametrize("url", KINDS.values(), ids=KINDS)
_with_papers = pytest.mark.parametrize("url", WITH_PAPERS.values(), ids=WITH_PAPERS)


@pytest.fixture(scope="module")
def home(sample: Site) -> Iterator[str]:
    """The address of the sample site, with a slash at its end."""
    with served(sample) as address:
        yield address


@pytest.mark.parametrize("url", [*KINDS.values(), "/404.html"], ids=[*KINDS, "missing"])
def test_a_page_asks_nobody_else_for_anything_and_has_no_errors(
    reader: Reader, home: str, url: str
) -> None:
    with reader.visit(home + url[1:], idle=True) as visit:
        assert len(visit.requests) > 3
        assert [address for address in visit.requests if not address.startswith(home)] == []
        assert visit.problems == []


@_every_kind
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_can_be_read_on_a_phone_and_on_a_desk(
    reader: Reader,
    home: str,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    """Nothing scrolls sideways or is cut off, and text is large enough and stands out."""
    with reader.visit(home + url[1:], dark=dark) as visit:
        background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background != "rgb(255, 255, 255)") == dark
        visit.open_all()
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            _check_width(visit)
            weakest = visit.page.evaluate(measures.CONTRAST)
            assert weakest[0][0] >= 4.5, weakest


def _check_width(visit: Visit) -> None:
    assert visit.page.evaluate(measures.SCROLL) == [0, 0]
    assert visit.page.evaluate(measures.OUTSIDE) == []
    assert visit.page.evaluate(measures.SMALL) == []


@pytest.fixture(scope="module")
def long_formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose formulas, and one word, are wider than any screen."""
    formula = " + ".join(f"x_{{{number}}}" for number in range(60))
    abstract = f"We bound ${formula}$ by $$y = {formula}.$$ A word: {'Donau' * 40}."
    paper = digested(abstract=abstract, title=f"On ${formula}$")
    root = tmp_path_factory.mktemp("formulas")
    site = small_site(root, papers=[paper], config={"theme": _theme()})
    with served(site, "/small/") as address:
        yield address


@pytest.mark.parametrize("url", ["papers/2613.00010/", "2026/03/03/llm/", "2026/03/03/"])
def test_a_long_formula_can_be_read_without_scrolling_the_page(
    reader: Reader, long_formulas: str, url: str
) -> None:
    with reader.visit(long_formulas + url) as visit:
        visit.open_all()
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            _check_width(visit)


_BROKEN_DATES = """() => [...document.querySelectorAll(
    'main time > [lang]:not([lang=en]), main time:not(:has([lang]))')]
  .filter(e => new Set([...e.getClientRects()].map(box => Math.round(box.bottom / 8))).size > 1)
  .map(e => e.textContent)"""


@pytest.mark.parametrize("url", ["", "papers/2613.00010/", "2026/03/03/llm/", "topics/llm/"])
def test_no_date_is_broken_that_is_chinese_or_of_numbers(
    reader: Reader, home: str, url: str
) -> None:
    with reader.visit(home + url) as visit:
        for width in range(320, WIDE, 70):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.page.evaluate(_BROKEN_DATES) == []
            assert visit.page.evaluate(measures.SCROLL) == [0, 0]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of withdrawals, new versions, quiet days and days that are late."""
    friday, saturday, monday = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
    papers = [
        digested("2613.00010", version=2, updated=friday),
        digested("2613.00020", version=2, updated=friday, status=Status.WITHDRAWN,
                 reason="Withdrawn by the authors: the proof of Theorem 2 has a gap."),
        digested("2613.00031", announced=friday),
    ]  # fmt: skip
    reports = tuple(
        CategoryReport(f"cs.{state.name}", state, stamped=saturday, source=Source.API)
        for state in CategoryState
    )
    days = [
        Day(DAY, kept=("2613.00010", "2613.00020")),
        Day(friday, kept=("2613.00031",), categories=reports),
        Day(saturday, categories=(CategoryReport("cs.CL", CategoryState.EMPTY),)),
        Day(monday, categories=(CategoryReport("cs.CL", CategoryState.UNREACHABLE),)),
    ]
    root = tmp_path_factory.mktemp("states")
    site = small_site(root, papers=papers, days=days, config={"theme": _theme()})
    with served(site, "/small/") as address:
        yield address


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Mon 9 Mar 3月9日 周一 arXiv has not given this day's papers yet"),
        ("2026/03/06/", "New versions of earlier papers .* version 2 withdrawn"),
        ("2026/03/07/", "arXiv announces nothing at weekends"),
        ("2026/03/09/", "Missing so far: cs.CL"),
        ("papers/2613.00020/", "This paper has been withdrawn"),
    ],
)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_states_can_be_read_on_a_phone_and_on_a_desk(
    reader: Reader,
    states: str,
    url: str,
    said: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(states + url, dark=dark) as visit:
        visit.open_all()
        for width in (WIDE, NARROW):
            visit.page.set_viewport_size({"width": width, "height": 900})
            _check_width(visit)
            weakest = visit.page.evaluate(measures.CONTRAST)
            assert weakest[0][0] >= 4.5, weakest
        text = " ".join(visit.page.locator("main").inner_text().split())
        assert re.search(said, text)
        assert visit.problems == []


def test_the_banner_of_a_withdrawn_paper_is_seen_first_without_javascript(
    reader: Reader, states: str
) -> None:
    url = f"{states}papers/2613.00020/"
    with reader.visit(url, width=NARROW, javascript=False) as visit:
        banner = visit.page.get_by_role("note").bounding_box()
        heading = visit.page.locator("h1").bounding_box()
    assert banner is not None
    assert heading is not None
    assert banner["y"] + banner["height"] <= heading["y"]


def _theme() -> object:
    """The theme of the repository's site, whose header has a button behind the title."""
    with (REPOSITORY / "mkdocs.yml").open(encoding="utf-8") as stream:
        return yaml_load(stream)["theme"]


@_with_papers
def test_the_languages_stand_side_by_side_where_there_is_room_and_else_one_below_the_other(
    reader: Reader, home: str, url: str
) -> None:
    with reader.visit(home + url[1:]) as visit:
        visit.open_all()
        wide = visit.page.evaluate(measures.UNITS)
        visit.page.set_viewport_size({"width": NARROW, "height": 900})
        narrow = visit.page.evaluate(measures.UNITS)
    assert len(wide) == len(narrow) >= 5
    for english, chinese in wide:
        assert abs(english["top"] - chinese["top"]) <= 8, english["text"]
        assert english["right"] <= chinese["left"], english["text"]
    for english, chinese in narrow:
        assert english["bottom"] <= chinese["top"], english["text"]
        assert abs(english["left"] - chinese["left"]) <= 8, english["text"]


@_every_kind
def test_a_page_is_read_without_javascript(reader: Reader, home: str, url: str) -> None:
    with reader.visit(home + url[1:], javascript=False) as visit:
        hidden = visit.page.evaluate(measures.HIDDEN)
        assert hidden["languages"] == ["en", "zh-Hans"]
        assert hidden["found"] == []
        assert visit.page.locator("h1").is_visible()
        assert visit.problems == []


@pytest.mark.parametrize("url", ["/", "/2026/03/05/llm/"])
def test_a_row_leads_to_everything_else_without_javascript(
    reader: Reader, home: str, url: str
) -> None:
    with reader.visit(home + url[1:], javascript=False) as visit:
        row = visit.page.locator("article article").first
        title = row.locator("h2, h3").first.inner_text()
        assert row.locator("button").count() == 0
        row.locator("h2 a, h3 a").first.click()
        assert visit.page.locator("h1").inner_text().split() == title.split()


def test_a_reader_who_uses_the_keyboard_sees_where_they_are(reader: Reader, home: str) -> None:
    with reader.visit(home) as visit:
        visit.page.locator("article article a").first.focus()
        for _ in range(20):
            outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            visit.page.keyboard.press("Tab")
