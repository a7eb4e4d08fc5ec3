"""Which papers show figures: the licence, the time, what is at hand."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.illustrated import entitled, illustrated
from paperglot.model import Paper, Status
from paperglot.settings import FigureSettings
from tests.samples import BY, DAY, figure, figures, pending
from tests.settings import make

_SHARE_ALIKE = "http://creativecommons.org/licenses/by-sa/4.0/"
_NONCOMMERCIAL = "http://creativecommons.org/licenses/by-nc-sa/4.0/"


def _paper(identifier: str = "2613.00010", **changes: Any) -> Paper:
    return pending(identifier, **({"licence": BY, "figures": figures(figure())} | changes))


def _options(**changes: Any) -> FigureSettings:
    return make(Path(), **changes).figures


def _all(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("changes", "options", "is_entitled"),
    [
        ({}, {}, True),
        ({"licence": None}, {}, False),
        ({"licence": _NONCOMMERCIAL}, {}, False),
        ({"licence": _NONCOMMERCIAL}, {"figures_noncommercial": True}, True),
        ({"status": Status.WITHDRAWN}, {}, False),
        ({"sample": True}, {}, False),
        ({}, {"figures_per_night": 0}, False),
    ],
)
def test_a_paper_is_entitled_to_figures_by_its_licence_and_state(
    changes: dict[str, Any],
    options: dict[str, Any],
    is_entitled: bool,  # noqa: FBT001
) -> None:
    paper = _paper(**changes)
    assert (entitled([paper], _options(**options)) == [paper]) is is_entitled


def test_days_are_counted_from_the_last_paper() -> None:
    papers = [_paper(f"2613.0000{age}", announced=DAY - timedelta(days=age)) for age in range(4)]
    assert entitled(papers, _options(figures_keep_days=2)) == papers[:2]
    assert entitled([], _options()) == []


def test_a_paper_shows_all_of_its_figures_or_none() -> None:
    one, other = figure(b"one"), figure(b"other")
    papers = [_paper(figures=figures(one, other)), _paper("2613.00020", figures=figures(one))]
    found = illustrated(papers, _options(), lambda names: _all(names) - {other.hash})
    assert found == {"2613.00020": (one.hash,)}
    assert illustrated(papers, _options(), _all) == {
        "2613.00010": (one.hash, other.hash),
        "2613.00020": (one.hash,),
    }


def test_a_later_version_under_another_licence_takes_the_figures_down() -> None:
    paper = _paper(licence=_SHARE_ALIKE)
    assert entitled([paper], _options()) == [paper]
    assert illustrated([paper], _options(), _all) == {}


def test_what_has_none_shows_none() -> None:
    papers = [_paper(figures=None), _paper(figures=figures(lacking="The PDF is damaged."))]
    assert illustrated(papers, _options(), _all) == {}
