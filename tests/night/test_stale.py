"""A batch that arXiv repeats under a new date, and the real one that comes late."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.arxiv.feed import parse
from paperglot.model import AnnounceType, CategoryReport, CategoryState, Day, Feed
from paperglot.night.intake import is_stale
from tests import nights, settings
from tests.filing import damage
from tests.nights import Night
from tests.samples import DAY, entry
from tests.shared import SHARED, needs_shared
from tests.standins.feeds import Item, document

NEXT = DAY + timedelta(days=1)


def batch(*identifiers: str, day: date = NEXT) -> Feed:
    return Feed("cs.CL", day, tuple(entry(identifier) for identifier in identifiers))


def before(
    *identifiers: str, state: CategoryState = CategoryState.FRESH, category: str = "cs.CL"
) -> Day:
    return Day(DAY, outside=identifiers, categories=(CategoryReport(category, state),))


@pytest.mark.parametrize(
    ("feed", "days", "stale"),
    [
        (batch("2613.00010", "2613.00020"), [before("2613.00010", "2613.00020")], True),
        (batch("2613.00010", "2613.00020"), [before("2613.00010")], False),  # half is not over half
        (batch("2613.00010", "2613.00020", "2613.00030"),
         [before("2613.00010", "2613.00020")], True),
        (batch("2613.00010"), [], False),
        (batch(), [before("2613.00010")], False),
        (batch("2613.00010"), [before("2613.00010", category="cs.CV")], False),
        (batch("2613.00010"), [before("2613.00010", state=CategoryState.STALE)], False),
        (batch("2613.00010", day=DAY), [before("2613.00010")], False),  # the same day once more
    ],
)  # fmt: skip
def test_a_batch_is_stale_if_over_half_of_it_stood_in_the_one_before(
    feed: Feed,
    days: list[Day],
    stale: bool,  # noqa: FBT001
) -> None:
    assert is_stale(feed, days) is stale


def test_what_was_announced_before_in_another_way_makes_no_small_batch_stale() -> None:
    known = before("2613.00010", "2613.00020")
    again = (
        entry("2613.00010", announce_type=AnnounceType.CROSS),
        entry("2613.00020", announce_type=AnnounceType.REPLACE, version=2),
    )
    assert not is_stale(Feed("cs.CL", NEXT, (entry("2613.00030"), *again)), [known])
    assert is_stale(Feed("cs.CL", NEXT, (entry("2613.00010"), *again)), [known])
    assert is_stale(Feed("cs.CL", NEXT, again), [known])


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


FRIDAY = date(2026, 5, 15)
EVERYDAY = [Item(id=f"2605.9{number:04}") for number in range(4)]
REAL = [Item(id=f"2605.8{number:04}") for number in range(3)]


def publish(night: Night, day: date, items: list[Item]) -> None:
    night.arxiv.publish({name: document(name, day, items) for name in nights.CATEGORIES})


def state(night: Night, day: date) -> CategoryState:
    return night.day(day).categories[0].state


def test_a_stale_batch_is_named_and_asked_for_again_until_the_real_one_comes(night: Night) -> None:
    thursday, saturday = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)
    publish(night, thursday, EVERYDAY)
    night.run(now=nights.noon(thursday))
    publish(night, FRIDAY, EVERYDAY)
    assert night.run(now=nights.noon(FRIDAY)).new == 0
    assert (state(night, FRIDAY), night.day(FRIDAY).announced) == (CategoryState.STALE, 0)
    publish(night, saturday, REAL)
    assert night.run(now=nights.noon(saturday)).new == 3
    assert state(night, FRIDAY) is CategoryState.FRESH
    assert set(night.day(FRIDAY).kept) == {item.id for item in REAL}
    assert night.store.day(saturday) is None


def test_a_stale_saturday_takes_nothing_from_friday(night: Night) -> None:
    saturday = FRIDAY + timedelta(days=1)
    publish(night, FRIDAY, REAL)
    night.run(now=nights.noon(FRIDAY))
    publish(night, saturday, REAL)
    night.run(now=nights.noon(saturday))
    assert (state(night, FRIDAY), len(night.day(FRIDAY).kept)) == (CategoryState.FRESH, 3)
    assert (state(night, saturday), night.day(saturday).announced) == (CategoryState.STALE, 0)


def after_a_damaged_thursday(
    night: Night, items: list[Item], thursday: list[Item] = EVERYDAY, **changes: Any
) -> CategoryState:
    """File Thursday's papers, spoil the day's page, file Friday's; return what they were."""
    before = FRIDAY - timedelta(days=1)
    publish(night, before, thursday)
    night.run(now=nights.noon(before), **changes)
    damage(night.store.day_path(before))
    publish(night, FRIDAY, items)
    night.run(now=nights.noon(FRIDAY), **changes)
    return state(night, FRIDAY)


def test_a_batch_that_only_papers_pages_know_is_stale_too(night: Night) -> None:
    assert after_a_damaged_thursday(night, EVERYDAY) is CategoryState.STALE
    assert night.day(FRIDAY).announced == 0
    publish(night, FRIDAY, REAL)
    assert night.run(now=nights.noon(FRIDAY)).new == 3
    assert state(night, FRIDAY) is CategoryState.FRESH


def test_papers_outside_the_topics_tell_nothing_of_a_damaged_day(night: Night) -> None:
    """Half of everyday's papers have a page; of Friday's, those have none."""
    vision: dict[str, Any] = {"topics": [settings.VISION]}
    half = [*(replace(each, categories=("cs.CV",)) for each in EVERYDAY[:2]), *EVERYDAY[2:]]
    assert after_a_damaged_thursday(night, half, half, **vision) is CategoryState.STALE
    publish(night, FRIDAY, [replace(REAL[0], categories=("cs.CV",)), *REAL[1:]])
    assert night.run(now=nights.noon(FRIDAY), **vision).new == 1
    assert state(night, FRIDAY) is CategoryState.FRESH


@pytest.mark.parametrize("announce_type", ["cross", "replace"])
def test_what_a_damaged_day_brought_comes_again_in_a_real_batch(
    night: Night, announce_type: str
) -> None:
    again = [replace(item, announce_type=announce_type) for item in EVERYDAY]
    assert after_a_damaged_thursday(night, [*again, *REAL[:1]]) is CategoryState.FRESH


def test_a_late_batch_of_what_others_had_cross_listed_on_a_damaged_day_is_real(
    night: Night,
) -> None:
    crossed = [replace(item, announce_type="cross") for item in EVERYDAY]
    assert after_a_damaged_thursday(night, EVERYDAY, thursday=crossed) is CategoryState.FRESH


def test_a_damaged_day_is_no_repeat_of_itself(night: Night) -> None:
    publish(night, FRIDAY, REAL)
    night.run(now=nights.noon(FRIDAY))
    damage(night.store.day_path(FRIDAY))
    [problem] = night.run(now=nights.noon(FRIDAY)).problems
    assert problem.endswith("; the day was left alone")


@needs_shared
def test_the_stale_friday_of_may_2026_is_recognised_and_completed_by_saturday() -> None:
    feeds = [
        parse(
            gzip.decompress((SHARED / f"feeds/rss/2026-05-{day}-cs-ai.xml.gz").read_bytes()),
            "cs.AI",
        )
        for day in (15, 16, 17)
    ]
    thursday = Day(
        feeds[0].day,
        outside=tuple(each.id for each in feeds[0].entries),
        categories=(CategoryReport("cs.AI", CategoryState.FRESH),),
    )
    assert [feed.day.day for feed in feeds] == [14, 15, 16]
    assert [is_stale(feed, [thursday]) for feed in feeds] == [False, True, False]
