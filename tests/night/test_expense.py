from dataclasses import replace
from datetime import UTC, datetime

import pytest

from paperglot.digest.prices import cost as price
from paperglot.model import Status
from paperglot.night import expense
from paperglot.store.journal import Answered
from tests import settings
from tests.samples import provenance

MODEL = "claude-haiku-5-5"
HAIKU = settings.model()
ANOTHER = settings.model(model="another")
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
    assert expense.expected(iter(answers), HAIKU, 100) == pytest.approx(2.0)


@pytest.mark.parametrize("number", [0, 1, 19])
def test_fewer_answers_say_nothing_and_the_table_does(number: int) -> None:
    assert expense.expected([answer(5.0)] * number, HAIKU, 10) == pytest.approx(10 * table())


def test_another_model_says_nothing_of_this_one() -> None:
    answers = [answer(5.0, "claude-opus-5-5")] * 30 + [answer(0.01)] * 20
    assert expense.expected(answers, HAIKU, 10) == pytest.approx(0.1)
    assert expense.expected(answers[:30], HAIKU, 10) == pytest.approx(10 * table())


def test_overviews_say_nothing_of_papers() -> None:
    overviews = [replace(answer(5.0), paper="2026-03-03/llm")] * 30
    assert expense.expected([*overviews, *[answer(0.01)] * 20], HAIKU, 10) == pytest.approx(0.1)
    assert expense.expected(overviews, HAIKU, 10) == pytest.approx(10 * table())


def test_answers_at_an_unknown_price_are_left_out_of_the_mean() -> None:
    answers = [answer(None)] * 30 + [answer(0.01)] * 20
    assert expense.expected(answers, HAIKU, 10) == pytest.approx(0.1)
    assert expense.expected(answers[:49], HAIKU, 10) == pytest.approx(10 * table())


def test_an_answer_that_cost_nothing_counts() -> None:
    assert expense.expected([answer(0.0)] * 20, HAIKU, 10) == 0


def test_only_the_latest_thousand_answers_count() -> None:
    answers = [answer(100.0)] * 500 + [answer(0.01)] * 1_000
    assert expense.expected(answers, HAIKU, 10) == pytest.approx(0.1)
    assert expense.expected(answers[1:-1], HAIKU, 10) == pytest.approx(0.1 + 0.9999, rel=1e-3)


def test_a_model_without_a_price_costs_nobody_knows_what() -> None:
    assert expense.expected([], ANOTHER, 10) is None
    assert expense.expected([], ANOTHER, 0) is None
    assert expense.expected([answer(None, "another")] * 30, ANOTHER, 10) is None


def test_no_papers_cost_nothing() -> None:
    assert expense.expected([], HAIKU, 0) == 0


def test_what_is_under_way_is_set_aside() -> None:
    model = settings.model(budget_per_day=10 * table())
    assert expense.budget([], model, MADE.date(), under_way=4).room(10) == 6


def test_an_answer_of_a_model_that_has_no_price_is_no_part_of_the_budget_of_another() -> None:
    model = settings.model(budget_per_day=10 * table())
    assert expense.budget([answer(None, "another")] * 4, model, MADE.date()).room(10) == 10
    assert expense.budget([answer(None)] * 4, model, MADE.date()).room(10) == 6
