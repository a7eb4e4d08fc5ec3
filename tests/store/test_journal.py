import json
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot.model import Paper, Provenance, Status
from paperglot.store import journal
from paperglot.store.files import Store
from paperglot.store.journal import Answered
from paperglot.store.spending import by_month
from tests import strategies
from tests.samples import digested, overview, pending, provenance

MADE = provenance().made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def paper(number: int = 1, **changes: Any) -> Paper:
    """Return a paper that was answered, one second later for each number."""
    changes = {"made": MADE + timedelta(seconds=number)} | changes
    return digested(f"2613.{number:05}", provenance=replace(provenance(), **changes))


def answered(given: Paper) -> Answered:
    assert given.provenance is not None
    return Answered(given.id, given.version, given.status, given.provenance)


def months(store: Store) -> list[str]:
    return sorted(path.name for path in (store.workplace / "journal").iterdir())


def march(store: Store) -> Path:
    path = store.workplace / "journal" / "2026-03.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def filled(store: Store, papers: Iterable[Paper]) -> list[Answered]:
    for each in papers:
        journal.record(store, each)
    return list(journal.read(store))


def test_a_store_without_a_journal_has_no_answers(store: Store) -> None:
    assert list(journal.read(store)) == []
    assert not store.workplace.exists()


def test_what_was_recorded_is_read_in_order(store: Store) -> None:
    given = [paper(2), paper(1), replace(paper(3), version=4)]
    assert filled(store, given) == [answered(each) for each in given]


@pytest.mark.parametrize("status", [Status.DIGESTED, Status.REFUSED, Status.REJECTED])
def test_an_answer_without_a_digest_is_kept_too(store: Store, status: Status) -> None:
    given = replace(paper(), status=status, digest=None, reason="so")
    assert filled(store, [given]) == [answered(given)]


def test_a_paper_that_was_not_answered_leaves_no_line(store: Store) -> None:
    assert filled(store, [pending()]) == []
    assert not store.workplace.exists()


def test_all_answers_on_a_paper_stay(store: Store) -> None:
    given = [paper(), replace(paper(made=MADE), status=Status.REJECTED, digest=None)]
    assert filled(store, given) == [answered(each) for each in given]


def test_each_month_has_a_file_by_the_time_of_the_answer_and_the_oldest_comes_first(
    store: Store,
) -> None:
    moments = ["2026-04-01T00:00:00Z", "2026-03-31T23:59:59Z", "2025-12-01T00:00:00Z"]
    given = [paper(1, made=datetime.fromisoformat(each).astimezone(UTC)) for each in moments]
    assert filled(store, given) == [answered(each) for each in reversed(given)]
    assert months(store) == ["2025-12.jsonl", "2026-03.jsonl", "2026-04.jsonl"]


def test_what_stands_in_a_journal_is_never_rewritten(store: Store) -> None:
    march(store).write_bytes(b"by hand\n")
    filled(store, [paper()])
    before = march(store).read_bytes()
    filled(store, [paper(2)])
    assert march(store).read_bytes().startswith(before)
    assert before.startswith(b"by hand\n")


def test_a_line_is_on_the_disk_when_it_was_recorded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda _: synchronised.append(march(store).read_bytes()))
    journal.record(store, paper())
    assert synchronised == [march(store).read_bytes()] != [b""]


@pytest.mark.parametrize("end", [2, 10, -30, -2, -1])
def test_a_line_that_was_cut_is_passed_over_and_the_next_one_is_whole(
    store: Store, end: int
) -> None:
    given = [paper(1), paper(2), paper(3)]
    filled(store, given[:1])
    first = march(store).read_bytes()
    filled(store, given[1:2])
    last = march(store).read_bytes().removeprefix(first)
    march(store).write_bytes(first + last[:end])
    expected = given if end == -1 else [given[0], given[2]]  # at -1 only its end is missing
    assert filled(store, given[2:]) == [answered(each) for each in expected]
    assert march(store).read_bytes().endswith(b"}\n")


def test_a_line_of_which_one_byte_was_written_takes_no_other_with_it(store: Store) -> None:
    march(store).write_bytes(b"{")
    assert filled(store, [paper()]) == [answered(paper())]


def test_a_line_that_git_merged_from_both_sides_counts_once(store: Store) -> None:
    filled(store, [paper(1), paper(2)])
    lines = march(store).read_bytes().splitlines(keepends=True)
    march(store).write_bytes(b"".join([lines[1], *lines, lines[0]]))
    assert list(journal.read(store)) == [answered(paper(2)), answered(paper(1))]


def test_line_ends_of_windows_are_read(store: Store) -> None:
    filled(store, [paper(1), paper(2)])
    march(store).write_bytes(march(store).read_bytes().replace(b"\n", b"\r\n"))
    assert filled(store, [paper(3)]) == [answered(paper(each)) for each in (1, 2, 3)]


LINE: dict[str, Any] = {
    "paper": "2613.00010",
    "version": 1,
    "status": "digested",
    "provenance": {
        "model": "m",
        "prompt": "1",
        "language": "de",
        "source": "abc",
        "made": "2026-03-03T01:02:03Z",
        "input_tokens": 1,
        "output_tokens": 2,
        "cost": None,
        "flags": ["odd"],
    },
}
GOOD = json.dumps(LINE)
TOLD = Answered(
    "2613.00010",
    1,
    Status.DIGESTED,
    Provenance(
        "m", "1", "de", "abc", datetime(2026, 3, 3, 1, 2, 3, tzinfo=UTC), 1, 2, None, ("odd",)
    ),
)


def spoiled(**changes: object) -> str:
    """Return the line with other values, those of the provenance by their names too."""
    inner = LINE["provenance"] | {
        key: value for key, value in changes.items() if key in LINE["provenance"]
    }
    outer = {key: value for key, value in changes.items() if key in LINE}
    return json.dumps(LINE | {"provenance": inner} | outer)


def without(key: str) -> str:
    """Return the line without one of the values that must be there."""
    values = json.loads(GOOD)
    values.pop(key, None)
    values.get("provenance", {}).pop(key, None)
    return json.dumps(values)


def test_what_earlier_releases_have_written_is_read(store: Store) -> None:
    march(store).write_text(GOOD, encoding="utf-8")
    assert list(journal.read(store)) == [TOLD]


def test_a_value_that_a_later_release_may_add_hides_nothing(store: Store) -> None:
    march(store).write_text(json.dumps(LINE | {"later": 1}), encoding="utf-8")
    assert list(journal.read(store)) == [TOLD]


@pytest.mark.parametrize(
    "junk",
    [
        "", " ", "null", "7", "[]", "{}", '"text"', "<<<<<<< HEAD", "=======", "nonsense",
        GOOD[:-1], f"{GOOD}{GOOD}", "[" * 100_000,
        *(without(key) for key in (*LINE, *LINE["provenance"]) if key != "flags"),
        spoiled(status="splendid"), spoiled(status=None), spoiled(status=[]),
        spoiled(made="soon"), spoiled(made=None), spoiled(flags=None), spoiled(provenance=None),
        spoiled(cost="much"), spoiled(cost=[]), spoiled(input_tokens=None), spoiled(paper=7),
    ],
    ids=lambda junk: junk[-80:],
)  # fmt: skip
def test_a_line_that_is_no_answer_is_passed_over(store: Store, junk: str) -> None:
    march(store).write_text(f"{junk}\n", encoding="utf-8")
    assert filled(store, [paper()]) == [answered(paper())]


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_end_of_time_does_no_harm(store: Store, made: str) -> None:
    march(store).write_text(spoiled(made=made) + "\n", encoding="utf-8")
    found = filled(store, [paper()])
    assert answered(paper()) in found
    assert sum(spent.answers for spent in by_month(found).values()) == len(found)


def test_bytes_that_are_no_utf_8_spoil_their_own_line_alone(store: Store) -> None:
    march(store).write_bytes(b"\xff\xfe\n")
    assert filled(store, [paper()]) == [answered(paper())]


@pytest.mark.parametrize("zone", ["", "Z", "+00:00", "-05:00", "+08:00"])
def test_a_time_is_read_in_utc_as_pages_have_it(store: Store, zone: str) -> None:
    march(store).write_text(spoiled(made=f"2026-03-31T23:02:03{zone}"), encoding="utf-8")
    [found] = journal.read(store)
    made = found.provenance.made
    assert made == datetime.fromisoformat(f"2026-03-31T23:02:03{zone or 'Z'}")
    assert made.utcoffset() == timedelta(0)


_answers = st.tuples(strategies.identifiers, st.sampled_from(Status), strategies.provenances)


@settings(max_examples=50)
@given(st.lists(_answers, max_size=3))
def test_whatever_was_answered_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, given: list[tuple[str, Status, Provenance]]
) -> None:
    store = Store(tmp_path_factory.mktemp("journal"))
    papers = [pending(each, status=status, provenance=made) for each, status, made in given]
    wanted = dict.fromkeys(answered(each) for each in papers)
    assert sorted(filled(store, papers), key=repr) == sorted(wanted, key=repr)


@pytest.mark.parametrize("end", ["\u2028", "\x85", "\x0b", "\x1c"])
def test_a_models_name_ends_no_line(store: Store, end: str) -> None:
    given = paper(model=f"a{end}b")
    assert filled(store, [given]) == [answered(given)]


def test_an_answer_that_only_its_page_knows_is_added() -> None:
    known = [answered(paper(1)), answered(paper(2, made=MADE))]
    pages = [paper(2), paper(1), pending("2613.00003"), paper(3)]
    found = journal.with_pages(iter(known), pages)
    assert found == [*known, answered(paper(2)), answered(paper(3))]


def test_an_invented_paper_cost_nothing() -> None:
    assert journal.with_pages([], [replace(paper(), sample=True)]) == []


def test_an_overview_is_an_answer_too_and_is_told_from_a_paper_s(store: Store) -> None:
    journal.record_overview(store, overview())
    journal.record(store, digested("cs/9901001"))
    journal.record(store, digested("2613.00010"))
    found = list(journal.read(store))
    assert [(each.paper, each.is_overview) for each in found] == [
        ("2026-03-03/llm", True),
        ("cs/9901001", False),
        ("2613.00010", False),
    ]
    assert by_month(found)[MADE.date().replace(day=1)].answers == 3


def test_an_answer_on_captions_is_told_from_all_others(store: Store) -> None:
    old = Answered("captions/cs/9901001", 2, Status.REFUSED, provenance())
    journal.record_captions(store, old)
    journal.record_overview(store, overview(topic="captions"))
    journal.record(store, digested("cs/9901001"))
    found = list(journal.read(store))
    assert found[0] == old
    assert [(each.is_on_captions, each.is_overview) for each in found] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_overviews_that_only_a_page_knows_are_missing(store: Store) -> None:
    known, other = overview(), overview(topic="speech")
    journal.record_overview(store, known)
    made_again = replace(known, provenance=replace(provenance(), made=MADE + timedelta(seconds=1)))
    pages = [known, other, made_again, overview(topic="gan", sample=True)]
    assert list(journal.missing(list(journal.read(store)), pages)) == [other, made_again]
