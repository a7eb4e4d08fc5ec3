"""Overviews of a topic's day over whole runs: made once, paid once, whatever goes wrong."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.cli import main
from paperglot.model import Day, Overview, Paper, Status
from paperglot.night.choice import Choice
from paperglot.night.forecast import forecast
from paperglot.night.redigest import redigest
from paperglot.store import journal
from paperglot.store.files import Archive, Store
from tests import nights
from tests.billing import PRICED, billed
from tests.filing import damage
from tests.nights import DAY, Night, command, tree
from tests.samples import digested, pending, provenance
from tests.standins import messages
from tests.standins.dialogue import Asked, Json
from tests.standins.faults import held
from tests.standins.messages import Fault, invent

HERE: dict[str, Any] = {"overviews": True}
ALL = f"{DAY}/all"


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def the_overview(night: Night) -> Overview:
    [found] = night.store.overviews(DAY)
    return found


def requests(night: Night, name: str = ALL) -> int:
    return night.messages.counts[name]


def saying(**changes: Any) -> Fault:
    """Answer well, but for some fields of the first statement."""

    def answer(asked: Asked) -> Json:
        first, *others = invent(asked)["statements"]
        return {"statements": [first | changes, *others]}

    return messages.answering(answer)


def put(night: Night, paper: Paper) -> None:
    """Put a paper into the store and onto the page of its day."""
    night.store.write_paper(paper)
    record = night.store.day(paper.announced) or Day(paper.announced)
    night.store.write_day(replace(record, kept=(*record.kept, paper.id)))


def late(number: int = 1, **changes: Any) -> Paper:
    """Return a paper of the invented day's topic that came with its digest."""
    changes = {"topics": ("all",), "announced": DAY} | changes
    return digested(f"2605.7000{number}", **changes)


def test_a_topic_s_day_gets_an_overview_that_names_its_papers(night: Night) -> None:
    summary = night.run(**HERE)
    assert (summary.digested, summary.overviews, summary.problems) == (11, 1, ())
    assert summary.block.endswith("0 waiting for a digest, 1 overviews")
    found = the_overview(night)
    assert (found.status, found.topic, found.papers, found.reason) == (
        Status.DIGESTED,
        "all",
        11,
        None,
    )
    assert 2 <= len(found.statements) <= 3
    for statement in found.statements:
        [paper] = statement.papers
        digest = night.papers[paper].digest
        assert digest is not None
        assert digest.tldr.english in statement.text.english
    assert found.provenance.input_tokens > 500
    assert found.provenance.cost is not None
    known = [each for each in journal.read(night.store) if each.is_overview]
    assert [(each.paper, each.status) for each in known] == [(ALL, Status.DIGESTED)]
    papers = sum(p.provenance.cost or 0 for p in night.papers.values() if p.provenance)
    assert summary.cost == pytest.approx(papers + found.provenance.cost)


def test_a_second_run_asks_nothing_and_changes_nothing(night: Night) -> None:
    night.run(**HERE)
    before = tree(night.root)
    assert night.run(**HERE).overviews == 0
    assert night.messages.counts.total() == 12
    assert tree(night.root) == before


def test_with_the_option_off_nothing_is_asked(night: Night) -> None:
    night.run()
    assert night.store.overviews(DAY) == ()
    assert night.messages.counts.total() == 11


@pytest.mark.parametrize(("least", "made"), [(11, 1), (12, 0)])
def test_a_topic_with_fewer_papers_has_none(night: Night, least: int, made: int) -> None:
    assert night.run(**HERE, overview_from=least).overviews == made
    assert requests(night) == made


def test_switched_on_later_only_days_near_the_latest_are_asked_for(night: Night) -> None:
    for number in range(9):
        day = DAY - timedelta(days=number // 3 + 2)  # two, three and four days before
        put(night, late(number, announced=day))
    night.run()
    assert night.run(**HERE, overview_from=3).overviews == 3
    overviews = {name for name in night.messages.counts if name.endswith("/all")}
    assert overviews == {ALL, "2026-05-10/all", "2026-05-09/all"}


def test_a_late_paper_makes_one_new_request(night: Night) -> None:
    night.run(**HERE)
    put(night, late())
    assert night.run(**HERE).overviews == 1
    assert night.run(**HERE).overviews == 0
    assert (requests(night), the_overview(night).papers) == (2, 12)


def test_a_correction_by_hand_stays(night: Night) -> None:
    night.run(**HERE)
    path = night.store.overviews_path(DAY)
    first = the_overview(night).statements[0].text
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(first.translated, "由手改写。"), encoding="utf-8")
    for paper in night.papers.values():
        assert paper.digest is not None
        tldr = replace(paper.digest.tldr, english="Written by hand.")
        night.store.write_paper(replace(paper, digest=replace(paper.digest, tldr=tldr)))
    night.run(**HERE)
    assert requests(night) == 1
    assert the_overview(night).statements[0].text == replace(first, translated="由手改写。")


def test_papers_that_wait_are_waited_for_on_the_latest_day_alone(night: Night) -> None:
    down = messages.api_error(500, headers={"x-should-retry": "false"})
    night.messages.faults.plan(down, 11)
    assert night.run(**HERE).overviews == 0
    assert requests(night) == 0
    [waiting] = [paper for paper in night.papers.values() if paper.status is Status.PENDING]
    night.messages.faults.plan(down, waiting.id)
    put(night, late(announced=DAY + timedelta(days=1)))
    assert night.run(**HERE).overviews == 1
    assert the_overview(night).papers == 10
    night.messages.faults.clear()
    assert night.run(**HERE).overviews == 1
    assert the_overview(night).papers == 11


@pytest.mark.parametrize(
    ("fault", "asked", "status", "reason"),
    [
        (messages.refusal("bio"), 1, Status.REFUSED, "refused by the model: bio"),
        (messages.cut_answer(), 2, Status.REJECTED, "the answer was cut off at 4000 tokens"),
        (messages.wrong_language(), 2, Status.REJECTED, "language: 0% of the letters in"),
        (saying(papers=[12]), 2, Status.REJECTED, "evidence: paper 12 of a day of 11"),
        (saying(papers=[]), 2, Status.REJECTED, "evidence: a statement names no paper"),
        (saying(text_en="See https://x.example/a for more of it."), 2, Status.REJECTED,
         "addresses: https://x.example/a is not in the papers that it names"),
        (messages.off_schema(), 2, Status.REJECTED, "answer: statements: Field required"),
    ],
)  # fmt: skip
def test_an_answer_that_fails_leaves_a_tombstone_and_is_not_asked_for_again(
    night: Night, fault: Fault, asked: int, status: Status, reason: str
) -> None:
    night.messages.faults.plan(fault, ALL)
    summary = night.run(**HERE)
    assert (summary.overviews, summary.problems) == (0, ())
    found = the_overview(night)
    assert (found.status, found.statements) == (status, ())
    assert reason in (found.reason or "")
    assert requests(night) == asked
    night.messages.faults.clear()
    assert night.run(**HERE).overviews == 0
    assert requests(night) == asked
    assert night.run(**HERE, model="claude-opus-5-5").overviews == 1
    assert the_overview(night).provenance.model == "claude-opus-5-5"


def test_a_second_answer_that_passes_is_the_one_that_counts(night: Night) -> None:
    night.messages.faults.plan([saying(papers=[12])], ALL)
    assert night.run(**HERE).overviews == 1
    first, second = night.messages.requests_for(ALL)
    told = second.body["messages"][-1]["content"]
    assert "- evidence: paper 12 of a day of 11" in told
    assert second.body["messages"][:1] == first.body["messages"]
    alone = the_overview(night).provenance.input_tokens
    assert alone > 2 * 500
    assert the_overview(night).statements[0].papers != ()


def test_an_answer_that_fails_takes_no_overview_away(night: Night) -> None:
    night.run(**HERE)
    before = the_overview(night)
    put(night, late())
    night.messages.faults.plan(messages.refusal(), ALL)
    for _ in range(2):
        assert night.run(**HERE).overviews == 0
    assert the_overview(night) == before
    assert requests(night) == 2


def test_a_digest_that_was_not_made_anew_is_no_change(night: Night) -> None:
    night.run(**HERE)
    one, *_ = night.papers
    night.messages.faults.plan(messages.refusal(), one)
    chosen = night.settings(**HERE, model="claude-opus-5-5")
    summary = redigest(chosen, Choice(outdated=True))
    assert (summary.digested, summary.without_digest, summary.overviews) == (10, 1, 0)
    assert night.run(**HERE, model="claude-opus-5-5").overviews == 0
    assert requests(night) == 1


def test_no_answer_is_a_problem_and_the_next_run_asks_again(night: Night) -> None:
    night.messages.faults.plan(messages.null_content(), ALL)
    summary = night.run(**HERE)
    assert summary.problems == (f"without an overview: {ALL}: the endpoint's answer is no message",)
    assert (summary.digested, summary.overviews) == (11, 0)
    night.messages.faults.clear()
    assert night.run(**HERE).overviews == 1


def test_an_endpoint_that_refuses_everything_is_asked_no_more(night: Night) -> None:
    for number in range(9):
        put(night, late(number, announced=DAY - timedelta(days=number // 3)))
    for number in range(3):
        night.messages.faults.plan(messages.api_error(401), f"{DAY - timedelta(number)}/all")
    summary = night.run(**HERE, overview_from=3, concurrency=1)
    assert [name for name in night.messages.counts if name.endswith("/all")] == [ALL]
    assert len(summary.problems) == 2
    assert "HTTP 401" in summary.problems[0]
    assert summary.problems[1].startswith(
        "without an overview: 2026-05-11/all and 1 more: not asked"
    )


def test_without_a_key_digests_and_overviews_wait(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.run()
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    [problem] = night.run(**HERE).problems
    assert problem == "no ANTHROPIC_API_KEY is set, so no digest was asked for; 1 overviews wait"


def test_what_the_budget_has_no_room_for_waits_and_says_so(night: Night) -> None:
    night.messages.faults.plan(billed())
    priced = HERE | PRICED | {"budget_per_day": 1.1}
    summary = night.run(**priced)
    assert (summary.digested, summary.overviews, summary.problems) == (11, 0, ())
    assert summary.notes == ("1 overviews wait: the budget of US$ 1.1 a day is reached",)
    assert requests(night) == 0
    assert night.run(**priced | {"budget_per_day": 1.3}).overviews == 1
    assert night.run(**priced | {"budget_per_day": 1.3}).notes == ()
    night.store.write_paper(pending("2605.79999", announced=DAY, topics=()))
    assert night.run(**priced | {"budget_per_day": 1.25}).digested == 0  # an overview is spent too


def test_an_overview_says_nothing_of_what_a_paper_costs(night: Night) -> None:
    night.messages.faults.plan(billed())
    night.messages.faults.plan(billed(900_000), ALL)
    night.run(**HERE | PRICED)
    for number in range(10):
        night.store.write_paper(pending(f"2605.7000{number}", announced=DAY))
        journal.record(night.store, late(number, provenance=replace(provenance(), cost=0.1)))
    assert forecast(night.settings(**PRICED)).cost == pytest.approx(1.0)


def test_a_forecast_counts_the_overviews_of_what_waits(night: Night) -> None:
    for number in range(5):
        night.store.write_paper(pending(f"2605.7000{number}", announced=DAY, topics=("all",)))
    found = forecast(night.settings(**HERE | PRICED))
    assert found.overviews == 1
    assert found.overviews_cost == pytest.approx(0.04)
    assert "overviews to ask for: 1 for about US$ 0.04\n" in found.text
    assert forecast(night.settings(**HERE, model="another")).overviews_cost is None
    assert forecast(night.settings()).overviews == 0


def test_the_status_names_an_overview_that_was_refused(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night.messages.faults.plan(messages.refusal("bio"), ALL)
    file = str(night.configure(**HERE))
    night.run(**HERE)
    assert main(["-f", file, "status"]) == 0
    out = capsys.readouterr().out
    assert f"without a digest:\n  {ALL} refused: refused by the model: bio\n" in out
    assert "for 12 answers" in out


def test_a_damaged_page_is_left_alone_and_nothing_is_paid_for_it(night: Night) -> None:
    path = night.store.overviews_path(DAY)
    before = damage(path)
    summary = night.run(**HERE)
    assert len(summary.problems) == 1
    assert str(path) in summary.problems[0]
    assert (requests(night), path.read_bytes()) == (0, before)


def test_a_page_that_is_damaged_meanwhile_is_left_alone(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Store.write_overview

    def spoil(store: Store, overview: Overview) -> bool:
        damage(store.overviews_path(DAY))
        return write(store, overview)

    monkeypatch.setattr(Store, "write_overview", spoil)
    summary = night.run(**HERE)
    assert "an overview has no page; it is in the journal only" in summary.problems[0]


def test_a_run_that_is_killed_loses_no_overview_that_arrived(night: Night) -> None:
    earlier = DAY - timedelta(days=1)
    for number in range(3):
        put(night, late(number, announced=earlier))
    asked = threading.Event()
    night.messages.faults.plan(held(asked), f"{earlier}/all")
    file = night.configure(**HERE, overview_from=3, concurrency=1)
    with subprocess.Popen(command("-f", str(file), "update"), stderr=subprocess.DEVNULL) as run:
        assert asked.wait(120)
        run.send_signal(signal.SIGKILL)
        run.wait(60)
    arrived = the_overview(night)
    night.messages.faults.clear()
    assert night.run(**HERE, overview_from=3).overviews == 1
    assert the_overview(night) == arrived
    assert (requests(night), requests(night, f"{earlier}/all")) == (1, 2)


def test_an_overview_that_only_its_page_knows_is_spent_and_not_asked_for_again(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        problem = "No space left on device"
        raise OSError(problem)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "record_overview", fail)
        with pytest.raises(OSError, match="No space left"):
            night.run(**HERE)
    assert the_overview(night).statements
    night.run(**HERE)
    assert requests(night) == 1
    [known] = [each for each in journal.read(night.store) if each.is_overview]
    assert known.provenance == the_overview(night).provenance
    night.run(**HERE)
    assert len([each for each in journal.read(night.store) if each.is_overview]) == 1


def test_samples_get_no_overview(night: Night) -> None:
    papers = tuple(late(number, sample=True) for number in range(6))
    for paper in papers:
        night.store.write_paper(paper)
    assert forecast(night.settings(**HERE)).overviews == 0
    assert Archive(papers, ()).published().overviews == ()
