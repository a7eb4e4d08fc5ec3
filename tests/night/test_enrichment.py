from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot.model import Author, Link, LinkKind, Paper, Record, Status
from paperglot.night.enrichment import enriched, marked_if_withdrawn, wanting
from tests import strategies
from tests.samples import DAY, digested, pending

CODE = Link(LinkKind.CODE, "https://github.com/example/x")
PROJECT = Link(LinkKind.PROJECT, "https://x.example/")
WITHDRAWN = "This paper has been withdrawn due to an error"


def record(**changes: Any) -> Record:
    """Return what the API says of the invented paper."""
    values: dict[str, Any] = {
        "id": "2613.00010",
        "version": 1,
        "title": "A bound, as the API has it",
        "abstract": "Other words.",
        "authors": (Author("Ada Example"),),
        "categories": ("math.CO",),
        "submitted": datetime(2026, 2, 27, 23, 59, 59, tzinfo=UTC),
        "revised": datetime(2026, 3, 1, 0, 0, 0, tzinfo=UTC),
    }
    return Record(**(values | changes))


def test_the_api_adds_what_the_feed_lacks_and_leaves_the_rest() -> None:
    given = record(comment="8 pages", doi=("10.1/x",), journal_reference="J. 1")
    assert enriched(digested(), given) == replace(
        digested(),
        submitted=date(2026, 2, 27),
        revised=date(2026, 3, 1),
        comment="8 pages",
        doi=("10.1/x",),
        journal_reference="J. 1",
    )


def test_what_the_api_does_not_say_stays() -> None:
    known = digested(comment="8 pages", doi=("10.1/x",), journal_reference="J. 1", links=(CODE,))
    later = enriched(known, record())
    assert later == replace(known, submitted=date(2026, 2, 27), revised=date(2026, 3, 1))


@settings(max_examples=30)
@given(strategies.papers())
def test_an_older_version_of_the_api_changes_nothing(paper: Paper) -> None:
    paper = replace(paper, version=paper.version + 1)
    older = record(version=paper.version - 1, comment=WITHDRAWN, doi=("10.1/x",))
    assert enriched(paper, older) == paper


def test_a_later_version_of_the_api_is_asked_of_it_and_changes_no_version() -> None:
    later = enriched(pending(version=2), record(version=3, comment="9 pages"))
    assert (later.version, later.comment, later.revised) == (2, "9 pages", date(2026, 3, 1))


@settings(max_examples=30)
@given(strategies.papers())
def test_title_abstract_and_digest_stay_the_feeds(paper: Paper) -> None:
    later = enriched(paper, record(version=paper.version))
    for name in ("id", "version", "title", "abstract", "categories", "announced", "digest",
                 "provenance", "licence", "sample", "topics", "updated"):  # fmt: skip
        assert getattr(later, name) == getattr(paper, name)
    assert enriched(later, record(version=paper.version)) == later


def test_affiliations_are_kept_by_name() -> None:
    known = (Author("Ada Example", "Nowhere"), Author("Bo Muster"), Author("C. Gone", "Away"))
    names = (Author("Bo Muster"), Author("Zoë New"), Author("Ada Example"))
    later = enriched(pending(authors=known), record(authors=names))
    wanted = (Author("Bo Muster"), Author("Zoë New"), Author("Ada Example", "Nowhere"))
    assert later.authors == wanted


def test_an_empty_list_of_authors_keeps_the_known_one() -> None:
    known = (Author("Ada Example", "Nowhere"),)
    assert enriched(pending(authors=known), record(authors=())).authors == known


def test_links_of_abstract_and_comment_stand_once_each() -> None:
    abstract = f"Code is at {CODE.url}."
    comment = f"Code: {CODE.url}, page: {PROJECT.url}"
    paper = pending(abstract=abstract, links=(CODE,))
    later = enriched(paper, record(comment=comment))
    assert later.links == (CODE, PROJECT)
    assert enriched(pending(abstract=abstract), record()).links == (CODE,)
    assert enriched(later, record(comment=comment)).links == (CODE, PROJECT)
    assert enriched(pending(abstract=abstract), record(comment=comment)).links == (CODE, PROJECT)


def test_a_link_that_a_hand_has_added_stays_first() -> None:
    later = enriched(pending(links=(PROJECT,)), record(comment=f"Code: {CODE.url}"))
    assert later.links == (PROJECT, CODE)


@pytest.mark.parametrize("status", [Status.PENDING, Status.REFUSED, Status.REJECTED])
def test_a_comment_that_says_so_withdraws_a_paper(status: Status) -> None:
    later = enriched(pending(status=status, reason="so"), record(comment=WITHDRAWN))
    assert (later.status, later.reason, later.comment) == (Status.WITHDRAWN, WITHDRAWN, WITHDRAWN)


def test_a_withdrawn_paper_keeps_the_digest_that_was_paid_for() -> None:
    later = marked_if_withdrawn(digested(comment=WITHDRAWN))
    wanted = digested(comment=WITHDRAWN, status=Status.WITHDRAWN, reason=WITHDRAWN)
    assert later == wanted
    assert later.digest is not None


def test_an_abstract_that_says_so_withdraws_a_paper() -> None:
    later = marked_if_withdrawn(pending(abstract=WITHDRAWN, comment="8 pages"))
    assert (later.status, later.reason) == (Status.WITHDRAWN, WITHDRAWN)


def test_the_abstract_of_the_api_withdraws_nothing() -> None:
    assert enriched(pending(), record(abstract=WITHDRAWN)).status is Status.PENDING


def test_a_paper_without_a_notice_is_left_as_it_is() -> None:
    by_hand = pending(status=Status.WITHDRAWN, reason="a letter of the authors")
    for paper in (pending(), digested(comment="8 pages"), by_hand):
        assert marked_if_withdrawn(paper) is paper


LATEST = date(2026, 3, 10)
ASKED = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("announced", "updated", "is_wanted"),
    [
        (LATEST, None, True),
        (LATEST - timedelta(days=7), None, True),
        (LATEST - timedelta(days=8), None, False),
        (LATEST - timedelta(days=800), LATEST, True),
        (LATEST - timedelta(days=800), LATEST - timedelta(days=7), True),
        (LATEST - timedelta(days=800), LATEST - timedelta(days=8), False),
    ],
)
def test_papers_of_the_last_week_are_asked_for(
    announced: date, updated: date | None, *, is_wanted: bool
) -> None:
    paper = pending(announced=announced, updated=updated)
    assert wanting([paper], LATEST) == [paper] * is_wanted


@pytest.mark.parametrize("status", Status)
def test_whatever_became_of_a_paper_it_is_asked_for_once(status: Status) -> None:
    paper = digested(status=status)
    assert wanting([paper], DAY) == [paper]
    assert wanting([replace(paper, revised=ASKED)], DAY) == []
    assert wanting([enriched(paper, record())], DAY) == []


def test_samples_are_not_asked_for() -> None:
    assert wanting([pending(sample=True)], DAY) == []


@given(st.permutations(range(6)))
def test_the_latest_papers_are_asked_for_first(order: list[int]) -> None:
    papers = [
        pending("2613.00003", announced=DAY + timedelta(days=2)),
        pending("2601.00001", announced=DAY, updated=DAY + timedelta(days=1)),
        pending("2613.00002", announced=DAY + timedelta(days=1)),
        pending("2613.00009"),
        pending("2613.00004"),
        pending("2612.00005"),
    ]
    found = wanting([papers[number] for number in order], DAY + timedelta(days=2))
    assert [paper.id for paper in found] == [
        "2613.00003", "2613.00002", "2601.00001", "2613.00009", "2613.00004", "2612.00005",
    ]  # fmt: skip
