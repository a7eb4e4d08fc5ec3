"""Ratios, bounds and the page of benchmarks, without measuring anything."""

from dataclasses import replace
from datetime import date

import pytest

from scripts.bench import aims, tables
from scripts.bench.machine import Machine
from scripts.bench.report import Report
from scripts.bench.results import (
    HEXO,
    HUGO,
    PAPERGLOT,
    Figures,
    Night,
    Result,
    Results,
    Work,
    flatness,
    ratio,
)

MACHINE = Machine(
    date(2026, 3, 3), "An Engine", 2, 24 * 10**9, "Debian 12", "tmpfs", 0.1, ("Hugo 0.1",)
)


def figures(seconds: float, memory: int = 10**8, site: int = 10**7) -> Figures:
    return Figures(seconds, seconds * 1.5, memory, site)


def nights(*seconds: float) -> list[Night]:
    return [
        Night(each, 1_000 + 100 * each, 100, figures(took)) for each, took in enumerate(seconds)
    ]


def page(*results: Result, machine: Machine = MACHINE, soak: tuple[float, ...] = ()) -> str:
    return Report(machine, list(results), nights(*soak)).text


def cells(text: str, first: str) -> list[list[str]]:
    """Return the rows of the page whose first cell is the one named."""
    rows = (line.strip("|").split("|") for line in text.splitlines() if line.startswith("| "))
    found = [[cell.strip() for cell in row] for row in rows]
    return [row for row in found if row[0] == first]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(3.0, 2.0, 1.5), (None, 2.0, None), (1.0, None, None), (1, 0, None)],
)
def test_a_ratio_needs_both_figures(
    one: float | None, other: float | None, expected: float | None
) -> None:
    assert ratio(one, other) == expected


def test_the_last_nights_are_held_against_the_first() -> None:
    assert flatness(nights(*[2.0] * 10, *[9.0] * 5, *[3.0] * 10)) == pytest.approx(1.5)
    assert flatness(nights(*[2.0] * 19)) is None


def test_a_cell_cannot_break_its_table() -> None:
    text = tables.table(("a", "b"), [("x | y", "two\nlines")])
    assert text.splitlines()[-1] == r"| x \| y | two lines |"
    with pytest.raises(ValueError, match="does not fit"):
        tables.table(("a", "b"), [("x",)])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (tables.seconds(0.123), "0.12"),
        (tables.seconds(12.34), "12.3"),
        (tables.seconds(1234.5), "1,234"),
        (tables.seconds(None), "–"),
        (tables.megabytes(2_340_000), "2.3"),
        (tables.megabytes(1_234_000_000), "1,234"),
        (tables.megabytes(0), "–"),
        (tables.times(1 / 3), "0.33 ×"),
        (tables.whole(9_999.6), "10,000"),
    ],
)
def test_figures_have_the_digits_that_mean_something(written: str, expected: str) -> None:
    assert written == expected


def test_each_size_is_held_against_hugo_with_the_same_papers() -> None:
    text = page(
        Result(HUGO, Work.FULL, 1_000, figures(2.0, memory=200 * 10**6)),
        Result(PAPERGLOT, Work.FULL, 1_000, figures(3.0, memory=50 * 10**6)),
        Result(PAPERGLOT, Work.FULL, 300, figures(9.0)),
    )
    small, hugo, ours, *_ = cells(text, "300")[:1] + cells(text, "1,000")
    assert small[1:4] == ["Paperglot", "9.00", "–"]
    assert hugo[1:4] == ["Hugo", "2.00", "1.00 ×"]
    assert ours[1:4] == ["Paperglot", "3.00", "1.50 ×"]
    assert ours[6:] == ["0.25 ×", "10", "10,000"]


def test_a_tool_that_is_missing_has_a_row_that_says_how_to_get_it() -> None:
    remark = "not installed (sudo apt install npm)"
    text = page(Result(HEXO, Work.FULL, 1_000, None, remark))
    assert cells(text, "1,000") == [["1,000", f"Hexo: {remark}", *["–"] * 7]]


def test_a_bound_holds_or_does_not_or_was_not_measured() -> None:
    results = Results([
        Result(HUGO, Work.FULL, 10_000, figures(10.0, memory=10**9)),
        Result(PAPERGLOT, Work.FULL, 10_000, figures(13.0, memory=10**9 // 4, site=120 * 10**6)),
        Result(PAPERGLOT, Work.DAY, 10_000, figures(4.0)),
    ])  # fmt: skip
    found = {aim.name: aim for aim in aims.aims(results, nights(*[1.0] * 20))}
    verdicts = {name: aim.verdict for name, aim in found.items()}
    assert verdicts == {
        "10,000 papers: Paperglot's time against Hugo's": "yes",
        "10,000 papers: Paperglot's memory against Hugo's": "yes",
        "100,000 papers against 10,000: time a paper": "not measured",
        "100,000 papers: memory in MB": "not measured",
        "a day more: 10,000 papers, against Hugo's full build": "**no**",
        "a day more: 100,000 papers against 1,000": "not measured",
        "10,000 papers: bytes of site a paper": "**no**",
        "soak: the last ten nights against the first ten": "yes",
    }
    assert found["10,000 papers: bytes of site a paper"].row[1:3] == ("≤ 10,000", "12,000")


def test_growth_is_held_against_the_number_of_papers() -> None:
    results = Results([
        Result(PAPERGLOT, Work.FULL, 10_000, figures(10.0)),
        Result(PAPERGLOT, Work.FULL, 100_000, figures(110.0)),
        Result(PAPERGLOT, Work.DAY, 1_000, figures(1.0)),
        Result(PAPERGLOT, Work.DAY, 100_000, figures(8.0)),
    ])  # fmt: skip
    found = {aim.name: aim.measured for aim in aims.aims(results, [])}
    assert found["100,000 papers against 10,000: time a paper"] == pytest.approx(1.1)
    assert found["a day more: 100,000 papers against 1,000"] == pytest.approx(8.0)


def test_of_the_search_the_dearest_query_counts() -> None:
    lines = [
        "100,000 papers: 90.0 s, 800 MB more than the papers",
        "one: first 245 kB (58 found); further 52 kB (58 found)",
        "two: first 90 kB (1,058 found so far); further 161 kB (1,058 found)",
    ]
    first, further = aims.search_aims([(1_000, ["x: first 999 kB (1 found); further 999 kB (1 found)"]), (100_000, lines)])  # fmt: skip  # noqa: E501
    assert (first.measured, first.verdict) == (245, "yes")
    assert (further.measured, further.verdict) == (161, "**no**")


def test_of_the_store_only_the_largest_size_has_bounds() -> None:
    took = {"seconds": 12.0, "cpu": 1.0, "memory": 1.0}
    rows = [(1_000, "index, unchanged", took), (100_000, "index, fresh", took)]
    assert [aim.verdict for aim in aims.store_aims(rows)] == ["yes", "not measured"]


def test_the_page_names_the_machine_and_says_if_it_was_busy() -> None:
    busy = replace(MACHINE, load=3.4)
    assert "2026-03-03" in page()
    assert "An Engine, 2 cores, 24 GB, Debian 12; sites on tmpfs." in page()
    assert "Something else ran" not in page()
    assert "Something else ran on this machine (load 3.4 on 2 cores" in page(machine=busy)


def test_a_soak_lists_every_night() -> None:
    text = page(soak=(*[1.0] * 10, *[1.2] * 10))
    assert "## 20 nights" in text
    assert "The last ten nights took 1.20 × what the first ten did" in text
    assert cells(text, "19")[0][1:3] == ["2,900", "1.20"]
