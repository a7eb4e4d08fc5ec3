from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot.store import batches
from paperglot.store.batches import Batches, Collected, Failed, Intent, Line, Open, Submitted
from paperglot.store.files import Store

TIME = datetime(2026, 5, 12, 1, 2, 3, tzinfo=UTC)
LATER = TIME + timedelta(days=30)
INTENT = Intent("k", TIME, ("2605_12340-0123456789abcdef",), "m", "1", "de")
TAKEN = Submitted("k", LATER, "b")
REFUSED = Failed("k", LATER, "so")
DONE = Collected("b", LATER)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def recorded(store: Store, *lines: Line) -> Batches:
    for line in lines:
        batches.record(store, line)
    return batches.read(store)


def test_a_store_without_the_journal_has_no_batches(store: Store) -> None:
    assert batches.read(store) == Batches()
    assert not store.workplace.exists()


@pytest.mark.parametrize(
    ("lines", "open_"),
    [
        ([INTENT], [Open(INTENT, None)]),
        ([INTENT, TAKEN], [Open(INTENT, "b")]),
        ([INTENT, TAKEN, DONE], []),
        ([INTENT, REFUSED], []),
        ([INTENT, REFUSED, TAKEN], [Open(INTENT, "b")]),
        ([INTENT, TAKEN, Submitted("k", LATER, "c"), DONE], [Open(INTENT, "c")]),
        ([TAKEN], [Open(Intent("k", LATER), "b")]),
        ([DONE, REFUSED], []),
    ],
)
def test_lines_say_what_is_under_way(store: Store, lines: list[Line], open_: list[Open]) -> None:
    found = recorded(store, *lines)
    assert list(found.open) == open_
    assert ("b" in found.known) == (TAKEN in lines)


def test_the_requests_under_way_are_known_by_their_names() -> None:
    another = Intent("l", LATER, ("2605_12350-0123456789abcdef",))
    assert batches.state([INTENT, another]).custom_ids == {*INTENT.custom_ids, *another.custom_ids}
    assert batches.state([INTENT, another, REFUSED]).custom_ids == set(another.custom_ids)


def test_each_month_has_a_file(store: Store) -> None:
    recorded(store, INTENT, TAKEN, DONE)
    folder = store.workplace / "batches"
    assert sorted(path.name for path in folder.iterdir()) == ["2026-05.jsonl", "2026-06.jsonl"]


_KEYS = st.sampled_from("kl")
_TIMES = st.sampled_from([TIME, LATER])
_LINES = st.lists(
    st.one_of(
        _KEYS.map(lambda key: Intent(key, TIME, (f"id{key}",))),
        st.builds(Submitted, _KEYS, _TIMES, st.sampled_from("bc")),
        st.builds(Failed, _KEYS, _TIMES, st.just("so")),
        st.builds(Collected, st.sampled_from("bc"), _TIMES),
    ),
    max_size=8,
)


@settings(max_examples=200)
@given(_LINES, st.randoms())
def test_the_order_of_lines_says_nothing(lines: list[Line], random: object) -> None:
    mixed = list(dict.fromkeys(lines))
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert batches.state(mixed) == batches.state(lines)


@settings(max_examples=30)
@given(ours=_LINES, theirs=_LINES)
def test_copies_that_grew_apart_are_merged_by_keeping_the_lines_of_both(
    tmp_path_factory: pytest.TempPathFactory, ours: list[Line], theirs: list[Line]
) -> None:
    both = Store(tmp_path_factory.mktemp("both"))
    assert recorded(both, *ours, *theirs, *ours) == batches.state([*theirs, *ours])


@pytest.mark.parametrize(
    "junk", ["", "null", "{}", "[]", '{"intent": 7}', '{"intent": "k"', "<<<<<<< HEAD", "\x00"]
)
def test_a_line_that_is_damaged_is_passed_over(store: Store, junk: str) -> None:
    recorded(store, INTENT)
    [path] = (store.workplace / "batches").iterdir()
    with path.open("a", encoding="utf-8") as file:
        file.write(junk)
    assert recorded(store, Submitted("k", TIME, "b")).open == (Open(INTENT, "b"),)


def test_what_a_later_release_may_add_hides_nothing(store: Store) -> None:
    path = store.workplace / "batches" / "2026-05.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text('{"intent": "k", "time": "2026-05-12T01:02:03", "later": 1}\n')
    assert batches.read(store).open == (Open(Intent("k", TIME), None),)
