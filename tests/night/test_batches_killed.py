"""A run that is cut short at each step of a batch, and the next one."""

import contextlib
import itertools
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.digest.attempts import next_attempt
from paperglot.digest.batch import BatchEndpoint
from paperglot.digest.budget import Budget
from paperglot.model import Paper, Status
from paperglot.night.asking import Asking
from paperglot.store import batches, journal, lines
from paperglot.store.files import Store
from tests import settings
from tests.batch_nights import Time, batch_night
from tests.nights import command
from tests.samples import pending
from tests.standins.faults import held, reset
from tests.standins.messages import MessagesStandIn, answering, invent

PAPERS = [pending(f"2613.000{number}0") for number in range(1, 4)]
STEPS: tuple[tuple[Any, str], ...] = (
    (lines, "append"),
    (Store, "write_paper"),
    (BatchEndpoint, "submit"),
    (BatchEndpoint, "find"),
    (BatchEndpoint, "since"),
    (BatchEndpoint, "results"),
)


class Cut(BaseException):
    """What ends a process, as far as Python code can tell."""


def cutting(patch: pytest.MonkeyPatch, moment: int) -> Callable[[], bool]:
    """End the run at a moment, counted over the beginnings and ends of all steps.

    Returns what says whether it came to that.
    """
    moments = itertools.count()
    cut: list[int] = []

    def pass_by() -> None:
        if next(moments) == moment:
            cut.append(moment)
            raise Cut

    def wrapped(action: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            pass_by()
            done = action(*given, **named)
            pass_by()
            return done

        return step

    for owner, name in STEPS:
        patch.setattr(owner, name, wrapped(getattr(owner, name)))
    return lambda: bool(cut)


def ask(store: Store, time: Time) -> Asking:
    """Run as a night does, without arXiv."""
    options = settings.make(store.root, batches=True, batch_from=1, batch_wait=600)

    def keep(paper: Paper) -> None:
        store.write_paper(paper)
        journal.record(store, paper)

    asking = Asking(store, options, keep, Budget(), time.clock)
    model, language = options.model, options.second_language
    papers = store.read().papers
    asking.ask([paper for paper in papers if next_attempt(paper, model, language)])
    return asking


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "unanswered"])
def test_whenever_a_run_is_cut_short_the_next_one_pays_for_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    for moment in itertools.count():
        store, time = Store(tmp_path / str(moment)), Time()
        for paper in PAPERS:
            store.write_paper(paper)
        with MessagesStandIn() as stand_in:
            settings.connect(monkeypatch, stand_in)
            stand_in.batches.now = time.clock.now
            stand_in.batches.looks = 1
            with monkeypatch.context() as patch:
                was_cut = cutting(patch, moment)
                if lost:
                    stand_in.faults.plan([reset()], "create")
                with contextlib.suppress(Cut):
                    ask(store, time)
            if not was_cut():
                break
            stand_in.faults.clear()
            stand_in.batches.end()
            time.moment += timedelta(minutes=11)
            assert ask(store, time).problems == []
            assert set(stand_in.batches.counts.values()) == {1}
            assert stand_in.requests == ()
        found = store.read().papers
        assert [paper.status for paper in found] == [Status.DIGESTED] * 3
        answers = journal.with_pages(journal.read(store), found)
        assert sorted(each.paper for each in answers) == [paper.id for paper in PAPERS]
        assert batches.read(store).open == ()
    assert moment > 25


WRONG = answering(lambda asked: {**invent(asked), "tldr_zh": "提速 987 倍。"})


def test_whenever_a_second_attempt_is_cut_short_no_answer_is_lost_and_none_paid_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = PAPERS[0].id
    for moment in itertools.count():
        store, time = Store(tmp_path / str(moment)), Time()
        for paper in PAPERS:
            store.write_paper(paper)
        with MessagesStandIn() as stand_in:
            settings.connect(monkeypatch, stand_in)
            stand_in.batches.now = time.clock.now
            stand_in.faults.plan([WRONG], f"row:{twice}")
            with monkeypatch.context() as patch:
                was_cut = cutting(patch, moment)
                with contextlib.suppress(Cut):
                    ask(store, time)
            if not was_cut():
                break
            time.moment += timedelta(minutes=11)
            assert ask(store, time).problems == []
            expected = Counter({paper.id: 1 for paper in PAPERS} | {twice: 2})
            assert stand_in.batches.counts == expected
            assert stand_in.requests == ()
        found = store.read().papers
        assert [paper.status for paper in found] == [Status.DIGESTED] * 3
        answers = journal.with_pages(journal.read(store), found)
        assert Counter(each.paper for each in answers) <= expected
        assert batches.read(store).open == ()
    assert moment > 35


@pytest.mark.parametrize("kind", ["create", "results"])
def test_a_process_that_is_killed_leaves_its_batch_to_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    asked = threading.Event()
    with batch_night(tmp_path, monkeypatch) as nights:
        nights.time.moment = datetime.now(UTC)
        messages = nights.night.messages
        messages.faults.plan(held(asked), kind)
        file = nights.night.configure(batches=True, batch_from=1)
        update = command("-f", str(file), "update")
        with subprocess.Popen(update, stderr=subprocess.DEVNULL) as run:
            assert asked.wait(120)
            run.send_signal(signal.SIGKILL)
            run.wait(60)
        assert len(nights.open()) == 1
        messages.faults.clear()
        nights.time.moment = datetime.now(UTC)
        summary = nights.run(batch_wait=0)
        assert (summary.new, summary.digested, summary.problems) == (0, 11, ())
        assert set(messages.batches.counts.values()) == {1}
        assert nights.answers == sorted(nights.night.papers)
        assert nights.open() == ()
