"""Digesting anew: who is asked for, what it may cost, and what a bad answer leaves."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.digest import prompt
from paperglot.errors import BusyError
from paperglot.model import Paper, Status
from paperglot.night.choice import Choice
from paperglot.night.redigest import Plan, plan, redigest
from paperglot.night.summary import Summary
from paperglot.store import journal
from paperglot.store.lock import exclusive
from tests import nights, settings
from tests.billing import PRICED, billed
from tests.nights import DAY, Night, command, tree
from tests.samples import digested, pending, provenance
from tests.standins import messages
from tests.standins.faults import held

OTHER: dict[str, Any] = {"model": "claude-opus-5-5"}
OUTDATED = Choice(outdated=True)
LATER = {"2605.80001": DAY + timedelta(days=2), "2605.80002": DAY + timedelta(days=1)}


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    """A store with three papers of three days, digested by today's settings."""
    with nights.night(tmp_path, monkeypatch) as opened:
        days = LATER | {"2605.80003": DAY}
        for identifier, day in days.items():
            opened.store.write_paper(pending(identifier, announced=day))
        assert again(opened, Choice()).digested == 3
        yield opened


def again(night: Night, choice: Choice = OUTDATED, **changes: Any) -> Summary:
    return redigest(night.settings(**changes), choice)


def planned(night: Night, choice: Choice = OUTDATED, **changes: Any) -> Plan:
    return plan(night.settings(**changes), choice)


def models(night: Night) -> list[str]:
    return [paper.provenance.model for paper in night.papers.values() if paper.provenance]


def asked(night: Night) -> list[str]:
    """Return the papers that were asked for after those of the fixture, in order."""
    return [request.paper for request in night.messages.requests[3:]]


def test_what_is_up_to_date_is_never_asked_for_again(night: Night) -> None:
    before = tree(night.root)
    assert again(night) == again(night, Choice()) == Summary()
    assert again(night, Choice(), **OTHER) == Summary()
    assert (asked(night), tree(night.root)) == ([], before)
    assert night.arxiv.requests == ()


def test_another_model_digests_anew_what_it_is_told_to_the_newest_first(night: Night) -> None:
    assert planned(night, **OTHER).outdated == 3
    summary = again(night, **OTHER, concurrency=1)
    assert (summary.digested, summary.waiting, summary.problems) == (3, 0, ())
    assert asked(night) == ["2605.80001", "2605.80002", "2605.80003"]
    assert models(night) == ["claude-opus-5-5"] * 3
    assert again(night, **OTHER) == Summary()


def test_another_prompt_is_a_reason(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "VERSION", "another")
    assert again(night).digested == 3
    assert again(night) == Summary()


def test_another_language_is_a_reason(night: Night) -> None:
    assert again(night, second_language="de").digested == 3
    assert planned(night, second_language="de").papers == 0


def test_another_text_is_a_reason(night: Night) -> None:
    paper = night.papers["2605.80002"]
    night.store.write_paper(replace(paper, title="A better bound"))
    assert again(night).digested == 1
    assert asked(night) == ["2605.80002"]
    assert again(night) == Summary()


def test_an_answer_of_the_fallback_model_is_up_to_date(night: Night) -> None:
    turned: dict[str, Any] = {"model": "claude-opus-5-5", "fallback_model": "claude-haiku-5-5"}
    assert planned(night, **turned).papers == 0


def test_samples_and_digests_by_hand_are_left_alone(night: Night) -> None:
    night.store.write_paper(digested("2605.80004", provenance=None))
    night.store.write_paper(digested("2605.80005", sample=True))
    night.store.write_paper(digested("2605.80006", status=Status.WITHDRAWN))
    assert planned(night, **OTHER).papers == 3


@pytest.mark.parametrize("status", [Status.REFUSED, Status.REJECTED])
def test_what_failed_in_another_language_is_asked_for(night: Night, status: Status) -> None:
    made = replace(provenance(), language="de")
    night.store.write_paper(pending("2605.80004", status=status, provenance=made))
    assert planned(night, Choice()).papers == 0
    assert planned(night).papers == 1


def test_since_leaves_earlier_days_alone(night: Night) -> None:
    choice = Choice(outdated=True, since=DAY + timedelta(days=1))
    found = planned(night, choice, **OTHER)
    assert (found.papers, found.first) == (2, DAY + timedelta(days=1))
    assert again(night, choice, **OTHER).digested == 2
    assert set(asked(night)) == set(LATER)
    assert planned(night, Choice(since=DAY + timedelta(days=3))).papers == 0


def test_max_cost_bounds_the_estimate(night: Night) -> None:
    night.messages.faults.plan(billed())
    choice = Choice(outdated=True, max_cost=0.25)
    found = planned(night, choice, **OTHER | PRICED)
    assert (found.papers, found.budget.held) == (2, 1)
    assert found.cost == pytest.approx(0.2)
    assert found.text.endswith("\n1 papers wait: --max-cost of US$ 0.25 is reached")
    summary = again(night, choice, **OTHER | PRICED)
    assert (summary.digested, summary.waiting, summary.problems) == (2, 1, ())
    assert set(asked(night)) == set(LATER)
    assert again(night, choice, **OTHER | PRICED).digested == 1  # a bound of each run


def test_max_cost_bounds_what_it_really_costs(night: Night) -> None:
    night.messages.faults.plan(billed(3_000))
    choice = Choice(outdated=True, max_cost=0.35)
    summary = again(night, choice, **OTHER | PRICED, concurrency=1)
    assert (summary.digested, summary.waiting) == (1, 2)
    assert summary.cost == pytest.approx(0.3)


def test_a_budget_holds_here_too(night: Night) -> None:
    night.messages.faults.plan(billed())
    spent = sum(each.provenance.cost or 0 for each in journal.read(night.store))
    summary = again(night, **OTHER | PRICED, budget_per_day=spent + 0.1)
    assert (summary.digested, summary.waiting) == (1, 2)
    assert "a day is reached" in summary.notes[0]


@pytest.mark.parametrize(
    ("fault", "status"),
    [(messages.refusal(), Status.REFUSED), (messages.wrong_language(), Status.REJECTED)],
    ids=settings.fault_name,
)
def test_an_answer_that_is_none_takes_no_digest_away(
    night: Night, fault: messages.Fault, status: Status
) -> None:
    before = night.papers["2605.80002"]
    night.messages.faults.plan(fault, "2605.80002")
    summary = again(night, **OTHER)
    assert (summary.digested, summary.without_digest, summary.waiting) == (2, 1, 0)
    assert night.papers["2605.80002"] == before
    told = [each for each in journal.read(night.store) if each.status is status]
    assert len(told) == (1 if status is Status.REFUSED else 2)
    for each in told:
        assert (each.paper, each.provenance.model) == ("2605.80002", "claude-opus-5-5")
    asked_so_far = len(asked(night))
    assert again(night, **OTHER) == Summary()  # it has been paid for
    assert len(asked(night)) == asked_so_far
    night.messages.faults.clear()
    assert again(night, model="claude-sonnet-5-5").digested == 3


def test_no_answer_at_all_leaves_it_to_the_next_run(night: Night) -> None:
    night.messages.faults.plan(messages.null_content(), "2605.80002")
    before = night.papers["2605.80002"]
    summary = again(night, **OTHER)
    assert (summary.digested, summary.waiting, len(summary.problems)) == (2, 1, 1)
    assert night.papers["2605.80002"] == before
    night.messages.faults.clear()
    assert again(night, **OTHER).digested == 1


def test_a_digest_that_went_with_a_model_comes_back_with_it(night: Night) -> None:
    again(night, **OTHER)
    assert again(night).digested == 3
    assert models(night) == ["claude-haiku-5-5"] * 3


def test_what_waits_is_digested_without_asking_arxiv(night: Night) -> None:
    night.store.write_paper(pending("2605.80009"))
    assert again(night, Choice()).digested == 1
    assert night.arxiv.requests == ()


def test_another_run_at_work_is_named(night: Night) -> None:
    with exclusive(night.store), pytest.raises(BusyError):
        again(night)
    assert planned(night).papers == 0  # which only reads


def test_a_run_that_was_killed_goes_on_where_it_was(night: Night) -> None:
    reached = threading.Event()
    night.messages.faults.plan(held(reached), "2605.80002")
    file = str(night.configure(**OTHER, concurrency=1))
    arguments = command("-f", file, "digest", "--outdated", "--yes")
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        assert reached.wait(120)
        run.send_signal(signal.SIGKILL)
        run.wait(60)
    night.messages.faults.clear()
    assert sorted(models(night)) == ["claude-haiku-5-5"] * 2 + ["claude-opus-5-5"]
    assert all(paper.status is Status.DIGESTED for paper in night.papers.values())
    assert again(night, **OTHER).digested == 2
    assert night.messages.counts["2605.80001"] == 2


def test_a_plan_tells_what_it_takes(night: Night) -> None:
    found = planned(night, **OTHER | PRICED)
    assert found.text == (
        f"3 papers to digest for about US$ 0.30, 3 of them anew, announced from {DAY} on"
    )
    assert planned(night).text == "0 papers to digest for about US$ 0.00, 0 of them anew"


def test_a_page_without_a_digest_takes_the_answer_as_ever(night: Night) -> None:
    night.messages.faults.plan(messages.refusal(), "2605.80009")
    night.store.write_paper(pending("2605.80009"))
    again(night, Choice())
    paper: Paper = night.papers["2605.80009"]
    assert (paper.status, paper.digest) == (Status.REFUSED, None)
