"""Overviews whose first answer did not pass: paid for, and asked for again."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paperglot.model import Overview, Status
from paperglot.store import journal
from tests import nights
from tests.billing import PRICED, billed
from tests.nights import DAY, Night, command
from tests.standins import messages
from tests.standins.faults import held

HERE: dict[str, Any] = {"overviews": True}
ALL = f"{DAY}/all"
WRONG = messages.wrong_language()
ONE_ANSWER = [(Status.REJECTED, 1)]
BOTH_ANSWERS = [*ONE_ANSWER, (Status.DIGESTED, 2)]


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def the_overview(night: Night) -> Overview:
    [found] = night.store.overviews(DAY)
    return found


def answers(night: Night) -> list[tuple[Status, int]]:
    """Return what the journal knows of overviews, and which attempt each answer was."""
    every = [each for each in journal.read(night.store) if each.is_overview]
    return [(each.status, each.provenance.attempts) for each in every]


def spent(night: Night) -> float:
    return sum(each.provenance.cost or 0.0 for each in journal.read(night.store))


def spent_by_pages(night: Night) -> float:
    made = [paper.provenance for paper in night.papers.values()]
    made.append(the_overview(night).provenance)
    return sum(each.cost or 0.0 for each in made if each)


def test_a_run_that_is_killed_before_the_second_answer_has_spent_the_first(night: Night) -> None:
    asked = threading.Event()
    night.messages.faults.plan([WRONG, held(asked)], ALL)
    file = night.configure(**HERE)
    with subprocess.Popen(command("-f", str(file), "update"), stderr=subprocess.DEVNULL) as run:
        assert asked.wait(120)
        run.send_signal(signal.SIGKILL)
        run.wait(60)
    assert answers(night) == ONE_ANSWER
    night.messages.faults.clear()
    assert night.run(**HERE).overviews == 1
    assert answers(night) == BOTH_ANSWERS
    told = night.messages.requests_for(ALL)[-1].body["messages"][-1]["content"]
    assert "- language: 0% of the letters" in told
    assert night.messages.counts[ALL] == 3
    assert spent(night) == pytest.approx(spent_by_pages(night))


def test_a_second_attempt_without_an_answer_is_made_by_the_next_run(night: Night) -> None:
    night.messages.faults.plan([WRONG, messages.null_content()], ALL)
    summary = night.run(**HERE)
    assert summary.problems == (f"without an overview: {ALL}: the endpoint's answer is no message",)
    assert summary.cost == pytest.approx(spent(night))
    assert answers(night) == ONE_ANSWER
    assert night.run(**HERE).overviews == 1
    assert answers(night) == BOTH_ANSWERS


def test_a_second_attempt_waits_where_the_budget_has_no_room(night: Night) -> None:
    night.messages.faults.plan(billed())
    night.messages.faults.plan([billed(fault=WRONG)], ALL)
    assert night.run(**HERE, **PRICED, budget_per_day=1.2).overviews == 0
    assert answers(night) == ONE_ANSWER
    assert spent(night) == pytest.approx(1.2)
    assert night.run(**HERE, **PRICED, budget_per_day=1.3).overviews == 1
    assert the_overview(night).provenance.cost == pytest.approx(0.2)


def test_two_answers_of_which_none_passes_are_the_last_ones(night: Night) -> None:
    night.messages.faults.plan(WRONG, ALL)
    for _ in range(2):
        assert night.run(**HERE).overviews == 0
    assert answers(night) == [*ONE_ANSWER, (Status.REJECTED, 2)]
    assert spent(night) == pytest.approx(spent_by_pages(night))
