"""What arXiv's API adds to the papers of a night, and a night on which it gives nothing."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperglot.model import LinkKind, Status
from paperglot.store import journal
from tests import nights
from tests.nights import DAY, Night, noon
from tests.standins import arxiv
from tests.standins.faults import Fault
from tests.standins.feeds import Item, document
from tests.standins.server import Request, Response

PAPER, OTHER = "2605.80010", "2605.80020"
ITEMS = [Item(id=PAPER, creator="J. M{\\'e}tier (Uni A), Bo Muster"), Item(id=OTHER)]
LATER = DAY + timedelta(days=1)
NEW = [Item(id=f"2605.8{number:04}") for number in (100, 200)]
"""Without new papers, a batch of replacements would be stale."""


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        publish(opened, ITEMS)
        yield opened


def publish(night: Night, items: list[Item], day: date = DAY) -> None:
    night.arxiv.publish({name: document(name, day, items) for name in nights.CATEGORIES})


def test_a_paper_gets_comment_dates_authors_and_links(night: Night) -> None:
    record = night.arxiv.records.change(
        PAPER,
        authors=("Jean Métier", "Bo Muster"),
        comment="8 pages; code at https://github.com/ada-example/tight",
    )
    summary = night.run()
    assert (summary.enriched, summary.problems, summary.notes) == (2, (), ())
    paper = night.papers[PAPER]
    assert [author.name for author in paper.authors] == ["Jean Métier", "Bo Muster"]
    assert paper.comment == record.comment
    assert (paper.submitted, paper.revised) == (record.submitted.date(), record.submitted.date())
    assert [(link.kind, link.url) for link in paper.links] == [
        (LinkKind.CODE, "https://github.com/ada-example/tight")
    ]
    assert paper.status is Status.DIGESTED


def test_only_kept_papers_are_asked_for_and_each_once(night: Night) -> None:
    vision = {"id": "vision", "title": {"en": "Vision"}, "words": ["vision"]}
    publish(night, [*ITEMS, Item(id="2605.80030", title="Computer vision of nobody")])
    night.run(topics=[vision])
    [request] = night.arxiv.requests_of("api")
    assert request.parameters["id_list"] == "2605.80030"
    assert request.headers["accept"].startswith("application/atom+xml")
    night.run(topics=[vision])
    assert len(night.arxiv.requests_of("api")) == 1


def test_a_hundred_papers_are_asked_for_at_once(night: Night) -> None:
    publish(night, [Item(id=f"2605.{number:05}") for number in range(1, 204)])
    night.run(now=noon(DAY))
    asked = [request.parameters for request in night.arxiv.requests_of("api")]
    assert [len(each["id_list"].split(",")) for each in asked] == [100, 100, 3]
    assert [each["max_results"] for each in asked] == ["100", "100", "3"]
    assert all(paper.revised for paper in night.papers.values())
    assert night.arxiv.connections == 1


@pytest.mark.parametrize(
    "fault", [arxiv.status(429), arxiv.status(406), arxiv.status(503), arxiv.rate_page(),
              arxiv.half(), arxiv.reset(), arxiv.empty()], ids=lambda fault: fault.name,
)  # fmt: skip
def test_a_day_is_published_without_the_details_and_the_next_run_asks_again(
    night: Night, fault: Fault
) -> None:
    night.arxiv.faults.plan(fault, "api")
    summary = night.run()
    assert (summary.new, summary.digested, summary.enriched) == (2, 2, 0)
    assert summary.problems == ()
    assert len(summary.notes) == 1
    assert "2 papers without their details" in summary.notes[0]
    night.arxiv.faults.plan([], "api")
    summary = night.run()
    assert (summary.enriched, summary.digested, summary.notes) == (2, 0, ())
    assert night.messages.counts.total() == 2


def test_a_limit_that_passes_is_waited_for(night: Night) -> None:
    night.arxiv.faults.plan([arxiv.status(429, retry_after="0"), arxiv.status(503)], "api")
    summary = night.run(api_patience=0)
    assert summary.enriched == 0
    night.arxiv.faults.plan([arxiv.status(429, retry_after="0")], "api")
    assert night.run(api_patience=5).enriched == 2


def test_a_paper_that_the_api_does_not_know_yet_is_asked_for_again_for_a_week(
    night: Night,
) -> None:
    night.arxiv.records.remove(OTHER)
    night.run()
    asked = len(night.arxiv.requests_of("api"))
    for number in (1, 7, 8, 9):
        day = DAY + timedelta(days=number)
        publish(night, [], day)
        night.run(noon(day))
    later = night.arxiv.requests_of("api")[asked:]
    assert [request.parameters["id_list"] for request in later] == [OTHER, OTHER]


def test_a_withdrawn_paper_is_not_digested_and_leaves_the_lists(night: Night) -> None:
    notice = "This paper has been withdrawn by its invented author due to an error in Section 2"
    night.arxiv.records.change(PAPER, comment=notice)
    summary = night.run()
    assert (summary.withdrawn, summary.digested) == (1, 1)
    paper = night.papers[PAPER]
    assert (paper.status, paper.reason, paper.digest) == (Status.WITHDRAWN, notice, None)
    assert PAPER not in night.messages.counts


def test_a_later_withdrawal_keeps_what_was_paid_for(night: Night) -> None:
    night.run()
    replaced = replace(ITEMS[0], announce_type="replace", version=2)
    publish(night, [*NEW, replaced], LATER)
    night.arxiv.records.change(PAPER, version=2, comment="Withdrawn: Lemma 1 is wrong")
    summary = night.run(noon(LATER))
    assert (summary.revised, summary.withdrawn, summary.digested) == (1, 1, 2)
    paper = night.papers[PAPER]
    assert paper.status is Status.WITHDRAWN
    assert paper.digest is not None
    assert paper.updated == LATER
    assert night.day(LATER).replacements == (PAPER,)


def test_a_withdrawn_paper_comes_back_with_a_new_version(night: Night) -> None:
    night.arxiv.records.change(PAPER, comment="This paper has been withdrawn")
    night.run()
    replaced = replace(ITEMS[0], announce_type="replace", version=2)
    publish(night, [*NEW, replaced], LATER)
    night.arxiv.records.change(PAPER, version=2, comment="Corrected; 9 pages")
    night.run(noon(LATER))
    paper = night.papers[PAPER]
    assert (paper.status, paper.reason) == (Status.DIGESTED, None)
    assert paper.comment == "Corrected; 9 pages"


def test_a_new_version_s_details_are_asked_for_again(night: Night) -> None:
    night.run()
    replaced = replace(ITEMS[0], announce_type="replace", version=2)
    publish(night, [*NEW, replaced], LATER)
    night.arxiv.records.change(PAPER, version=2, comment="Accepted at a made-up conference")
    night.run(noon(LATER))
    [*_, last] = night.arxiv.requests_of("api")
    assert set(last.parameters["id_list"].split(",")) == {PAPER, *(item.id for item in NEW)}
    paper = night.papers[PAPER]
    assert (paper.version, paper.comment) == (2, "Accepted at a made-up conference")


def test_the_journal_keeps_the_digests_of_both_versions(night: Night) -> None:
    night.run()
    before = night.papers[PAPER].provenance
    again = replace(
        ITEMS[0], announce_type="replace", version=2, abstract="We invent more. It is 2 % better."
    )
    publish(night, [*NEW, again], LATER)
    assert night.run(noon(LATER)).digested == 3
    after = night.papers[PAPER].provenance
    assert before is not None
    assert after is not None
    assert before.source != after.source
    answers = [answer for answer in journal.read(night.store) if answer.paper == PAPER]
    assert [(answer.version, answer.provenance) for answer in answers] == [(1, before), (2, after)]


def test_an_edit_made_while_the_digest_is_under_way_is_kept(night: Night) -> None:
    def edit(_: Request, good: Response) -> Response:
        path = night.store.paper_path(PAPER)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: '", "title: 'Corrected by hand; "), encoding="utf-8")
        edited.set()
        return good

    edited = threading.Event()
    night.messages.faults.plan([Fault("edit", edit)], PAPER)
    night.run()
    assert edited.is_set()
    paper = night.papers[PAPER]
    assert paper.title.startswith("Corrected by hand; ")
    assert paper.status is Status.DIGESTED


def test_a_page_that_is_damaged_while_its_digest_is_under_way_is_left_alone(night: Night) -> None:
    def damage(_: Request, good: Response) -> Response:
        night.store.paper_path(PAPER).write_text("---\nid: broken\n", encoding="utf-8")
        return good

    night.messages.faults.plan([Fault("damage", damage)], PAPER)
    summary = night.run()
    assert [problem for problem in summary.problems if "its digest is in the journal" in problem]
    assert night.store.paper_path(PAPER).read_text(encoding="utf-8") == "---\nid: broken\n"
    assert PAPER in {answer.paper for answer in journal.read(night.store)}
