"""Trends are worked out once, and again where their papers or the topic's rule changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from paperglot import processes
from paperglot.model import Paper
from paperglot.settings import Topic
from paperglot.site import kept_trends, trends
from paperglot.site.kept import Kept
from paperglot.site.kept_terms import KeptTerms
from paperglot.site.kept_trends import KeptTrends
from paperglot.site.trends import PapersOfMonth, TopicMonths
from paperglot.store.facts import Facts
from tests.samples import digested
from tests.site.examples import facts, trend

_VERSION = b"1"
SCANS = Topic("scans", {"en": "Scans"}, frozenset(), (re.compile("scan"),), ())


def _papers(month: int, title: str, number: int = 24) -> list[Paper]:
    return [
        digested(
            f"26{month:02}.{place:05}", title=title, announced=date(2026, month, 1 + place % 28)
        )
        for place in range(1, number + 1)
    ]


EARLIER, LATER = _papers(4, "A study of sparse attention"), _papers(5, "A survey by LiDAR drones")


def _months(*papers: list[Paper]) -> TopicMonths[Paper]:
    return TopicMonths(SCANS, date(2026, 5, 1), tuple(map(PapersOfMonth, papers)))


def _brief(months: TopicMonths[Paper]) -> TopicMonths[Facts]:
    papers = tuple(PapersOfMonth(map(facts, each)) for each in months.papers)
    return TopicMonths(months.topic, months.month, papers)


class _Nights:
    """Builds that keep what they work out, and count it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.worked_out = folder, 0
        really = trends.rising_of

        def noted(*given: object) -> object:
            self.worked_out += 1
            return really(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(kept_trends, "rising_of", noted)
        # Another process would count for itself.
        monkeypatch.setattr(processes, "can_fork", lambda: False)

    def build(
        self, *wanted: TopicMonths[Paper], version: bytes = _VERSION, forget: bool = False
    ) -> list[object]:
        known = {paper.id: paper for each in wanted for some in each.papers for paper in some}

        def whole(some: Sequence[Facts]) -> Iterable[Paper]:
            return [known[each.id] for each in some]

        path = self.folder / "trends.sqlite"
        with Kept(path) as kept:
            found = KeptTrends(kept, version, KeptTerms(Kept(None), b"", whole), whole)
            found.prepare(map(_brief, wanted))
            if forget:
                found.forget_all_but([])
            return [found.of(_brief(each)) for each in wanted]


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Nights:
    return _Nights(tmp_path, monkeypatch)


def test_they_are_those_of_the_papers_and_worked_out_once(nights: _Nights) -> None:
    wanted = [_months(EARLIER, LATER), replace(_months(EARLIER), month=date(2026, 4, 1))]
    expected = [trend(each) for each in wanted]
    assert [rising.term for rising in expected[0].rising] == ["LiDAR drones"]
    assert nights.build(*wanted) == expected
    assert nights.worked_out == 2
    assert nights.build(*wanted) == expected
    assert nights.worked_out == 2


@pytest.mark.parametrize(
    "changed",
    [
        _months(EARLIER, [*LATER[:-1], replace(LATER[-1], title="Another")]),
        _months(EARLIER[:-1], LATER),
        replace(_months(EARLIER, LATER), topic=replace(SCANS, exclude=SCANS.find)),
    ],
    ids=["a paper changed", "a paper of an earlier month has gone", "the rule changed"],
)
def test_a_change_shows(nights: _Nights, changed: TopicMonths[Paper]) -> None:
    nights.build(_months(EARLIER, LATER))
    assert nights.build(changed) == [trend(changed)]
    assert nights.worked_out == 2


def test_another_version_of_the_software_works_them_out_again(nights: _Nights) -> None:
    wanted = _months(EARLIER, LATER)
    nights.build(wanted)
    assert nights.build(wanted, version=b"2") == [trend(wanted)]
    assert nights.worked_out == 2


def test_what_nothing_shows_is_forgotten(nights: _Nights) -> None:
    nights.build(_months(EARLIER, LATER), forget=True)
    nights.build(_months(EARLIER, LATER))
    assert nights.worked_out == 2
