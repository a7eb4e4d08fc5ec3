"""What a build keeps for the next is given back as it was, or not at all."""

import sqlite3
from pathlib import Path

import pytest

from paperglot.site.kept import Kept, key_of

KEY, OTHER = key_of("one"), key_of("two")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a value is kept."""
    place = tmp_path / "deep" / "kept.sqlite"
    with Kept(place) as kept:
        kept.put("a/b", KEY, b"\x00value")
    return place


def test_a_value_comes_back_for_its_own_name_and_key_alone(path: Path) -> None:
    with Kept(path) as kept:
        assert kept.keys() == {"a/b": KEY}
        assert kept.get("a/b", KEY) == b"\x00value"
        assert kept.get("a/b", OTHER) is None
        assert kept.get("a", KEY) is None


def test_a_value_takes_the_place_of_what_had_its_name(path: Path) -> None:
    with Kept(path) as kept:
        kept.put("a/b", OTHER, b"later")
        assert kept.get("a/b", OTHER) == b"later"
        assert kept.get("a/b", KEY) is None
    with Kept(path) as kept:
        assert kept.keys() == {"a/b": OTHER}


def test_what_is_not_wanted_any_more_is_forgotten(path: Path) -> None:
    with Kept(path) as kept:
        kept.put("c", KEY, b"")
        kept.forget_all_but({"c", "d"})
    with Kept(path) as kept:
        assert kept.keys() == {"c": KEY}
        assert kept.get("c", KEY) == b""


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kept SET value = x'00'",
        "UPDATE kept SET value = 'text'",
        "UPDATE kept SET name = 'a/c'",
        "UPDATE kept SET seal = x''",
        "DELETE FROM kept",
    ],
)
def test_a_value_that_was_tampered_with_is_as_good_as_not_there(path: Path, change: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(change)
    database.close()
    with Kept(path) as kept:
        assert kept.get("a/b", KEY) is None
        assert kept.get("a/c", KEY) is None


def test_who_is_second_does_without(path: Path) -> None:
    with Kept(path) as first, Kept(path) as second:
        second.put("c", KEY, b"x")
        second.forget_all_but(set())
        assert (second.keys(), second.get("a/b", KEY)) == ({}, None)
        assert first.get("a/b", KEY) == b"\x00value"
    with Kept(path) as kept:
        assert kept.keys() == {"a/b": KEY}


@pytest.mark.parametrize("content", [b"", b"no database " * 5_000, b"SQLite format 3\0" * 2_000])
def test_a_file_that_is_none_of_ours_gives_way(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with Kept(path) as kept:
        assert kept.keys() == {}
        kept.put("c", KEY, b"x")
    with Kept(path) as kept:
        assert kept.get("c", KEY) == b"x"


def test_no_place_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for place in (None, tmp_path / "file" / "kept.sqlite"):
        with Kept(place) as kept:
            kept.put("a", KEY, b"x")
            kept.forget_all_but({"a"})
            assert (kept.keys(), kept.get("a", KEY)) == ({}, None)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_a_key_tells_parts_apart_by_where_they_end() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("abc", "")}) == 4
    assert key_of(b"ab", 1) == key_of("ab", "1")
