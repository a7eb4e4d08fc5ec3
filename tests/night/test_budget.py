"""Budgets of a day and a month over whole runs, and what is said of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.cli import main
from paperglot.digest import custom_ids
from paperglot.errors import ConfigurationError
from paperglot.model import Day, Paper, Status
from paperglot.night import expense
from paperglot.night.choice import Choice, Paid, select
from paperglot.night.forecast import forecast
from paperglot.night.standing import of_archive
from paperglot.store import journal
from paperglot.store.files import Archive
from paperglot.store.journal import Answered
from tests import nights, settings
from tests.billing import PRICED, billed
from tests.nights import DAY, Night
from tests.samples import digested, pending, provenance
from tests.standins import messages

TODAY = date(2026, 3, 3)
HALF: dict[str, Any] = PRICED | {"budget_per_day": 0.5}
HELD = "6 papers wait: the budget of US$ 0.5 a day is reached"


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        opened.messages.faults.plan(billed())
        yield opened


def statuses(night: Night) -> list[Status]:
    return [paper.status for paper in night.papers.values()]


def test_what_the_budget_has_no_room_for_waits_and_says_so(night: Night) -> None:
    summary = night.run(**HALF)
    assert (summary.digested, summary.waiting, summary.problems) == (5, 6, ())
    assert summary.notes == (HELD,)
    assert summary.cost == pytest.approx(0.5)
    assert statuses(night).count(Status.PENDING) == 6
    again = night.run(**HALF)
    assert (again.digested, again.waiting, again.notes) == (0, 6, (HELD,))
    assert night.messages.counts.total() == 5


def test_with_a_larger_budget_the_next_run_goes_on(night: Night) -> None:
    night.run(**HALF)
    summary = night.run(**PRICED | {"budget_per_day": 0.8, "budget_per_month": 100})
    assert (summary.digested, summary.waiting) == (3, 3)
    assert night.run(**PRICED).waiting == 0
    assert set(night.messages.counts.values()) == {1}


def test_answers_without_a_digest_are_spent_too(night: Night) -> None:
    night.messages.faults.plan(billed(fault=messages.refusal()))
    assert night.run(**HALF).without_digest == 5
    night.messages.faults.plan(billed())
    assert night.run(**HALF).digested == 0


def test_answers_that_cost_more_than_expected_end_the_asking(night: Night) -> None:
    night.messages.faults.plan(billed(3_000))
    summary = night.run(**HALF, concurrency=1)
    assert (summary.digested, summary.waiting) == (2, 9)
    assert summary.cost == pytest.approx(0.6)
    assert summary.notes == ("9 papers wait: the budget of US$ 0.5 a day is reached",)


def test_answers_whose_tokens_nobody_counted_are_taken_to_cost_what_was_expected(
    night: Night,
) -> None:
    night.messages.faults.plan(billed(0))
    assert night.run(**HALF).digested == 5
    again = night.run(**HALF)
    assert (again.digested, again.waiting, again.notes) == (0, 6, (HELD,))


def test_the_newest_day_is_digested_first(night: Night) -> None:
    for number in (1, 2, 3):
        day = DAY - timedelta(days=number)
        night.store.write_paper(pending(f"2605.8000{number}", announced=day))
    night.run(**PRICED | {"budget_per_day": 1.2})
    waiting = {paper.id for paper in night.papers.values() if paper.status is Status.PENDING}
    assert waiting == {"2605.80002", "2605.80003"}


def test_a_budget_that_is_reached_is_no_failure_and_every_command_says_it(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(night.configure(**HALF))
    assert main(["-f", file, "update"]) == 0
    assert f"  note: {HELD}\n" in capsys.readouterr().out
    assert main(["-f", file, "status"]) == 0
    out = capsys.readouterr().out
    assert f"the budget of US$ 0.5 a day: US$ 0.5000 are spent\n  {HELD}\n" in out
    assert main(["-f", file, "update", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "papers to digest: 0 for about US$ 0.00\n" in out
    assert out.endswith(f"{HELD}\n")


@pytest.mark.parametrize("option", ["budget_per_day", "budget_per_month"])
@pytest.mark.parametrize("models", [{"model": "another"}, {"fallback_model": "another"}])
def test_a_model_without_a_price_is_an_error_before_anything_is_sent(
    night: Night, capsys: pytest.CaptureFixture[str], option: str, models: dict[str, str]
) -> None:
    file = night.configure(**{option: 1} | models)
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if f"{option}: 1" in text)
    assert main(["-f", str(file), "update"]) == 2
    told = f"{file}:{line}: {option}: 'another' has no known price to hold it by; say it in prices"
    assert told in capsys.readouterr().err
    assert (night.arxiv.requests, night.messages.requests) == ((), ())


def test_a_price_of_ones_own_is_enough(night: Night) -> None:
    own: dict[str, Any] = {"prices": {"another": {"input": 0, "output": 100}}}
    summary = night.run(**own, model="another", budget_per_day=0.3)
    assert summary.digested == 3
    assert summary.cost == pytest.approx(0.3)


def test_what_a_batch_will_cost_is_set_aside_from_one_run_to_the_next(night: Night) -> None:
    in_batch = HALF | {"batches": True, "batch_from": 1, "batch_wait": 0}
    night.messages.batches.looks = 1_000
    first = night.run(**in_batch)
    assert (first.digested, first.waiting) == (0, 11)
    assert night.messages.batches.counts.total() == 5
    later = pending("2605.99999", announced=DAY + timedelta(days=1))
    night.store.write_paper(later)
    night.store.write_day(Day(later.announced, kept=(later.id,)))
    second = night.run(**in_batch)
    assert (second.digested, second.waiting) == (0, 12)
    assert "7 papers wait: the budget of US$ 0.5 a day is reached" in second.notes
    assert forecast(night.settings(**in_batch)).text.endswith(
        "papers in a batch already: 5\n7 papers wait: the budget of US$ 0.5 a day is reached"
    )
    night.messages.batches.end()
    assert night.run(**in_batch).digested == 5
    assert night.messages.batches.counts.total() == 5
    assert night.messages.requests == ()


def answer(cost: float | None, made: datetime, status: Status = Status.DIGESTED) -> Answered:
    return Answered("2613.00010", 1, status, replace(provenance(), cost=cost, made=made))


def test_what_is_left_of_a_day_and_a_month_is_counted_in_utc() -> None:
    moments = {
        "2026-02-28T23:59:59": 100.0,
        "2026-03-01T00:00:00": 2.0,
        "2026-03-02T23:59:59": 4.0,
        "2026-03-03T00:00:00": 8.0,
        "2026-03-03T23:59:59": 16.0,
    }
    answers = [
        answer(cost, datetime.fromisoformat(moment).replace(tzinfo=UTC), status)
        for (moment, cost), status in zip(moments.items(), [*Status][:5], strict=True)
    ]
    model = settings.model(budget_per_day=30, budget_per_month=31.5)
    day, month = expense.budget(answers, model, TODAY).limits
    assert (day.name, day.spent) == ("the budget of US$ 30 a day", 24.0)
    assert (month.name, month.spent) == ("the budget of US$ 31.5 a month", 30.0)


def test_without_limits_there_is_no_budget_and_no_price_is_needed() -> None:
    assert expense.budget([], settings.model(model="another"), TODAY).limits == ()


def test_a_limit_of_one_run_needs_a_price_too() -> None:
    with pytest.raises(ConfigurationError, match="--max-cost of US\\$ 2: 'another' has no known"):
        expense.budget([], settings.model(model="another"), TODAY, 2.0)
    [limit] = expense.budget([], settings.model(), TODAY, 2.0).limits
    assert (limit.name, limit.left) == ("--max-cost of US$ 2", 2.0)


def waiting(number: int) -> list[Paper]:
    return [pending(f"2613.{each:05}") for each in range(number)]


def test_a_forecast_counts_what_pages_alone_know(night: Night) -> None:
    moment = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    made = replace(provenance(), made=moment, cost=0.25)
    paper = digested("2613.90000", provenance=made)
    for each in (*waiting(5), paper):
        night.store.write_paper(each)
    journal.record(night.store, replace(paper, id="2613.90001"))
    found = forecast(night.settings(**PRICED | {"budget_per_day": 0.8}), now=moment)
    assert (found.waiting, found.budget.held) == (5, 2)
    assert found.cost == pytest.approx(0.3)
    assert "papers to digest: 3 for about US$ 0.30\n" in found.text
    later = forecast(
        night.settings(**PRICED | {"budget_per_day": 0.8}), now=moment + timedelta(hours=1)
    )
    assert later.budget.held == 0


def test_the_status_names_the_budgets_and_what_they_hold_back() -> None:
    chosen = settings.make(Path(), **PRICED, budget_per_day=0.2, budget_per_month=5)
    archive = Archive(tuple(waiting(5)), ())
    spent = [answer(0.1, datetime(2026, 3, 3, 1, tzinfo=UTC))]
    assert (
        of_archive(archive, Paid(spent), chosen, 0, TODAY)
        .text(14)
        .partition("\n\nhost:")[0]
        .endswith(
            "budget:\n"
            "  the budget of US$ 0.2 a day: US$ 0.1000 are spent\n"
            "  the budget of US$ 5 a month: US$ 0.1000 are spent\n"
            "  4 papers wait: the budget of US$ 0.2 a day is reached"
        )
    )
    free = of_archive(archive, Paid(spent), settings.make(Path()), 0, TODAY)
    assert "budget" not in free.text(14)


def test_what_is_in_a_batch_is_set_aside_and_not_asked_for_again() -> None:
    chosen = settings.make(Path(), **PRICED, budget_per_day=0.5)
    papers = waiting(6)
    names = {custom_ids.of(paper) for paper in papers[4:]} | {"of-no-page-any-more"}
    found = select(Choice(), papers, Paid((), names), chosen, TODAY)
    assert (found.asked, found.under_way) == (tuple(papers[:2]), tuple(papers[4:]))
    assert found.held == tuple(papers[2:4])
    assert found.budget.note == "2 papers wait: the budget of US$ 0.5 a day is reached"
    for _ in names:
        found.budget.settle(0.1)
    assert found.budget.room(10) == 2
