"""Answers of a batch that did not pass: asked for again, by whichever run comes next."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.digest import batch
from paperglot.model import Day, Paper, Provenance, Status
from paperglot.store import journal
from tests.batch_nights import BatchNight, batch_night
from tests.billing import PRICED, billed
from tests.nights import DAY
from tests.samples import digested
from tests.standins import messages
from tests.standins.dialogue import Json

ALL = 11
ONE = "2605.91201"
OTHER = "claude-opus-5-5"
WRONG = messages.answering(lambda asked: {**messages.invent(asked), "tldr_zh": "提速 987 倍。"})
UNKNOWN = messages.api_error(400, "output_config: Extra inputs are not permitted")


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchNight]:
    with batch_night(tmp_path, monkeypatch) as opened:
        yield opened


def one(nights: BatchNight) -> tuple[Paper, Provenance]:
    paper = nights.night.papers[ONE]
    assert paper.provenance is not None
    return paper, paper.provenance


def own_costs(nights: BatchNight) -> list[float]:
    """Return what the answers on the paper cost, one by one."""
    every = journal.read(nights.night.store)
    return [each.provenance.cost or 0.0 for each in every if each.paper == ONE]


def submitted(nights: BatchNight) -> list[list[Json]]:
    return [batch.requests for batch in nights.night.messages.batches.stored]


def test_a_second_attempt_is_made_in_another_batch_of_the_same_night(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([WRONG], f"row:{ONE}")
    summary = nights.run()
    assert (summary.digested, summary.without_digest, summary.waiting) == (ALL, 0, 0)
    assert (summary.problems, summary.notes, nights.open()) == ((), (), ())
    first, second = submitted(nights)
    assert len(first) == ALL
    [again] = second
    assert again["custom_id"].endswith("-2")
    assert "987 in the TL;DR" in again["params"]["messages"][1]["content"]
    _, made = one(nights)
    assert made.attempts == 2
    assert len(own_costs(nights)) == 2
    assert made.cost == pytest.approx(sum(own_costs(nights)))
    assert summary.cost == pytest.approx(
        sum(each.provenance.cost or 0 for each in journal.read(nights.night.store))
    )
    assert nights.run().digested == 0
    assert nights.night.messages.requests == ()


def test_few_second_attempts_are_made_directly(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([WRONG], f"row:{ONE}")
    summary = nights.run(batch_from=2)
    assert (summary.digested, summary.problems, nights.open()) == (ALL, (), ())
    assert nights.night.messages.batches.counts.total() == ALL
    assert nights.night.messages.counts == {ONE: 1}
    assert one(nights)[1].attempts == 2


def test_two_answers_that_fail_are_the_last_of_that_model(nights: BatchNight) -> None:
    nights.night.messages.faults.plan(WRONG, f"row:{ONE}")
    for _ in range(2):
        nights.run()
    paper, made = one(nights)
    assert (paper.status, made.attempts) == (Status.REJECTED, 2)
    assert nights.night.messages.batches.counts[ONE] == 2
    assert len(own_costs(nights)) == 2


def test_the_other_model_is_asked_in_a_batch_of_its_own(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([WRONG, WRONG], f"row:{ONE}")
    summary = nights.run(fallback_model=OTHER)
    assert (summary.digested, summary.problems, nights.open()) == (ALL, (), ())
    _, made = one(nights)
    assert (made.model, made.attempts) == (OTHER, 1)
    models = [{each["params"]["model"] for each in requests} for requests in submitted(nights)]
    assert models == [{"claude-haiku-5-5"}, {"claude-haiku-5-5"}, {OTHER}]
    assert len(own_costs(nights)) == 3
    assert made.cost == pytest.approx(sum(own_costs(nights)))


def test_another_model_that_is_named_later_is_asked_by_the_next_night(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([messages.refusal()], f"row:{ONE}")
    assert nights.run().without_digest == 1
    assert nights.run().without_digest == 0
    assert nights.run(fallback_model=OTHER).digested == 1
    assert one(nights)[1].model == OTHER
    assert nights.night.messages.batches.counts[ONE] == 2


def test_all_batches_of_a_night_share_its_time(nights: BatchNight) -> None:
    batches = nights.night.messages.batches
    nights.night.messages.faults.plan([WRONG], f"row:{ONE}")
    batches.looks = 5
    summary = nights.run(batch_wait=150)
    assert sum(nights.time.pauses) == 150
    assert (summary.digested, summary.without_digest) == (ALL - 1, 1)
    assert one(nights)[0].status is Status.REJECTED
    batches.end()
    summary = nights.run(batch_wait=0)
    assert (summary.digested, summary.problems, nights.open()) == (1, (), ())
    assert batches.counts[ONE] == 2


def test_a_second_attempt_waits_where_the_budget_has_no_room(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([WRONG], f"row:{ONE}")
    prices = {"claude-haiku-5-5": {"input": 0.0, "output": 0.0}}
    nights.run(batch_wait=0, prices=prices)
    assert nights.run(budget_per_day=0.0001, batch_wait=600).without_digest == 1
    assert nights.night.messages.batches.counts[ONE] == 1
    assert nights.run().digested == 1
    assert one(nights)[1].attempts == 2


def test_results_that_are_read_twice_are_one_attempt(nights: BatchNight) -> None:
    nights.night.messages.faults.plan(WRONG, f"row:{ONE}")
    nights.night.messages.faults.plan([messages.broken_off()] * 2, "results")
    nights.run(batch_from=2)
    assert len(own_costs(nights)) == 2
    assert one(nights)[1].attempts == 2


def test_a_parameter_that_the_endpoint_does_not_know_is_left_out(nights: BatchNight) -> None:
    for paper in [f"26059120{number}" for number in range(1, 10)]:
        identifier = f"{paper[:4]}.{paper[4:]}"
        nights.night.messages.faults.plan([UNKNOWN], f"row:{identifier}")
    summary = nights.run()
    assert (summary.digested, summary.waiting, summary.problems) == (ALL, 0, ())
    first, second = submitted(nights)
    assert (len(first), len(second)) == (ALL, 9)
    assert all("output_config" in each["params"] for each in first)
    assert not any("output_config" in each["params"] for each in second)


def test_what_the_endpoint_refuses_all_the_same_is_asked_by_the_next_night(
    nights: BatchNight,
) -> None:
    nights.night.messages.faults.plan(UNKNOWN, f"row:{ONE}")
    summary = nights.run()
    assert (summary.digested, summary.waiting) == (ALL - 1, 1)
    assert "output_config" in summary.problems[0]
    assert nights.night.messages.batches.counts[ONE] == 2


@pytest.mark.parametrize("code", [404, 400])
def test_what_a_batch_took_is_not_asked_for_again_where_the_next_one_is_refused(
    nights: BatchNight, code: int
) -> None:
    """One to each model; the second attempts' is taken, the other model's is not."""
    faults = nights.night.messages.faults
    faults.plan([messages.refusal()], f"row:{ONE}")
    others = {"2605.91202", "2605.91203"}
    for each in others:
        faults.plan([WRONG], f"row:{each}")
    nights.run(batch_wait=0)
    nights.night.messages.batches.end()
    faults.plan([None, messages.api_error(code, "No.")], "turn away")
    nights.run(fallback_model=OTHER)
    nights.run(batch_wait=0)
    assert {name: nights.answers.count(name) for name in others} == dict.fromkeys(others, 2)
    assert nights.night.messages.counts.keys() <= {ONE}
    assert nights.open() == ()


def refused_after(
    nights: BatchNight, monkeypatch: pytest.MonkeyPatch, taken: int, code: int
) -> dict[str, Any]:
    """Let one batch of so many requests in and no other one; return options for the night."""
    monkeypatch.setattr(batch, "_MOST_REQUESTS", taken)
    nights.night.messages.faults.plan([None, messages.api_error(code, "No.")], "turn away")
    nights.night.messages.batches.looks = 1_000
    return PRICED | {"batch_wait": 0, "concurrency": 1}


def test_what_a_batch_took_is_set_aside_before_the_others_are_asked_for_directly(
    nights: BatchNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five requests fit: three are in the batch, and two bring one paper two answers that fail."""
    options = refused_after(nights, monkeypatch, 3, 404)
    nights.night.messages.faults.plan(billed(fault=WRONG))
    summary = nights.run(**options, budget_per_day=0.5)
    assert nights.night.messages.batches.counts.total() == 3
    assert nights.night.messages.counts.total() == 2
    assert summary.without_digest == 1
    assert summary.cost == pytest.approx(0.2)


def test_what_a_batch_took_is_set_aside_before_overviews_are_asked_for(
    nights: BatchNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three papers fit: two are in the batch, and the third leaves room for one overview."""
    for number in range(9):
        paper = digested(
            f"2605.7000{number}", topics=("all",), announced=DAY - timedelta(days=number // 3 + 1)
        )
        nights.night.store.write_paper(paper)
    for number in range(1, 4):
        nights.night.store.write_day(Day(DAY - timedelta(days=number)))
    options = refused_after(nights, monkeypatch, 2, 400)
    nights.night.messages.faults.plan(billed())
    summary = nights.run(**options, budget_per_day=0.3, overviews=True, overview_from=3)
    assert nights.night.messages.batches.counts.total() == 2
    assert (summary.digested, summary.overviews) == (0, 1)
    assert summary.cost == pytest.approx(0.1)
    assert "2 overviews wait: the budget of US$ 0.3 a day is reached" in summary.notes
