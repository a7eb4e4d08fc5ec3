"""Feeds that stay empty, stale or broken, and the other ways to their batch."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperglot.model import AnnounceType, CategoryState, Day, Source
from paperglot.night.summary import Summary
from tests import nights
from tests.filing import damage
from tests.nights import CATEGORIES, DAY, Night, noon
from tests.standins import arxiv
from tests.standins.atom import atom_document
from tests.standins.faults import Fault
from tests.standins.feeds import Item, document
from tests.standins.listings import listing_page

NEXT = DAY + timedelta(days=1)
SATURDAY = date(2026, 5, 16)
FULL = {name: [Item(id=f"2605.1{n}001", categories=(name,))] for n, name in enumerate(CATEGORIES)}
OTHERS = {name: items for name, items in FULL.items() if name != "cs.CV"}
CV = [
    Item(id="2605.80010", categories=("cs.CV",)),
    Item(id="2605.80020", announce_type="cross", categories=("cs.RO", "cs.CV")),
    Item(id="2605.70030", announce_type="replace", version=2, categories=("cs.CV",)),
]


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def feeds(items: dict[str, list[Item]], day: date = DAY) -> dict[str, bytes]:
    """Return documents of all categories; those without items are empty."""
    return {name: document(name, day, items.get(name, [])) for name in CATEGORIES}


def state(day: Day, category: str = "cs.CV") -> CategoryState:
    return {report.category: report.state for report in day.categories}[category]


def source(day: Day, category: str = "cs.CV") -> Source:
    return {report.category: report.source for report in day.categories}[category]


def asked_elsewhere(night: Night) -> list[str]:
    """Return the requests to the fallbacks, in order."""
    kinds = ("atom", "list")
    return [f"{each.kind} {each.category}" for each in night.arxiv.requests if each.kind in kinds]


def run_on(night: Night, day: date = DAY) -> Summary:
    return night.run(noon(day))


def test_an_empty_feed_beside_full_ones_is_asked_for_once_more_in_the_same_run(
    night: Night,
) -> None:
    night.arxiv.publish(feeds(OTHERS))
    assert run_on(night).problems == ()
    assert night.asked == [*CATEGORIES, "cs.CV"]
    assert asked_elsewhere(night) == []
    assert state(night.day()) is CategoryState.EMPTY


def test_a_feed_that_was_empty_for_a_moment_completes_the_day_in_the_same_run(
    night: Night,
) -> None:
    night.arxiv.publish(feeds(FULL))
    empty = Fault("empty feed", lambda _, good: replace(good, body=document("cs.CV", DAY)))
    night.arxiv.faults.plan([empty], "cs.CV")
    summary = run_on(night)
    assert (summary.new, summary.problems) == (4, ())
    assert state(night.day()) is CategoryState.FRESH
    [cv] = [asked for asked in summary.asked if asked.category == "cs.CV"]
    assert (cv.state, cv.entries) == (CategoryState.FRESH, 1)


def test_a_holiday_is_not_asked_for_twice_in_one_run(night: Night) -> None:
    night.arxiv.publish(feeds({}))
    assert run_on(night).problems == ()
    assert night.asked == list(CATEGORIES)
    assert night.day().categories != ()
    assert night.day().announced == 0


def test_the_next_run_asks_the_atom_feed(night: Night) -> None:
    night.arxiv.publish(feeds(OTHERS), atom=feeds_as_atom("cs.CV", CV))
    run_on(night)
    summary = run_on(night)
    assert asked_elsewhere(night) == ["atom cs.CV"]
    assert (summary.new, summary.problems) == (2, ())
    day = night.day()
    assert (state(day), source(day)) == (CategoryState.FRESH, Source.ATOM)
    assert set(day.kept) >= {"2605.80010", "2605.80020"}
    assert day.replacements == ("2605.70030",)


def feeds_as_atom(category: str, items: list[Item], day: date = DAY) -> dict[str, bytes]:
    return {category: atom_document(category, day, items)}


def test_after_the_atom_feed_the_listing_is_asked_and_the_api_for_its_papers(
    night: Night,
) -> None:
    night.arxiv.publish(feeds({"cs.CV": CV}))  # what the API knows
    night.arxiv.publish(feeds(OTHERS), listings={"cs.CV": listing_page("cs.CV", DAY, CV)})
    run_on(night)
    summary = run_on(night)
    assert asked_elsewhere(night) == ["atom cs.CV", "list cs.CV"]
    assert (summary.new, summary.problems) == (2, ())
    day = night.day()
    assert (state(day), source(day)) == (CategoryState.FRESH, Source.LISTING)
    papers = night.papers
    assert papers["2605.80020"].announce_type is AnnounceType.CROSS
    assert papers["2605.80010"].title == CV[0].title
    assert day.replacements == ("2605.70030",)
    assert run_on(night).new == 0
    assert len(asked_elsewhere(night)) == 2


def test_a_paper_of_the_listing_that_the_api_lacks_is_named_as_failed(night: Night) -> None:
    night.arxiv.publish(feeds({"cs.CV": CV}))
    night.arxiv.publish(feeds(OTHERS), listings={"cs.CV": listing_page("cs.CV", DAY, CV)})
    night.arxiv.records.remove("2605.80020")
    run_on(night)
    run_on(night)
    day = night.day()
    assert state(day) is CategoryState.PARTIAL
    assert [failure.subject for failure in day.failures] == ["2605.80020"]
    assert "no record" in day.failures[0].reason


@pytest.mark.parametrize("listed", [DAY - timedelta(days=1), NEXT])
def test_a_listing_of_another_day_is_not_filed(night: Night, listed: date) -> None:
    page = listing_page("cs.CV", listed, CV)
    night.arxiv.publish(feeds({"cs.CV": CV}))
    night.arxiv.publish(feeds(OTHERS), listings={"cs.CV": page})
    run_on(night)
    assert run_on(night).problems == ()
    assert state(night.day()) is CategoryState.EMPTY
    assert len(night.papers) == 3


def test_a_stale_atom_feed_is_not_filed_but_the_listing_is(night: Night) -> None:
    night.arxiv.publish(feeds({**OTHERS, "cs.CV": CV}))
    run_on(night)
    fresh = [Item(id="2605.81010", categories=("cs.CV",))]
    tomorrow = {
        name: [Item(id=item.id.replace("2605.1", "2605.2"), categories=(name,)) for item in items]
        for name, items in OTHERS.items()
    }
    night.arxiv.publish(feeds({"cs.CV": fresh}, NEXT))
    night.arxiv.publish(
        feeds({**tomorrow, "cs.CV": CV}, NEXT),
        listings={"cs.CV": listing_page("cs.CV", NEXT, fresh)},
    )
    run_on(night, NEXT)
    assert state(night.day(NEXT)) is CategoryState.STALE
    assert asked_elsewhere(night) == []
    run_on(night, NEXT)
    assert asked_elsewhere(night) == ["atom cs.CV", "list cs.CV"]
    assert source(night.day(NEXT)) is Source.LISTING
    assert night.papers["2605.81010"].announced == NEXT
    assert night.papers["2605.80010"].announced == DAY


def test_a_broken_feed_is_asked_for_once_more_and_is_no_problem_if_it_is_whole_then(
    night: Night,
) -> None:
    night.arxiv.publish(feeds(FULL))
    night.arxiv.faults.plan([arxiv.half()], "cs.CV")
    summary = run_on(night)
    assert (summary.new, summary.problems) == (4, ())
    assert night.asked == [*CATEGORIES, "cs.CV"]


def test_a_broken_feed_is_replaced_by_the_atom_feed_in_the_next_run(night: Night) -> None:
    night.arxiv.publish(feeds(OTHERS), atom=feeds_as_atom("cs.CV", CV))
    night.arxiv.faults.plan(arxiv.half(), "cs.CV")
    assert len(run_on(night).problems) == 1
    assert state(night.day()) is CategoryState.MALFORMED
    assert run_on(night).problems == ()
    assert source(night.day()) is Source.ATOM


@pytest.mark.parametrize("fault", [arxiv.status(429), arxiv.status(503), arxiv.reset()])
def test_fallbacks_that_fail_leave_the_day_as_it_was_and_are_no_problem(
    night: Night, fault: Fault
) -> None:
    night.arxiv.publish(feeds(OTHERS))
    run_on(night)
    before = night.store.day_path(DAY).read_bytes()
    for kind in ("atom", "list"):
        night.arxiv.faults.plan(fault, kind)
    assert run_on(night).problems == ()
    assert night.store.day_path(DAY).read_bytes() == before
    assert asked_elsewhere(night) == ["atom cs.CV"]  # a host that says no is not asked again


def test_a_weekend_is_asked_of_the_feeds_alone(night: Night) -> None:
    night.arxiv.publish(feeds({}, SATURDAY))
    for _ in range(3):
        assert run_on(night, SATURDAY).problems == ()
    assert asked_elsewhere(night) == []
    assert night.asked == [*CATEGORIES] * 3


def test_a_feed_at_arxiv_s_limit_is_partial_and_asked_for_again(night: Night) -> None:
    many = [Item(id=f"2605.{number:05}", announce_type="replace") for number in range(2_000)]
    night.arxiv.publish(feeds(FULL) | {"cs.CV": document("cs.CV", DAY, many)})
    assert run_on(night).problems == ()
    assert state(night.day()) is CategoryState.PARTIAL
    asked = len(night.asked)
    run_on(night)
    assert night.asked[asked:] == ["cs.CV"]
    assert state(night.day()) is CategoryState.PARTIAL


def test_a_night_on_which_nothing_came_is_named_on_its_day(night: Night) -> None:
    night.arxiv.publish(feeds(FULL))
    run_on(night)
    night.arxiv.faults.plan(arxiv.status(503))
    assert len(run_on(night, NEXT).problems) == 1
    assert {report.state for report in night.day(NEXT).categories} == {CategoryState.REFUSED}
    night.arxiv.faults.clear()
    later = {
        name: [Item(id=f"2605.3{number}001", categories=(name,))]
        for number, name in enumerate(CATEGORIES)
    }
    night.arxiv.publish(feeds(later, NEXT))
    assert run_on(night, NEXT).problems == ()
    assert {report.state for report in night.day(NEXT).categories} == {CategoryState.FRESH}


def test_an_archive_that_has_not_begun_has_lost_no_day(night: Night) -> None:
    night.arxiv.faults.plan(arxiv.reset())
    assert len(run_on(night).problems) == 1
    assert night.store.days() == []


def test_a_damaged_saturday_keeps_nothing_of_friday_s_late_batch(night: Night) -> None:
    friday = SATURDAY - timedelta(days=1)
    damage(night.store.day_path(SATURDAY))
    late = [Item(id="2605.90001", categories=("cs.AI",))]
    night.arxiv.publish({"cs.AI": document("cs.AI", SATURDAY, late)})
    summary = night.run(noon(SATURDAY), categories=["cs.AI"])
    assert night.day(friday).kept == ("2605.90001",)
    assert (summary.new, summary.digested) == (1, 1)
    [problem] = summary.problems
    assert f"{SATURDAY}.md:1: no front matter" in problem
    assert "left alone" not in problem


def test_friday_s_late_batch_takes_saturday_s_failure_away(night: Night) -> None:
    friday = SATURDAY - timedelta(days=1)
    night.arxiv.publish(feeds(FULL, friday))
    run_on(night, friday)
    late = [Item(id="2605.90001", categories=("cs.AI",))]
    night.arxiv.publish(feeds({"cs.AI": late}, SATURDAY))
    night.arxiv.faults.plan(arxiv.status(400), "cs.AI")
    run_on(night, SATURDAY)
    assert state(night.day(SATURDAY), "cs.AI") is CategoryState.REFUSED
    night.arxiv.faults.clear()
    run_on(night, SATURDAY)
    categories = [report.category for report in night.day(SATURDAY).categories]
    assert categories == ["cs.CL", "cs.CV", "cs.LG"]
    assert "2605.90001" in night.day(friday).kept
    assert night.papers["2605.90001"].announced == friday


def test_an_outage_at_a_weekend_has_lost_no_day(night: Night) -> None:
    night.arxiv.publish(feeds(FULL))
    run_on(night)
    night.arxiv.faults.plan(arxiv.status(503))
    run_on(night, SATURDAY)
    assert [day.date for day in night.store.days()] == [DAY]


TOMORROW = {
    name: [replace(item, id=item.id.replace("2605.1", "2605.2")) for item in items]
    for name, items in OTHERS.items()
}


def file_all(night: Night) -> None:
    night.arxiv.publish(feeds({**OTHERS, "cs.CV": CV}))
    run_on(night)


def leave_behind(night: Night, items: list[Item] = CV, day: date = NEXT) -> None:
    """Let cs.CV keep its date and papers while the others go on."""
    night.arxiv.publish(
        {**feeds(TOMORROW, day), "cs.CV": document("cs.CV", DAY, items)},
        atom=feeds_as_atom("cs.CV", [Item(id="2605.81010", categories=("cs.CV",))], day),
    )


@pytest.mark.parametrize("items", [CV, CV[::-1]], ids=["not modified", "in other bytes"])
def test_a_feed_that_keeps_its_date_while_others_go_on_is_asked_for_elsewhere_by_the_next_run(
    night: Night, items: list[Item]
) -> None:
    file_all(night)
    leave_behind(night)
    run_on(night, NEXT)
    assert asked_elsewhere(night) == []  # it may simply not be there yet
    leave_behind(night, items)
    assert run_on(night, NEXT).new == 1
    assert asked_elsewhere(night) == ["atom cs.CV"]
    assert (state(night.day(NEXT)), source(night.day(NEXT))) == (CategoryState.FRESH, Source.ATOM)
    assert night.papers["2605.81010"].announced == NEXT
    assert night.papers["2605.80010"].announced == DAY
    run_on(night, NEXT)
    assert len(asked_elsewhere(night)) == 1


def test_a_feed_that_was_only_late_is_asked_for_nowhere_else(night: Night) -> None:
    file_all(night)
    leave_behind(night)
    run_on(night, NEXT)
    late = [Item(id="2605.81010", categories=("cs.CV",))]
    night.arxiv.publish(feeds({**TOMORROW, "cs.CV": late}, NEXT))
    assert run_on(night, NEXT).new == 1
    assert source(night.day(NEXT)) is Source.RSS
    assert asked_elsewhere(night) == []


def test_a_weekday_on_which_all_feeds_keep_their_date_may_be_a_holiday(night: Night) -> None:
    file_all(night)
    for _ in range(3):
        run_on(night, NEXT)
    assert asked_elsewhere(night) == []
    assert night.store.day(NEXT) is None


def test_at_a_weekend_a_feed_that_keeps_its_date_is_no_trouble(night: Night) -> None:
    file_all(night)
    leave_behind(night, day=SATURDAY)
    for _ in range(2):
        run_on(night, SATURDAY)
    assert asked_elsewhere(night) == []


def test_an_older_batch_that_was_missed_comes_before_today_s(night: Night) -> None:
    night.arxiv.publish(feeds(OTHERS, DAY))
    night.arxiv.faults.plan(arxiv.status(400), "cs.CV")
    run_on(night)
    night.arxiv.faults.clear()
    night.arxiv.publish({**feeds(TOMORROW, NEXT), "cs.CV": document("cs.CV", DAY, CV)})
    night.arxiv.faults.plan([arxiv.half()] * 2, "cs.CV")
    run_on(night, NEXT)
    run_on(night, NEXT)
    assert asked_elsewhere(night) == []
    assert state(night.day()) is CategoryState.FRESH
    assert "2605.80010" in night.day().kept
