from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.hosting.folder import SiteSize
from paperglot.hosting.fullness import Fullness, fullness, pace

TODAY = date(2026, 5, 31)
PAGES = 1_000_000_000


def full(
    total: int = 400_000_000,
    fixed: int = 4_000_000,
    papers: int = 12_000,
    papers_a_day: float = 50.0,
    limit: int | None = PAGES,
) -> Fullness:
    return fullness(
        SiteSize(total, fixed), papers=papers, papers_a_day=papers_a_day, limit=limit, today=TODAY
    )


def test_when_a_host_is_full_follows_from_bytes_a_paper_and_papers_a_day() -> None:
    found = full()
    assert found.bytes_a_paper == 33_000  # 396 MB of 12,000 papers
    assert found.days_left == pytest.approx(600_000_000 / (50 * 33_000))
    assert found.full_on == TODAY + timedelta(days=363)
    assert list(found.lines) == [
        "the site has 400.0 MB, 40.0 % of the 1,000 MB that its host takes",
        "33.0 kB a paper, 50.0 papers a day in the last 30 days",
        "at this pace it will be full in 364 days, on 2027-05-29",
    ]


def test_a_day_far_away_is_told_by_its_month() -> None:
    assert list(full(papers_a_day=5).lines)[-1] == (
        "at this pace it will be full in 10.0 years, in May 2036"
    )


@pytest.mark.parametrize("total", [PAGES, PAGES + 1])
def test_a_host_that_is_full_is_told(total: int) -> None:
    found = full(total)
    assert (found.days_left, found.full_on) == (0, TODAY)
    assert list(found.lines)[-1] == "full; docs/hosting.md says what to do"


@pytest.mark.parametrize(("papers", "papers_a_day"), [(12_000, 0.0), (12_000, 0.001), (0, 50.0)])
def test_an_archive_that_hardly_grows_fills_nothing(papers: int, papers_a_day: float) -> None:
    found = full(papers=papers, papers_a_day=papers_a_day)
    assert (found.days_left, found.full_on) == (None, None)
    assert list(found.lines)[-1] == "at this pace it will not be full in a hundred years"


def test_a_host_without_a_bound_is_never_full() -> None:
    found = full(limit=None)
    assert (found.days_left, found.full_on) == (None, None)
    assert list(found.lines) == [
        "the site has 400.0 MB",
        "33.0 kB a paper, 50.0 papers a day in the last 30 days",
    ]


def test_a_site_that_was_not_built_is_told() -> None:
    found = fullness(None, papers=5, papers_a_day=1.0, limit=PAGES, today=TODAY)
    assert (found.size, found.bytes_a_paper, found.full_on) == (None, None, None)
    assert list(found.lines) == ["no site has been built; mkdocs build makes it"]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("kept", "papers_a_day"),
    [
        ({}, 0.0),
        ({ago(0): 60}, 60.0),  # an archive of one day
        ({ago(9): 60}, 6.0),  # of ten days
        ({ago(400): 1_000, ago(30): 90, ago(29): 60, ago(3): 30}, 3.0),
        ({ago(400): 1_000}, 0.0),
        ({ago(-1): 5}, 5.0),  # announced where it is tomorrow already
    ],
)
def test_the_pace_is_that_of_thirty_days(kept: dict[date, int], papers_a_day: float) -> None:
    assert pace(kept, TODAY) == papers_a_day


@given(st.integers(0, 10**13), st.integers(0, 10**7), st.floats(0, 1e6), st.none() | st.integers(1))
def test_any_figures_give_lines_and_a_day_that_is_not_past(
    total: int, papers: int, papers_a_day: float, limit: int | None
) -> None:
    found = full(total, 0, papers, papers_a_day, limit)
    assert all(found.lines)
    assert found.full_on is None or found.full_on >= TODAY
    assert (found.full_on is None) is (found.days_left is None)
