"""What has changed between the submission of a batch and the night that collects it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from paperglot.model import Paper, Status
from paperglot.store import batches, journal
from paperglot.store.batches import Intent, Submitted
from tests.batch_nights import BatchNight, batch_night
from tests.filing import damage
from tests.standins import messages

ALL = 11
ONE = "2605.91201"


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchNight]:
    """A night that has submitted its papers and could not wait for them."""
    with batch_night(tmp_path, monkeypatch) as opened:
        opened.night.messages.batches.looks = 1_000
        opened.run(batch_wait=0)
        opened.night.messages.batches.looks = 0
        opened.night.messages.batches.end()
        yield opened


def one(nights: BatchNight) -> Paper:
    found = nights.night.store.paper(ONE)
    assert found is not None
    return found


def change(nights: BatchNight, **changes: object) -> Paper:
    changed = replace(one(nights), **changes)  # type: ignore[arg-type]
    nights.night.store.write_paper(changed)
    return changed


def test_an_answer_to_an_older_text_is_noted_and_the_new_text_is_asked_for(
    nights: BatchNight,
) -> None:
    change(nights, title="Another title", version=2)
    summary = nights.run()
    assert (summary.digested, summary.waiting, summary.problems) == (ALL, 0, ())
    assert nights.night.messages.batches.counts[ONE] == 2
    assert nights.answers.count(ONE) == 2  # both were paid for
    latest = one(nights)
    sources = [each.provenance.source for each in journal.read(nights.night.store)]
    assert latest.provenance is not None
    assert sources.count(latest.provenance.source) == 1


def test_a_withdrawn_paper_stays_withdrawn(nights: BatchNight) -> None:
    change(nights, status=Status.WITHDRAWN, reason="so")
    assert nights.run().problems == ()
    assert (one(nights).status, one(nights).reason) == (Status.WITHDRAWN, "so")
    assert one(nights).digest is not None
    assert nights.answers.count(ONE) == 1


def test_a_withdrawn_paper_without_a_digest_is_noted(nights: BatchNight) -> None:
    withdrawn = change(nights, status=Status.WITHDRAWN, reason="so")
    nights.night.messages.faults.plan(messages.refusal(), f"row:{ONE}")
    assert nights.run().problems == ()
    assert one(nights) == withdrawn
    assert nights.answers.count(ONE) == 1


def test_what_a_page_cannot_have_is_noted_once(nights: BatchNight) -> None:
    change(nights, title="Another title", version=2)
    nights.night.messages.faults.plan(messages.broken_off(), "results")
    nights.run(batch_wait=0)
    nights.run(batch_wait=0)
    nights.night.messages.faults.clear()
    nights.run(batch_wait=0)
    assert nights.answers == sorted([*nights.night.papers, ONE])


def test_a_page_that_is_gone_is_named_and_its_answer_noted(nights: BatchNight) -> None:
    nights.night.store.paper_path(ONE).unlink()
    summary = nights.run()
    assert summary.digested == ALL - 1
    assert summary.problems == (f"{ONE}: a digest came, and there is no page for it",)
    assert nights.answers.count(ONE) == 1
    assert nights.open() == ()


def test_the_digest_of_a_damaged_page_waits_until_it_is_repaired(nights: BatchNight) -> None:
    path = nights.night.store.paper_path(ONE)
    whole = path.read_bytes()
    damage(path)
    for _ in range(2):
        summary = nights.run()
        assert any("its digest waits in a batch" in each for each in summary.problems)
        assert len(nights.open()) == 1
    path.write_bytes(whole)
    assert nights.run().problems == ()
    assert one(nights).status is Status.DIGESTED
    assert nights.answers == sorted(nights.night.papers)
    assert nights.open() == ()


def test_an_answer_is_read_by_what_was_asked_for(nights: BatchNight) -> None:
    summary = nights.run(model="claude-opus-5-5", second_language="de")
    assert summary.digested == ALL
    for paper in nights.night.papers.values():
        assert paper.provenance is not None
        assert (paper.provenance.model, paper.provenance.language) == (
            "claude-haiku-5-5",
            "zh-Hans",
        )


def test_a_batch_whose_intent_was_lost_is_collected(nights: BatchNight) -> None:
    [file] = (nights.night.store.workplace / "batches").iterdir()
    intent, submitted = file.read_bytes().splitlines(keepends=True)
    assert b"intent" in intent
    file.write_bytes(intent[:100] + b"\n" + submitted)
    assert nights.run().digested == ALL
    assert nights.open() == ()


def test_another_machine_with_the_repository_collects(
    nights: BatchNight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del monkeypatch
    nights.night.root.rename(tmp_path / "moved")
    (tmp_path / "moved" / ".paperglot" / "lock").unlink(missing_ok=True)
    (tmp_path / "moved").rename(nights.night.root)
    assert nights.run(batch_wait=0).digested == ALL
    assert set(nights.night.messages.batches.counts.values()) == {1}


@pytest.mark.parametrize("days", [1, 3])
def test_a_batch_that_the_endpoint_does_not_know_is_given_up_after_two_days(
    nights: BatchNight, days: int
) -> None:
    nights.night.messages.faults.plan(messages.api_error(404), "batch")
    nights.time.moment += timedelta(days=days)
    summary = nights.run(batch_wait=0)
    assert "the batch msgbatch_standin000001 is not known to the endpoint" in summary.problems
    taken = nights.night.messages.batches.counts[ONE]
    assert taken == (1 if days == 1 else 2)


def test_the_batches_that_cannot_be_listed_are_given_up_after_two_days(
    nights: BatchNight,
) -> None:
    store = nights.night.store
    intent = Intent("another", nights.time.moment, ("2605_91299-0123456789abcdef",))
    batches.record(store, intent)
    nights.night.messages.faults.plan(messages.api_error(400), "list")
    assert len(nights.run(batch_wait=0).problems) == 1
    nights.time.moment += timedelta(days=3)
    summary = nights.run(batch_wait=0)
    assert summary.problems == ()
    assert "the batches could not be listed" in summary.notes[0]
    assert nights.open() == ()


def test_a_batch_that_was_submitted_twice_is_collected_twice_and_kept_once(
    nights: BatchNight,
) -> None:
    stored = nights.night.messages.batches
    again = stored.take(stored.stored[0].requests)
    stored.end()
    [known] = nights.open()
    batches.record(nights.night.store, Submitted(known.intent.intent, nights.time.moment, again.id))
    assert len(nights.open()) == 2
    assert nights.run().problems == ()
    assert nights.answers == sorted(nights.night.papers)
    assert nights.open() == ()
