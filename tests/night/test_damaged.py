"""A night that meets pages which cannot be read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from paperglot.site.arithmetic import count
from tests import nights, settings
from tests.filing import damage
from tests.nights import DAY, NIGHTLY, Night

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def test_a_damaged_paper_is_told_once_and_left_alone(night: Night) -> None:
    data = damage(night.store.paper_path("2605.91201"))
    summary = night.run()
    [problem] = summary.problems
    assert "2605.91201.md:1: no front matter" in problem
    assert (summary.new, summary.digested) == (10, 10)
    assert [failure.subject for failure in night.day().failures] == ["2605.91201"]
    assert night.store.paper_path("2605.91201").read_bytes() == data


def test_a_paper_whose_page_was_mended_counts_once(night: Night) -> None:
    night.run()
    path = night.store.paper_path("2605.91201")
    good = path.read_bytes()
    damage(path)
    night.run(topics=[*NIGHTLY["topics"], settings.VISION])
    assert [failure.subject for failure in night.day().failures] == ["2605.91201"]
    path.write_bytes(good)
    arithmetic = count(night.day(), list(night.papers.values()))
    assert (arithmetic.announced, arithmetic.shown, arithmetic.failed) == (12, 11, 0)


def test_a_damaged_day_is_told_once_and_left_alone(night: Night) -> None:
    data = damage(night.store.day_path(DAY))
    night.arxiv.publish({**nights.feeds(), "cs.LG": nights.feeds(NEXT)["cs.LG"]})
    summary = night.run()
    assert set(night.day(NEXT).kept) == set(night.papers)
    assert summary.new == summary.digested == 5
    [problem] = summary.problems
    assert "2026-05-12.md:1: no front matter" in problem
    assert problem.endswith("; the day was left alone")
    assert night.store.day_path(DAY).read_bytes() == data


def test_another_damaged_day_keeps_nothing_from_being_done(night: Night) -> None:
    damage(night.store.day_path(NEXT))
    summary = night.run()
    assert (summary.new, summary.digested, len(summary.problems)) == (11, 11, 1)
