"""Budgets: by themselves, whatever things cost, and while the model is asked over HTTP."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.digest import direct
from paperglot.digest.budget import Budget, Limit
from paperglot.model import Paper, Status
from tests import settings
from tests.billing import PRICED, billed
from tests.digest.asking import papers
from tests.standins import messages
from tests.standins.messages import Fault, MessagesStandIn


def budget(most: float, estimate: float, spent: float = 0.0) -> Budget:
    return Budget((Limit("the budget", most, spent),), estimate)


def test_without_limits_everything_has_room() -> None:
    free = Budget()
    assert (free.room(10_000), free.first(10_000), free.held, free.note) == (
        10_000,
        10_000,
        0,
        None,
    )
    free.settle(1e9)
    assert free.reserve()


@pytest.mark.parametrize(
    ("most", "estimate", "spent", "fits"),
    [
        (1.0, 0.1, 0.0, 10),
        (1.0, 0.1, 0.9, 1),  # 1.0 - 0.9 is a little less than 0.1
        (1.0, 0.1, 0.95, 0),
        (1.0, 0.1, 1.0, 0),
        (1.0, 0.1, 7.0, 0),
        (0.0, 0.1, 0.0, 0),
        (0.0, 0.0, 0.0, 20),
        (0.0, 0.0, 0.1, 0),
    ],
)
def test_what_fits_is_what_the_estimate_says(
    most: float, estimate: float, spent: float, fits: int
) -> None:
    given = budget(most, estimate, spent)
    assert given.room(20) == fits
    assert (given.first(20), given.held) == (fits, 20 - fits)
    assert given.note == (None if fits == 20 else f"{20 - fits} papers wait: the budget is reached")


def test_the_limit_that_leaves_least_counts_and_is_named() -> None:
    given = Budget((Limit("a day", 5.0), Limit("a month", 50.0, 49.5), Limit("a run", 1.0)), 0.1)
    assert given.first(10) == 5
    assert given.note == "5 papers wait: a month is reached"


def test_what_is_under_way_is_set_aside_until_its_cost_is_known() -> None:
    given = budget(0.3, 0.1)
    assert [given.reserve() for _ in range(4)] == [True, True, True, False]
    given.settle(0.05)
    assert not given.reserve()
    given.settle(0.05)
    assert given.reserve()
    assert given.limits[0].spent == pytest.approx(0.1)


def test_an_answer_can_have_an_estimate_of_its_own() -> None:
    given = budget(0.3, 0.1)
    assert [given.reserve(0.25), given.reserve(0.1), given.reserve(0.05)] == [True, False, True]
    assert not given.reserve()
    given.settle(0.05, 0.25)
    assert given.reserve()
    given.settle(None, 0.05)
    assert given.limits[0].spent == pytest.approx(0.1)
    assert given.reserved == pytest.approx(0.1)


def test_a_cost_that_nobody_knows_counts_as_estimated() -> None:
    given = budget(0.3, 0.1)
    given.reserve()
    given.settle(None)
    assert given.limits[0].spent == pytest.approx(0.1)


_DOLLARS = st.integers(0, 100_000).map(lambda number: number / 10_000)


def play(given: Budget, costs: Sequence[float], workers: int, turns: Sequence[int]) -> list[float]:
    """Ask for papers of these costs; return those that were under way after the last was begun.

    A turn begins a paper, or lets one of those under way come back.
    """
    waiting, under_way, last = list(costs), list[float](), list[float]()
    for turn in [*turns, *[1] * len(costs)]:
        if turn == 0 and waiting and len(under_way) < workers and given.reserve():
            under_way.append(waiting.pop())
            last = list(under_way)
        elif turn and under_way:
            given.settle(under_way.pop(turn % len(under_way)))
    return last


@given(
    _DOLLARS,
    _DOLLARS,
    st.lists(_DOLLARS, max_size=40),
    st.integers(1, 8),
    st.lists(st.integers(0, 9), max_size=120),
)
def test_whatever_things_cost_only_requests_under_way_pass_a_limit(
    most: float, estimate: float, costs: list[float], workers: int, turns: list[int]
) -> None:
    given = budget(most, estimate)
    last = play(given, costs, workers, turns)
    above = sum(max(0.0, cost - estimate) for cost in last)
    assert len(last) <= workers
    assert given.limits[0].spent <= most + above + 1e-6


@given(
    _DOLLARS,
    _DOLLARS,
    st.lists(st.floats(0, 1), max_size=40),
    st.integers(1, 8),
    st.lists(st.integers(0, 9), max_size=120),
)
def test_where_nothing_costs_more_than_estimated_no_limit_is_passed(
    most: float, estimate: float, parts: list[float], workers: int, turns: list[int]
) -> None:
    given = budget(most, estimate)
    play(given, [estimate * part for part in parts], workers, turns)
    assert given.limits[0].spent <= most + 1e-6


@given(_DOLLARS, _DOLLARS, _DOLLARS, st.integers(0, 1_000))
def test_what_fits_can_be_paid_and_one_more_cannot(
    most: float, estimate: float, spent: float, number: int
) -> None:
    fits = budget(most, estimate, spent).room(number)
    assert 0 <= fits <= number
    assert not fits or spent + fits * estimate <= most + 1e-6
    assert fits == number or spent + (fits + 1) * estimate > most - 1e-6


def asked(
    monkeypatch: pytest.MonkeyPatch, given: Budget, fault: messages.Plans, **changes: object
) -> tuple[list[Paper], int, int]:
    """Ask about twenty papers; return what came, how many requests there were and failures."""
    kept: list[Paper] = []
    with MessagesStandIn(faults=fault) as stand_in:
        settings.connect(monkeypatch, stand_in)
        model = settings.model(**PRICED | changes)
        failures = direct.digest_papers(papers(20), model, settings.CHINESE, kept.append, given)
        return kept, len(stand_in.requests), len(failures)


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("tokens", [500, 1_000, 3_000, 50_000])
def test_asking_stops_the_moment_the_budget_is_spent(
    monkeypatch: pytest.MonkeyPatch, tokens: int, concurrency: int
) -> None:
    given = budget(1.0, 0.1)
    cost = tokens / 10_000
    kept, requests, failures = asked(monkeypatch, given, billed(tokens), concurrency=concurrency)
    assert requests == len(kept)
    assert given.held == 20 - len(kept)
    assert failures == 0
    assert given.limits[0].spent == pytest.approx(len(kept) * cost)
    assert given.limits[0].spent <= 1.0 + concurrency * max(0.0, cost - 0.1) + 1e-6
    assert len(kept) >= min(20, math.floor(1.0 / max(cost, 0.1)))


def test_refused_and_rejected_answers_count_as_they_are_billed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = budget(0.4, 0.1)
    plans: dict[str | int, Fault] = {
        1: billed(fault=messages.refusal("bio")),
        "*": billed(fault=messages.cut_answer()),
    }
    kept, requests, _ = asked(monkeypatch, given, plans, concurrency=1)
    statuses = [paper.status for paper in kept]
    assert (requests, statuses) == (4, [Status.REFUSED, *[Status.REJECTED] * 3])
    assert given.limits[0].spent == pytest.approx(0.4)


def test_an_answer_that_never_came_stays_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    given = budget(0.3, 0.1)
    kept, requests, failures = asked(
        monkeypatch, given, {1: messages.null_content(), "*": billed(1_000)}, concurrency=1
    )
    assert (len(kept), requests, failures, given.held) == (2, 3, 1, 17)


def test_what_a_closed_endpoint_leaves_is_not_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    given = budget(10.0, 0.1)
    assert asked(monkeypatch, given, messages.api_error(401), concurrency=1) == ([], 1, 20)
    assert given.held == 0
