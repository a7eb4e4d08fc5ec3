"""What a day's page says of each category's feed."""

from dataclasses import replace
from pathlib import Path

import pytest

from paperglot.arxiv.pull import Pulled
from paperglot.errors import UnreachableError
from paperglot.model import AnnounceType, CategoryReport, CategoryState, Failure
from paperglot.settings import rules_hash
from paperglot.store.files import Store
from tests.filing import ID, OTHER, TOPICS, file, held, held_day, pulled
from tests.samples import entry

RULES = rules_hash(TOPICS)
NEW = entry(ID)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def report(
    entries: int,
    etag: str | None = None,
    *,
    state: CategoryState = CategoryState.FRESH,
    category: str = "cs.CL",
) -> CategoryReport:
    return CategoryReport(category, state, entries, etag, RULES)


def test_a_category_that_comes_late_completes_the_day(store: Store) -> None:
    early = pulled(entry(ID), entry(OTHER, announce_type=AnnounceType.CROSS), etag='"1"')
    third = entry("2613.00030", categories=("cs.AI", "cs.CL"))
    file(store, early)
    found = file(store, pulled(third, entry(OTHER), category="cs.AI"))
    assert found == {"kept": (ID, OTHER, "2613.00030")}
    assert held(store, OTHER).announce_type is AnnounceType.NEW
    assert held_day(store).categories == (report(2, category="cs.AI"), report(2, '"1"'))


def test_items_are_counted_as_the_feed_had_them(store: Store) -> None:
    file(store, pulled(NEW, failures=[Failure("a", "b")]), pulled(category="cs.AI", etag='"0"'))
    empty = report(0, '"0"', state=CategoryState.EMPTY, category="cs.AI")
    partial = report(2, state=CategoryState.PARTIAL)
    assert held_day(store).categories == (empty, partial)


STALE = replace(pulled(NEW), stale=True)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (pulled(NEW, etag='"1"'), pulled(etag='"2"'), report(1, '"1"')),
        (pulled(NEW, etag='"1"'), STALE, report(1, '"1"')),
        (pulled(NEW), pulled(NEW, entry(OTHER), etag='"3"'), report(2, '"3"')),
        (pulled(etag='"2"'), pulled(NEW, etag='"1"'), report(1, '"1"')),
        (STALE, pulled(NEW), report(1)),
        (pulled(), STALE, report(1, state=CategoryState.STALE)),
    ],
)
def test_a_batch_that_came_is_not_forgotten_for_a_later_feed_without_one(
    store: Store, first: Pulled, second: Pulled, expected: CategoryReport
) -> None:
    file(store, first)
    file(store, second)
    assert held_day(store).categories == (expected,)


def test_what_gave_no_feed_leaves_the_earlier_report(store: Store) -> None:
    file(store, pulled(NEW, etag='"1"'))
    before = held_day(store)
    error = UnreachableError("no connection")
    assert file(store, Pulled("cs.CL", error=error), Pulled("cs.AI", etag='"2"')) == {"kept": (ID,)}
    assert held_day(store) == before
