"""Nights in batches: what goes well, what goes wrong, and what the next night makes of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from paperglot.cli import main
from paperglot.digest import batch
from paperglot.model import Status
from tests.batch_nights import BatchNight, batch_night
from tests.standins import messages
from tests.standins.batches import added_row, canceled, cut_rows, doubled_rows, expired
from tests.standins.faults import Fault

ALL = 11
ONE = "2605.91201"


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchNight]:
    with batch_night(tmp_path, monkeypatch) as opened:
        yield opened


def holds_everything(nights: BatchNight, submissions: int = 1) -> None:
    """Every paper has its digest, was submitted so often, and was paid for once."""
    papers = nights.night.papers
    assert {paper.status for paper in papers.values()} == {Status.DIGESTED}
    assert len(papers) == ALL
    assert nights.answers == sorted(papers)
    assert nights.night.messages.batches.counts.total() == ALL * submissions
    assert nights.night.messages.requests == ()
    assert nights.open() == ()


def test_a_night_digests_everything_in_one_batch_at_half_the_price(nights: BatchNight) -> None:
    summary = nights.run()
    assert (summary.digested, summary.waiting) == (ALL, 0)
    assert (summary.problems, summary.notes) == ((), ())
    holds_everything(nights)
    made = [paper.provenance for paper in nights.night.papers.values()]
    for each in made:
        assert each is not None
        assert each.cost == pytest.approx(
            (each.input_tokens * 0.10 + each.output_tokens * 0.50) / 1e6 / 2, abs=1e-8
        )
    assert nights.night.messages.batches.calls == ["create", "batch", "batch", "results"]


def test_a_second_run_asks_for_nothing(nights: BatchNight) -> None:
    nights.run()
    before = list(nights.night.messages.batches.calls)
    assert nights.run().digested == 0
    assert nights.night.messages.batches.calls == before


def test_a_batch_is_looked_at_more_and_more_seldom(nights: BatchNight) -> None:
    nights.night.messages.batches.looks = 6
    assert nights.run().digested == ALL
    assert nights.time.pauses == [5, 10, 20, 40, 60, 60, 60]


def test_what_takes_longer_than_the_night_waits_for_is_collected_by_the_next(
    nights: BatchNight,
) -> None:
    nights.night.messages.batches.looks = 1_000
    summary = nights.run(batch_wait=100)
    assert sum(nights.time.pauses) == 100
    assert (summary.digested, summary.waiting, summary.problems) == (0, ALL, ())
    assert summary.notes == (f"{ALL} papers are in a batch; the next run collects them",)
    assert nights.run(batch_wait=0).waiting == ALL
    nights.night.messages.batches.end()
    summary = nights.run(batch_wait=0)
    assert (summary.new, summary.digested, summary.waiting, summary.notes) == (0, ALL, 0, ())
    holds_everything(nights)


def test_few_papers_are_asked_for_directly(nights: BatchNight) -> None:
    assert nights.run(batch_from=ALL + 1).digested == ALL
    assert nights.night.messages.batches.calls == []
    assert nights.night.messages.counts.total() == ALL


def test_a_run_that_asks_directly_leaves_alone_what_is_in_a_batch(nights: BatchNight) -> None:
    nights.night.messages.batches.looks = 1_000
    nights.run(batch_wait=0)
    summary = nights.run(directly=True)
    assert (summary.digested, summary.waiting, nights.time.pauses) == (0, ALL, [])
    assert nights.night.messages.requests == ()
    nights.night.messages.batches.end()
    assert nights.run(directly=True).digested == ALL
    holds_everything(nights)


def test_a_run_can_ask_directly(nights: BatchNight) -> None:
    assert nights.run(directly=True).digested == ALL
    assert nights.night.messages.batches.calls == []


def test_the_command_can_ask_directly(nights: BatchNight) -> None:
    file = str(nights.night.configure(batches=True, batch_from=1))
    assert main(["-f", file, "update", "--now"]) == 0
    assert nights.night.messages.batches.calls == []
    assert nights.night.messages.counts.total() == ALL


def test_what_does_not_fit_into_one_batch_goes_into_several(
    nights: BatchNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_MOST_REQUESTS", 4)
    assert nights.run().problems == ()
    assert nights.night.messages.batches.calls.count("create") == 3
    holds_everything(nights)


def test_a_lost_submission_ends_the_submitting(
    nights: BatchNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_MOST_REQUESTS", 4)
    nights.night.messages.faults.plan([None, messages.reset()], "create")
    summary = nights.run()
    assert (summary.digested, summary.waiting, summary.problems) == (8, 3, ())
    assert nights.run().digested == 3
    holds_everything(nights)


def test_a_budget_bounds_a_batch(nights: BatchNight) -> None:
    first = nights.run(budget_per_day=0.0025)
    assert 0 < first.digested < ALL
    assert nights.night.messages.batches.counts.total() == first.digested
    assert first.waiting == ALL - first.digested


@pytest.mark.parametrize("status", [404, 405, 501])
def test_an_endpoint_without_batches_is_asked_directly(nights: BatchNight, status: int) -> None:
    for kind in ("turn away", "list", "batch"):
        nights.night.messages.faults.plan(messages.api_error(status), kind)
    summary = nights.run()
    assert (summary.digested, summary.waiting, summary.problems) == (ALL, 0, ())
    [note] = summary.notes
    assert note.startswith("digests were asked for directly, without a batch: ")
    assert nights.open() == ()
    assert nights.night.messages.counts.total() == ALL


@pytest.mark.parametrize("status", [400, 401, 403, 413, 429])
def test_a_batch_that_is_refused_is_submitted_by_the_next_run(
    nights: BatchNight, status: int
) -> None:
    nights.night.messages.faults.plan([messages.api_error(status)], "turn away")
    summary = nights.run()
    assert (summary.digested, summary.waiting) == (0, ALL)
    [problem] = summary.problems
    assert f"HTTP {status}" in problem
    assert problem.endswith(f"{ALL} papers wait")
    assert nights.open() == ()
    assert nights.time.pauses == []
    assert nights.run().problems == ()
    holds_everything(nights)


LOST: list[Fault] = [
    messages.reset(),
    messages.broken_off(),
    messages.malformed_json(),
    messages.html_page(),
    messages.empty(),
    messages.never(),
    *map(messages.api_error, (408, 500, 503, 529)),
]
TROUBLE = [fault for fault in LOST if fault.name not in ("empty", "error 408", "error 529")]


def by_name(fault: Fault) -> str:
    return fault.name


@pytest.mark.parametrize("fault", LOST, ids=by_name)
def test_a_batch_whose_submission_got_no_answer_is_found(nights: BatchNight, fault: Fault) -> None:
    nights.night.messages.faults.plan([fault], "create")
    summary = nights.run(deadline=1)
    assert (summary.digested, summary.problems, summary.notes) == (ALL, (), ())
    holds_everything(nights)


@pytest.mark.parametrize("fault", LOST, ids=by_name)
def test_a_submission_that_never_arrived_is_made_again(nights: BatchNight, fault: Fault) -> None:
    nights.night.messages.faults.plan([fault], "turn away")
    summary = nights.run(deadline=1, batch_wait=5)
    assert (summary.digested, summary.waiting) == (0, ALL)
    [problem] = summary.problems
    assert f"whether a batch of {ALL} papers was taken is not known" in problem
    assert nights.night.messages.batches.calls.count("create") <= 1
    nights.time.moment += timedelta(minutes=11)
    summary = nights.run()
    assert (summary.digested, summary.problems) == (ALL, ())
    assert summary.notes == (
        f"a batch of {ALL} papers was not taken; they wait: the endpoint has no such batch",
    )
    holds_everything(nights)


def test_a_lost_batch_that_is_still_running_is_waited_for(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([messages.reset()], "create")
    nights.night.messages.batches.looks = 1_000
    nights.run(batch_wait=60)
    for _ in range(3):
        nights.time.moment += timedelta(hours=6)
        assert nights.run(batch_wait=60).waiting == ALL
    nights.night.messages.batches.end()
    assert nights.run(batch_wait=0).problems == ()
    holds_everything(nights)


def test_another_s_batch_of_the_same_size_is_not_ours(nights: BatchNight) -> None:
    nights.night.messages.faults.plan([messages.reset()], "turn away")
    nights.run(batch_wait=0)
    theirs = {"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "{}"}]}
    requests = [{"custom_id": f"a{number}", "params": theirs} for number in range(ALL)]
    nights.night.messages.batches.take(requests)
    nights.time.moment += timedelta(minutes=11)
    summary = nights.run()
    assert (summary.digested, summary.problems) == (ALL, ())
    assert {paper.status for paper in nights.night.papers.values()} == {Status.DIGESTED}


@pytest.mark.parametrize("kind", ["list", "batch", "results"])
@pytest.mark.parametrize("fault", TROUBLE, ids=by_name)
def test_trouble_with_a_batch_that_passes_is_no_trouble(
    nights: BatchNight, kind: str, fault: Fault
) -> None:
    lost = [messages.reset()] if kind == "list" else []
    nights.night.messages.faults.plan(lost, "create")
    nights.night.messages.faults.plan([fault] * 2, kind)
    summary = nights.run(deadline=1)
    assert (summary.digested, summary.problems, summary.notes) == (ALL, (), ())
    holds_everything(nights)


@pytest.mark.parametrize("kind", ["list", "batch", "results"])
@pytest.mark.parametrize("fault", TROUBLE, ids=by_name)
def test_trouble_that_lasts_ends_the_night_in_time_and_loses_nothing(
    nights: BatchNight, kind: str, fault: Fault
) -> None:
    lost = [messages.reset()] if kind == "list" else []
    nights.night.messages.faults.plan(lost, "create")
    nights.night.messages.faults.plan(fault, kind)
    summary = nights.run(deadline=1, batch_wait=5)
    assert (summary.waiting, len(summary.problems)) == (ALL - summary.digested, 1)
    assert sum(nights.time.pauses) <= 15  # the wait, and that between two readings
    nights.night.messages.faults.clear()
    assert nights.run().problems == ()
    holds_everything(nights)


@pytest.mark.parametrize(
    "fault", [messages.broken_off(), messages.half(), cut_rows(4), cut_rows(10), cut_rows(0)]
)
def test_results_that_end_too_early_are_read_again(nights: BatchNight, fault: Fault) -> None:
    nights.night.messages.faults.plan([fault, fault], "results")
    assert nights.run().problems == ()
    assert nights.night.messages.batches.calls.count("results") == 3
    holds_everything(nights)


@pytest.mark.parametrize("fault", [messages.broken_off(), messages.half(), cut_rows(4)])
def test_results_that_end_too_early_each_time_are_read_by_the_next_run(
    nights: BatchNight, fault: Fault
) -> None:
    nights.night.messages.faults.plan(fault, "results")
    summary = nights.run()
    assert 0 < summary.digested < ALL
    [problem] = summary.problems
    assert "the results of the batch msgbatch_standin000001 " in problem
    assert nights.night.messages.batches.calls.count("results") == 3
    assert len(nights.open()) == 1
    nights.night.messages.faults.clear()
    assert nights.run().digested == ALL - summary.digested
    holds_everything(nights)


def test_results_that_never_come_are_asked_for_anew_after_days(nights: BatchNight) -> None:
    nights.night.messages.faults.plan(cut_rows(4), "results")
    assert nights.run().digested == 4
    nights.time.moment += timedelta(days=3)
    nights.night.messages.faults.plan([cut_rows(4)] * 3, "results")
    summary = nights.run()
    assert (summary.digested, summary.waiting) == (ALL - 4, 0)
    assert nights.answers == sorted(nights.night.papers)


def test_results_that_come_twice_count_once(nights: BatchNight) -> None:
    nights.night.messages.faults.plan(doubled_rows(), "results")
    assert nights.run().problems == ()
    holds_everything(nights)


@pytest.mark.parametrize("name", ["of_another", "2605_91201-0123456789abcdeg", ""])
def test_a_result_that_nobody_asked_for_is_named(nights: BatchNight, name: str) -> None:
    nights.night.messages.faults.plan(added_row(name), "results")
    summary = nights.run()
    assert summary.digested == ALL
    [problem] = summary.problems
    assert "a result that nobody asked for" in problem
    assert nights.open() == ()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (messages.api_error(500), "its request failed: api_error: The stand-in was told to fail."),
        (expired(), "the batch ended before its turn came"),
        (canceled(), "its request was cancelled"),
        (messages.null_content(), "the endpoint's answer is no message"),
    ],
)
def test_a_request_without_an_answer_is_named_and_made_again(
    nights: BatchNight, fault: Fault, reason: str
) -> None:
    nights.night.messages.faults.plan([fault], f"row:{ONE}")
    summary = nights.run()
    assert (summary.digested, summary.waiting) == (ALL - 1, 1)
    assert summary.problems == (f"without a digest: {ONE}: {reason}",)
    assert nights.open() == ()
    assert nights.run().problems == ()
    assert nights.night.messages.batches.counts[ONE] == 2
    assert nights.answers == sorted(nights.night.papers)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (messages.refusal("bio"), Status.REFUSED),
        (messages.cut_answer(), Status.REJECTED),
        (messages.wrong_language(), Status.REJECTED),
        (messages.off_schema(), Status.REJECTED),
    ],
)
def test_an_answer_without_a_digest_is_paid_for_once(
    nights: BatchNight, fault: Fault, status: Status
) -> None:
    nights.night.messages.faults.plan(fault, f"row:{ONE}")
    nights.night.messages.faults.plan(fault, ONE)
    summary = nights.run()
    assert (summary.digested, summary.without_digest, summary.problems) == (ALL - 1, 1, ())
    assert nights.night.papers[ONE].status is status
    assert nights.night.papers[ONE].reason
    assert nights.run().without_digest == 0
    asked = 1 if status is Status.REFUSED else 2
    assert nights.night.messages.batches.counts[ONE] == asked
    assert nights.night.messages.batches.counts.total() == ALL - 1 + asked


def test_without_a_key_nothing_is_submitted_and_nothing_noted(
    nights: BatchNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    summary = nights.run()
    assert summary.problems == (
        f"no ANTHROPIC_API_KEY is set, so no digest was asked for; {ALL} papers wait",
    )
    assert not (nights.night.store.workplace / "batches").exists()
