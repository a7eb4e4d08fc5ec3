"""The list of papers that one run leaves for the next."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperglot.store import waiting
from paperglot.store.files import Store
from tests import strategies

TERMS = "asked: a-model - 1 zh-Hans"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def path(store: Store) -> Path:
    return store.workplace / "waiting.txt"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(strategies.identifiers, max_size=5))
def test_what_was_left_is_taken_once(store: Store, found: list[str]) -> None:
    waiting.leave(store, TERMS, found)
    assert waiting.take(store, TERMS) == frozenset(found)
    assert waiting.take(store, TERMS) is None
    assert not path(store).exists()


def test_the_list_is_in_order_and_says_what_it_is(store: Store) -> None:
    waiting.leave(store, TERMS, ["2613.00020", "cs/9901001", "2613.00010", "2613.00010"])
    note, *lines = path(store).read_text(encoding="utf-8").splitlines()
    assert note.startswith("# Papers that the next run looks at")
    assert lines == [TERMS, "cs/9901001", "2613.00010", "2613.00020"]


def test_by_other_terms_other_papers_may_wait(store: Store) -> None:
    waiting.leave(store, TERMS, ["2613.00010"])
    assert waiting.take(store, TERMS.replace("1", "2")) is None


@pytest.mark.parametrize("more", ["<<<<<<< HEAD", "asked: another", "../../etc", "\udce4"])
def test_a_list_that_was_spoilt_is_none(store: Store, more: str) -> None:
    waiting.leave(store, TERMS, ["2613.00010"])
    with path(store).open("ab") as file:
        file.write(f"{more}\n".encode(errors="surrogateescape"))
    assert waiting.take(store, TERMS) is None


@pytest.mark.parametrize("data", [b"", b"\n", b"2613.00010\n", b"\xff\x00"])
def test_what_is_no_list_is_none(store: Store, data: bytes) -> None:
    store.workplace.mkdir()
    path(store).write_bytes(data)
    assert waiting.take(store, TERMS) is None


def test_lines_of_both_copies_and_lines_by_hand_are_taken(store: Store) -> None:
    waiting.leave(store, TERMS, ["2613.00010"])
    with path(store).open("a", encoding="utf-8") as file:
        file.write("\n2613.00030\r\n2613.00010\n")
    assert waiting.take(store, TERMS) == frozenset({"2613.00010", "2613.00030"})
