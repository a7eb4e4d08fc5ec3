"""Days that were missed, filled through arXiv's API."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperglot.errors import RefusedError
from paperglot.model import AnnounceType, CategoryReport, CategoryState, Day, Source, Status
from paperglot.night.backfill import Gap, backfill, gaps, plan
from tests import nights
from tests.filing import damage
from tests.nights import CATEGORIES, Night, noon
from tests.standins import arxiv
from tests.standins.faults import Fault
from tests.standins.feeds import Item, document
from tests.standins.records import ApiRecord
from tests.standins.server import Request, Response

MONDAY = date(2026, 5, 11)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
FRIDAY, SUNDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=6)


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        opened.arxiv.publish({})
        for record in opened.arxiv.records.all:
            opened.arxiv.records.remove(record.id)
        yield opened


def know(night: Night, identifier: str, submitted: datetime, **changes: object) -> None:
    """Tell the API of a paper."""
    record = ApiRecord(id=identifier, submitted=submitted)
    night.arxiv.records.put(replace(record, **changes))  # type: ignore[arg-type]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time of a day in May, given as Eastern daylight time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) + timedelta(hours=4)


def test_gaps_are_the_weekdays_without_a_batch() -> None:
    def on(day: date, state: CategoryState, source: Source = Source.RSS) -> Day:
        return Day(day, categories=(CategoryReport("cs.AI", state, source=source),))

    days = [
        on(MONDAY, CategoryState.FRESH),
        on(TUESDAY, CategoryState.PARTIAL),
        on(WEDNESDAY, CategoryState.STALE),
        on(FRIDAY, CategoryState.EMPTY, Source.API),
    ]
    thursday = FRIDAY - timedelta(days=1)
    assert gaps(days, MONDAY, SUNDAY, ["cs.AI"]) == (
        Gap(WEDNESDAY, ("cs.AI",)),
        Gap(thursday, ("cs.AI",)),
    )
    assert gaps(days[:1], MONDAY, MONDAY, ["cs.AI", "cs.CL"]) == (Gap(MONDAY, ("cs.CL",)),)


def test_a_day_gets_what_was_submitted_while_its_batch_was_open(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 13, 59))
    know(night, "2605.80002", at(MONDAY, 14), categories=("cs.CV", "cs.AI"))
    know(night, "2605.80003", at(TUESDAY, 13, 59), categories=("cs.RO", "cs.AI"))
    know(night, "2605.80004", at(TUESDAY, 14))
    know(night, "2605.80005", at(MONDAY, 20), categories=("math.CO",))
    summary = backfill(night.settings(), TUESDAY, WEDNESDAY)
    assert (summary.new, summary.digested, summary.problems) == (3, 3, ())
    assert night.day(TUESDAY).kept == ("2605.80001",)
    assert night.day(WEDNESDAY).kept == ("2605.80002", "2605.80003")
    assert {report.source for report in night.day(TUESDAY).categories} == {Source.API}
    papers = night.papers
    assert papers["2605.80002"].announce_type is AnnounceType.NEW
    assert papers["2605.80003"].announce_type is AnnounceType.CROSS
    assert papers["2605.80001"].submitted == MONDAY
    assert papers["2605.80001"].status is Status.DIGESTED


def test_a_monday_has_the_batch_that_was_closed_on_friday(night: Night) -> None:
    thursday = MONDAY - timedelta(days=4)
    know(night, "2605.80001", at(thursday, 14))
    know(night, "2605.80002", at(thursday + timedelta(days=1), 13, 59))
    know(night, "2605.80003", at(MONDAY - timedelta(days=1), 12))
    backfill(night.settings(), MONDAY, TUESDAY)
    assert night.day(MONDAY).kept == ("2605.80001", "2605.80002")
    assert night.day(TUESDAY).kept == ("2605.80003",)


def test_a_paper_that_another_day_lists_stays_there(night: Night) -> None:
    know(night, "2605.80001", at(TUESDAY, 10))
    items = [Item(id="2605.80001")]
    night.arxiv.publish({name: document(name, FRIDAY, items) for name in CATEGORIES})
    night.run(noon(FRIDAY))
    backfill(night.settings(), WEDNESDAY, WEDNESDAY)
    assert night.papers["2605.80001"].announced == FRIDAY
    assert night.day(WEDNESDAY).announced == 0


def test_only_what_a_day_lacks_is_asked_for(night: Night) -> None:
    items = [Item(id="2605.80001", categories=("cs.CL",))]
    night.arxiv.publish({name: document(name, TUESDAY, items) for name in CATEGORIES})
    night.arxiv.faults.plan(arxiv.status(400), "cs.LG")
    night.run(noon(TUESDAY))
    know(night, "2605.80002", at(MONDAY, 10), categories=("cs.LG",))
    asked = len(night.arxiv.requests_of("api"))
    backfill(night.settings(), TUESDAY, TUESDAY)
    [request] = night.arxiv.requests_of("api")[asked:]
    assert request.parameters["search_query"].startswith("(cat:cs.LG) AND ")
    day = night.day(TUESDAY)
    assert day.kept == ("2605.80001", "2605.80002")
    assert all(report.state.has_batch for report in day.categories)


def test_a_day_of_many_papers_takes_a_request_for_each_hundred(night: Night) -> None:
    for number in range(1, 231):
        know(night, f"2605.{number:05}", at(MONDAY, 0) + timedelta(minutes=number))
    summary = backfill(night.settings(), TUESDAY, TUESDAY)
    assert summary.new == 230
    requests = night.arxiv.requests_of("api")
    assert [request.parameters["start"] for request in requests] == ["0", "100", "200"]
    assert night.arxiv.connections == 1


def test_the_plan_says_beforehand_what_it_takes_with_one_request(night: Night) -> None:
    for number in range(1, 231):
        know(night, f"2605.{number:05}", at(MONDAY, 0) + timedelta(minutes=number))
    found = plan(night.settings(), MONDAY, FRIDAY)
    assert (len(found.gaps), found.announced, found.kept) == (5, 230, 230)
    assert found.requests == 2 + 5
    assert found.cost == pytest.approx(230 * 0.0006)
    assert len(night.arxiv.requests) == 1
    assert night.papers == {}
    assert "5 days to fill: about 230 papers in 7 requests" in found.text


def test_the_plan_says_what_a_budget_has_no_room_for_today(night: Night) -> None:
    for number in range(1, 231):
        know(night, f"2605.{number:05}", at(MONDAY, 0) + timedelta(minutes=number))
    found = plan(night.settings(budget_per_day=0.06), MONDAY, FRIDAY)
    assert found.text.endswith("\n130 papers wait: the budget of US$ 0.06 a day is reached")
    assert plan(night.settings(budget_per_day=1), MONDAY, FRIDAY).note is None


def test_the_plan_takes_the_share_of_our_topics_from_the_store(night: Night) -> None:
    night.store.write_day(Day(FRIDAY, kept=("2605.00001",), outside=("2605.00002",)))
    know(night, "2605.80001", at(MONDAY, 10))
    know(night, "2605.80002", at(MONDAY, 11))
    found = plan(night.settings(), TUESDAY, TUESDAY)
    assert (found.announced, found.kept) == (2, 1)


def test_the_summary_names_every_day_that_was_asked_for(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 10))
    summary = backfill(night.settings(), MONDAY, WEDNESDAY)
    asked = {(each.day, each.category) for each in summary.asked}
    days = (MONDAY, TUESDAY, WEDNESDAY)
    assert asked == {(day, category) for day in days for category in CATEGORIES}


def test_nothing_to_fill_asks_nothing(night: Night) -> None:
    found = plan(night.settings(), SUNDAY, SUNDAY)
    assert found.gaps == ()
    assert found.text.startswith("nothing to fill")
    assert backfill(night.settings(), SUNDAY, SUNDAY).new == 0
    assert night.arxiv.requests == ()


def test_a_plan_that_arxiv_does_not_answer_is_an_error(night: Night) -> None:
    night.arxiv.faults.plan(arxiv.status(503), "api")
    with pytest.raises(RefusedError):
        plan(night.settings(), MONDAY, FRIDAY)


def test_an_interrupted_backfill_goes_on_with_the_days_that_are_left(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 10))
    know(night, "2605.80002", at(TUESDAY, 10))
    night.arxiv.faults.plan([None, arxiv.status(503)], "api")
    summary = backfill(night.settings(), TUESDAY, WEDNESDAY)
    assert summary.new == 1
    [problem] = summary.problems
    assert problem.startswith(f"{TUESDAY} and the days before it are left: ")
    assert [day.date for day in night.store.days()] == [WEDNESDAY]
    asked = len(night.arxiv.requests)
    night.arxiv.faults.clear()
    summary = backfill(night.settings(), TUESDAY, WEDNESDAY)
    assert (summary.new, summary.problems) == (1, ())
    assert [day.date for day in night.store.days()] == [TUESDAY, WEDNESDAY]
    again = night.arxiv.requests[asked:]
    assert all("20260508" in request.parameters["search_query"] for request in again)
    assert night.messages.counts.total() == 2


def test_a_day_is_filed_whole_or_not_at_all(night: Night) -> None:
    for number in range(1, 121):
        know(night, f"2605.{number:05}", at(MONDAY, 0) + timedelta(minutes=number))
    night.arxiv.faults.plan([None, arxiv.half()], "api")
    summary = backfill(night.settings(), TUESDAY, TUESDAY)
    assert len(summary.problems) == 1
    assert night.papers == {}
    assert night.store.days() == []


def test_a_withdrawn_paper_is_filled_in_as_withdrawn(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 10), comment="This paper has been withdrawn")
    summary = backfill(night.settings(), TUESDAY, TUESDAY)
    assert (summary.digested, summary.withdrawn) == (0, 1)
    assert night.papers["2605.80001"].status is Status.WITHDRAWN


def test_a_model_without_a_price_makes_the_plan_say_so(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 10))
    found = plan(night.settings(model="nobody-knows-its-price"), TUESDAY, TUESDAY)
    assert found.cost is None
    assert "at an unknown price" in found.text


def test_an_empty_page_in_the_middle_of_a_day_leaves_the_day_for_later(night: Night) -> None:
    def emptied(_: Request, good: Response) -> Response:
        return replace(good, body=good.body.partition(b"<entry>")[0] + b"</feed>\n")

    for number in range(1, 121):
        know(night, f"2605.{number:05}", at(MONDAY, 0) + timedelta(minutes=number))
    night.arxiv.faults.plan([None, Fault("emptied", emptied)], "api")
    [problem] = backfill(night.settings(), TUESDAY, TUESDAY).problems
    assert "gave nothing after 100 of 120 papers" in problem
    assert night.store.days() == []


def test_a_day_that_was_filled_before_its_feeds_were_asked_for_gets_them_too(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 10))
    backfill(night.settings(), TUESDAY, TUESDAY)
    items = [Item(id="2605.80001"), Item(id="2605.80002")]
    night.arxiv.publish({name: document(name, TUESDAY, items) for name in CATEGORIES})
    assert night.run(noon(TUESDAY)).new == 1
    day = night.day(TUESDAY)
    assert day.kept == ("2605.80001", "2605.80002")
    assert {report.source for report in day.categories} == {Source.RSS}
    assert gaps([day], TUESDAY, TUESDAY, CATEGORIES) == ()


def test_a_damaged_day_keeps_no_other_from_being_filled(night: Night) -> None:
    know(night, "2605.80001", at(MONDAY, 10))
    damage(night.store.day_path(WEDNESDAY))
    summary = backfill(night.settings(), TUESDAY, WEDNESDAY)
    assert night.day(TUESDAY).kept == ("2605.80001",)
    assert summary.digested == 1
    [problem] = summary.problems
    assert problem.endswith("; the day was left alone")
