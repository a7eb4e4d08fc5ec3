from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import Status
from paperglot.store.journal import Answered
from paperglot.store.spending import Spent, by_day, by_month
from tests.samples import provenance

MADE = datetime(2026, 3, 3, 1, 2, 3, tzinfo=UTC)


def answer(cost: float | None, made: datetime = MADE) -> Answered:
    given = replace(provenance(), cost=cost, made=made)
    return Answered("2613.00010", 1, Status.DIGESTED, given)


def test_days_and_months_are_summed_in_utc_the_earliest_first() -> None:
    moments = ["2026-04-01T00:00:00", "2026-03-31T23:59:59", "2026-03-03T00:00:00",
               "2026-03-03T23:59:59", "2025-03-03T12:00:00"]  # fmt: skip
    costs = [1.0, 2.0, 4.0, None, 16.0]
    answers = [
        answer(cost, made=datetime.fromisoformat(moment).replace(tzinfo=UTC))
        for cost, moment in zip(costs, moments, strict=True)
    ]
    assert list(by_day(iter(answers)).items()) == [
        (date(2025, 3, 3), Spent(1, 16.0)),
        (date(2026, 3, 3), Spent(2, 4.0)),
        (date(2026, 3, 31), Spent(1, 2.0)),
        (date(2026, 4, 1), Spent(1, 1.0)),
    ]
    assert list(by_month(iter(answers)).items()) == [
        (date(2025, 3, 1), Spent(1, 16.0)),
        (date(2026, 3, 1), Spent(3, 6.0)),
        (date(2026, 4, 1), Spent(1, 1.0)),
    ]


def test_where_nothing_was_asked_nothing_was_spent() -> None:
    assert by_day([]) == by_month([]) == {}


_costs = st.none() | st.integers(0, 1_000).map(lambda number: number / 1_000)
_moments = st.integers(0, 100 * 86_400).map(lambda number: MADE + timedelta(seconds=number))


@given(st.lists(st.builds(answer, _costs, made=_moments)))
def test_days_and_months_have_all_answers_and_all_they_cost(answers: list[Answered]) -> None:
    for found in (by_day(answers), by_month(answers)):
        assert sum(spent.answers for spent in found.values()) == len(answers)
        paid = sum(each.provenance.cost or 0 for each in answers)
        assert sum(spent.cost for spent in found.values()) == pytest.approx(paid)
        assert list(found) == sorted(found)
