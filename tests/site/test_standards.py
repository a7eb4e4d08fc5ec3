"""Every kind of page against the standards: WCAG as axe-core tests it, and HTML's own rules.

Without the tools of `tests/node` (`npm ci` there) the tests are skipped.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from paperglot.model import Author, CategoryReport, CategoryState, Day, Failure, Status
from tests.samples import DAY, digested, pending
from tests.site.browser import NARROW, WIDE, Reader, served
from tests.site.build import Site, small_site
from tests.site.examples import KINDS
from tests.site.standards import axe_violations, html_problems

_PAGES = KINDS | {"missing": "/404.html"}
_RARE = {
    "compact day": "/2026/03/03/",
    "compact topic-day": "/2026/03/03/llm/",
    "compact paper": "/papers/2613.00010/",
    "many authors": "/papers/2614.00010/",
}
_TROUBLES = {"day": "/2026/03/03/", "home": "/", "withdrawn": "/papers/2613.00052/"}


@pytest.fixture(scope="module")
def home(sample: Site) -> Iterator[str]:
    """The address of the sample site, with a slash at its end."""
    with served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of a day on which everything happened that can."""
    papers = [
        digested("2613.00010", version=2),
        pending("2613.00020"),
        pending("2613.00031", status=Status.REFUSED, reason="safety"),
        digested("2613.00052", status=Status.WITHDRAWN, reason="an error"),
    ]
    states = tuple(CategoryReport(f"cs.{state.name}", state) for state in CategoryState)
    failures = (Failure("2613.90030", "it has no abstract"),)
    day = Day(DAY, kept=tuple(paper.id for paper in papers), failures=failures, categories=states)
    return small_site(tmp_path_factory.mktemp("troubled"), papers=papers, days=[day])


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a month that is compact, and a paper of a large collaboration."""
    authors = tuple(Author(f"Ada Example {number}") for number in range(60))
    late = digested("2614.00010", announced=date(2026, 5, 5), authors=authors)
    papers = [digested("2613.00010"), digested("2613.00020", topics=("llm", "speech")), late]
    folder = tmp_path_factory.mktemp("rare")
    return small_site(folder, papers=papers, options={"compact_after": 1})


def _violations(reader: Reader, url: str, *, dark: bool, width: int, keys: str = "") -> list[str]:
    with reader.visit(url, dark=dark, width=width) as visit:
        for key in keys:
            visit.page.keyboard.press(key)
        if "o" in keys:
            visit.page.locator(".pg-details .pg-body").first.wait_for()
        return axe_violations(visit)


@pytest.mark.parametrize("url", _PAGES.values(), ids=_PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation(
    reader: Reader,
    home: str,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    assert _violations(reader, home + url[1:], dark=dark, width=NARROW if dark else WIDE) == []


@pytest.mark.parametrize("keys", ["jo", "1", "3", "?"])
def test_axe_finds_no_violation_in_what_a_reader_opens(
    reader: Reader, home: str, keys: str
) -> None:
    assert _violations(reader, home, dark=False, width=WIDE, keys=keys) == []


_MARKED = {
    "version": 1,
    "papers": {
        "2613.00250": {"saved": "2026-03-05T08:00:00Z", "read": "2026-03-05T08:00:00Z"},
        "2613.00245": {"hidden": "2026-03-05T08:00:00Z"},
    },
    "follow": {"words": ["emoji"], "topics": ["agents"]},
    "mute": {"words": ["Low-Rank"], "topics": ["speech"]},
}


@pytest.mark.parametrize("url", ["2026/03/05/", "saved/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_where_a_reader_marked_something(
    reader: Reader,
    home: str,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(home + url, dark=dark, width=NARROW if dark else WIDE) as visit:
        visit.page.evaluate(
            "text => localStorage.setItem('paperglot.marks', text)", json.dumps(_MARKED)
        )
        visit.page.goto(home + url, wait_until="networkidle")
        assert visit.page.locator(".pg-folded, .pg-saved .pg-row").count() > 0
        visit.open_all()
        assert axe_violations(visit) == []
        for forget in visit.page.get_by_role("button", name="Forget everything").all():
            forget.click()
        assert axe_violations(visit) == []


@pytest.mark.parametrize("url", _TROUBLES.values(), ids=_TROUBLES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_on_a_day_of_troubles(
    reader: Reader,
    troubled: Site,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with served(troubled, "/small/") as address:
        assert _violations(reader, address + url[1:], dark=dark, width=NARROW) == []


@pytest.mark.parametrize("url", _RARE.values(), ids=_RARE)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_on_rare_pages(
    reader: Reader,
    rare: Site,
    url: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with served(rare, "/small/") as address, reader.visit(address + url[1:], dark=dark) as visit:
        visit.open_all()
        assert axe_violations(visit) == []


def test_every_kind_of_page_is_valid_html(sample: Site, tmp_path: Path) -> None:
    assert html_problems(sample, list(_PAGES.values()), tmp_path) == []


def test_rare_pages_are_valid_html(rare: Site, tmp_path: Path) -> None:
    assert html_problems(rare, list(_RARE.values()), tmp_path) == []


def test_a_day_of_troubles_is_valid_html(troubled: Site, tmp_path: Path) -> None:
    assert html_problems(troubled, list(_TROUBLES.values()), tmp_path) == []
