from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.digest.prices import cost as price
from paperglot.model import Status
from paperglot.night import expense
from paperglot.night.expense import Spent
from paperglot.store.journal import Answered
from tests.samples import provenance

MODEL = "claude-haiku-5-5"
MADE = datetime(2026, 3, 3, 1, 2, 3, tzinfo=UTC)


def answer(cost: float | None, model: str = MODEL, made: datetime = MADE) -> Answered:
    given = replace(provenance(), cost=cost, model=model, made=made)
    return Answered("2613.00010", 1, Status.DIGESTED, given)


def table(model: str = MODEL) -> float:
    found = price(model, 1_000, 1_000)
    assert found is not None
    return found


def test_a_mean_of_twenty_answers_is_what_a_paper_will_cost() -> None:
    answers = [answer(0.01)] * 10 + [answer(0.03)] * 10
    assert expense.expected(iter(answers), MODEL, 100) == pytest.approx(2.0)


@pytest.mark.parametrize("number", [0, 1, 19])
def test_fewer_answers_say_nothing_and_the_table_does(number: int) -> None:
    assert expense.expected([answer(5.0)] * number, MODEL, 10) == pytest.approx(10 * table())


def test_another_model_says_nothing_of_this_one() -> None:
    answers = [answer(5.0, "claude-opus-5-5")] * 30 + [answer(0.01)] * 20
    assert expense.expected(answers, MODEL, 10) == pytest.approx(0.1)
    assert expense.expected(answers[:30], MODEL, 10) == pytest.approx(10 * table())


def test_answers_at_an_unknown_price_are_left_out_of_the_mean() -> None:
    answers = [answer(None)] * 30 + [answer(0.01)] * 20
    assert expense.expected(answers, MODEL, 10) == pytest.approx(0.1)
    assert expense.expected(answers[:49], MODEL, 10) == pytest.approx(10 * table())


def test_an_answer_that_cost_nothing_counts() -> None:
    assert expense.expected([answer(0.0)] * 20, MODEL, 10) == 0


def test_only_the_latest_thousand_answers_count() -> None:
    answers = [answer(100.0)] * 500 + [answer(0.01)] * 1_000
    assert expense.expected(answers, MODEL, 10) == pytest.approx(0.1)
    assert expense.expected(answers[1:-1], MODEL, 10) == pytest.approx(0.1 + 0.9999, rel=1e-3)


def test_a_model_without_a_price_costs_nobody_knows_what() -> None:
    assert expense.expected([], "another", 10) is None
    assert expense.expected([], "another", 0) is None
    assert expense.expected([answer(None, "another")] * 30, "another", 10) is None


def test_no_papers_cost_nothing() -> None:
    assert expense.expected([], MODEL, 0) == 0


def test_days_and_months_are_summed_in_utc_the_earliest_first() -> None:
    moments = ["2026-04-01T00:00:00", "2026-03-31T23:59:59", "2026-03-03T00:00:00",
               "2026-03-03T23:59:59", "2025-03-03T12:00:00"]  # fmt: skip
    costs = [1.0, 2.0, 4.0, None, 16.0]
    answers = [
        answer(cost, made=datetime.fromisoformat(moment).replace(tzinfo=UTC))
        for cost, moment in zip(costs, moments, strict=True)
    ]
    assert list(expense.by_day(iter(answers)).items()) == [
        (date(2025, 3, 3), Spent(1, 16.0)),
        (date(2026, 3, 3), Spent(2, 4.0)),
        (date(2026, 3, 31), Spent(1, 2.0)),
        (date(2026, 4, 1), Spent(1, 1.0)),
    ]
    assert list(expense.by_month(iter(answers)).items()) == [
        (date(2025, 3, 1), Spent(1, 16.0)),
        (date(2026, 3, 1), Spent(3, 6.0)),
        (date(2026, 4, 1), Spent(1, 1.0)),
    ]


def test_where_nothing_was_asked_nothing_was_spent() -> None:
    assert expense.by_day([]) == expense.by_month([]) == {}


_costs = st.none() | st.integers(0, 1_000).map(lambda number: number / 1_000)
_moments = st.integers(0, 100 * 86_400).map(lambda number: MADE + timedelta(seconds=number))


@given(st.lists(st.builds(answer, _costs, made=_moments)))
def test_days_and_months_have_all_answers_and_all_they_cost(answers: list[Answered]) -> None:
    for found in (expense.by_day(answers), expense.by_month(answers)):
        assert sum(spent.answers for spent in found.values()) == len(answers)
        paid = sum(each.provenance.cost or 0 for each in answers)
        assert sum(spent.cost for spent in found.values()) == pytest.approx(paid)
        assert list(found) == sorted(found)
