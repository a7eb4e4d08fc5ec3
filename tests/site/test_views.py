from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import Day, Failure, Paper, Status
from paperglot.site.arithmetic import Count, count
from paperglot.site.completeness import Quiet
from paperglot.site.views import (
    ArchiveView,
    DayView,
    Group,
    MonthView,
    PaperView,
    TopicDayView,
    TopicsView,
    TopicView,
    Update,
)
from tests import strategies
from tests.samples import DAY, digested, pending
from tests.site.examples import LLM, PAPERS, catalogue

FIRST, SECOND, THIRD = "2613.00010", "2613.00020", "2613.00031"
_without_duplicates = st.lists(PAPERS, max_size=4, unique_by=lambda paper: paper.id)


def _day_view(*papers: Paper, record: Day | None = None) -> DayView[Paper]:
    return DayView(DAY, record, (Group(LLM, papers),), None, None, ((LLM, len(papers)),))


def _sum(counted: Count) -> int:
    return sum(number for _name, number in counted.terms)


def test_a_day_on_which_everything_happened_adds_up() -> None:
    day = Day(
        DAY,
        kept=(FIRST, SECOND, THIRD, "2613.00040", "2613.00052", "2613.00060"),
        outside=("2613.90010", "2613.90020"),
        replacements=("2613.80010",),
        repeated=("2612.00010",),
        failures=(Failure("2613.90030", "it has no abstract"),),
    )
    papers = [
        digested(FIRST),
        pending(SECOND),
        pending(THIRD, status=Status.REFUSED),
        pending("2613.00040", status=Status.REJECTED),
        digested("2613.00052", status=Status.WITHDRAWN),
        digested("2613.00077"),
    ]
    counted = count(day, papers)
    assert counted == Count(
        announced=12, shown=2, outside=2, replacements=1, repeated=1, waiting=1, failed=3,
        withdrawn=1, lost=1,
    )  # fmt: skip
    assert _sum(counted) == counted.announced


@given(strategies.announcement_days, _without_duplicates, st.sets(st.integers(0, 3)))
def test_every_day_adds_up(day: Day, papers: list[Paper], recorded: set[int]) -> None:
    """Whatever of the papers on the page the record knows, and whatever it knows beside them."""
    known = [paper.id for number, paper in enumerate(papers) if number in recorded]
    counted = count(replace(day, kept=tuple({*day.kept, *known})), papers)
    assert _sum(counted) == counted.announced


def test_a_paper_that_a_record_names_twice_is_announced_once() -> None:
    """Two branches that both added a day's line merge into a record with the line twice."""
    counted = count(Day(DAY, kept=(FIRST, FIRST)), [digested(FIRST)])
    assert _sum(counted) == counted.announced == 1


def test_a_sum_names_what_is_shown_and_nothing_else_that_is_zero() -> None:
    assert count(Day(DAY), []).terms == [("shown", 0)]
    assert count(Day(DAY, outside=(FIRST,)), []).terms == [("shown", 0), ("outside", 1)]


def test_a_day_without_a_record_has_no_sum() -> None:
    assert _day_view(digested()).count is None


def test_failures_are_those_of_the_record_and_of_papers_without_a_digest() -> None:
    broken = Failure("2613.90030", "it has no abstract")
    papers = [
        digested(FIRST),
        pending(SECOND, status=Status.REFUSED, reason="safety"),
        pending(THIRD, status=Status.REJECTED),
        digested("2613.00040", status=Status.WITHDRAWN, reason="an error in a proof"),
    ]
    refused = [Failure(SECOND, "safety"), Failure(THIRD, "")]
    assert _day_view(*papers, record=Day(DAY, failures=(broken,))).failures == [broken, *refused]
    assert _day_view(*papers).failures == refused


def test_the_papers_of_a_day_are_those_of_its_groups_in_their_order() -> None:
    first, second = digested(FIRST), digested(SECOND)
    groups = (Group(LLM, (second,)), Group(None, (first,)))
    assert DayView(DAY, None, groups, None, None, ()).papers == [second, first]


def test_a_day_is_quiet_where_it_has_no_papers_to_show() -> None:
    withdrawn = digested(status=Status.WITHDRAWN)
    alone = DayView(DAY, Day(DAY), (), None, None, (), withdrawn=(withdrawn,))
    assert _day_view(digested(), record=Day(DAY)).quiet is None
    assert DayView(DAY, Day(DAY), (), None, None, ()).quiet is Quiet.UNMATCHED
    assert alone.quiet is Quiet.NOT_SHOWN
    updated = (Update(withdrawn, is_latest=True),)
    assert DayView(DAY, None, (), None, None, (), updated).quiet is Quiet.NOT_SHOWN


def test_withdrawn_papers_stay_in_the_sum_of_their_day() -> None:
    withdrawn = digested(SECOND, status=Status.WITHDRAWN)
    groups = (Group(LLM, (digested(FIRST),)),)
    record = Day(DAY, kept=(FIRST, SECOND), failures=(Failure(SECOND, "it was damaged"),))
    view = DayView(DAY, record, groups, None, None, (), withdrawn=(withdrawn,))
    assert view.count is not None
    assert view.count.terms == [("shown", 1), ("withdrawn_count", 1)]
    assert _sum(view.count) == view.count.announced == 2
    assert view.failures == []


@pytest.mark.parametrize(
    ("view", "url"),
    [
        (_day_view(), "2026/03/03/"),
        (TopicDayView(DAY, LLM, (), None, None, ()), "2026/03/03/llm/"),
        (TopicView(LLM, (), 0), "topics/llm/"),
        (TopicsView(()), "topics/"),
        (MonthView(DAY.replace(day=1), (), None, None), "2026/03/"),
        (ArchiveView(()), "archive/"),
        (PaperView(pending(FIRST), ()), "papers/2613.00010/"),
        (PaperView(pending("cs/9913007"), ()), "papers/cs-9913007/"),
        (PaperView(pending("math.GT/0309136"), ()), "papers/math.GT-0309136/"),
    ],
)
def test_each_view_has_its_address(view: DayView[Paper], url: str) -> None:
    assert view.url == url


def test_a_topic_day_knows_the_address_of_the_same_topic_on_another_day() -> None:
    view: TopicDayView[Paper] = TopicDayView(DAY, LLM, (), None, None, ())
    assert view.address_on(date(2026, 2, 27)) == "2026/02/27/llm/"


def test_a_topic_counts_the_papers_that_it_shows() -> None:
    papers = (digested(FIRST), digested(SECOND))
    assert TopicView(LLM, ((DAY, papers), (DAY, papers[:1])), 9).shown == 3


@given(st.lists(strategies.identifiers, unique=True, max_size=8))
def test_two_papers_never_share_an_address(identifiers: list[str]) -> None:
    views = [view for view in catalogue(map(pending, identifiers)) if isinstance(view, PaperView)]
    assert len({view.url for view in views}) == len(identifiers)
