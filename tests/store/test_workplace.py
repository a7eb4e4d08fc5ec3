"""The folder beside the pages: what is being written there, and what is swept away."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from paperglot.model import Day
from paperglot.store import journal
from paperglot.store.files import Archive, Store
from tests.samples import DAY, digested, pending


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def pages(store: Store) -> list[str]:
    """Return every file of the store but the workplace's."""
    files = (path for path in store.root.rglob("*") if path.is_file())
    names = (path.relative_to(store.root).as_posix() for path in files)
    return sorted(name for name in names if not name.startswith(".paperglot/"))


def left(store: Store) -> list[str]:
    return sorted(path.name for path in store.workplace.iterdir())


def write_paper(store: Store) -> None:
    store.write_paper(digested())


def write_day(store: Store) -> None:
    store.write_day(Day(DAY, note="Another."))


writes = pytest.mark.parametrize("write", [write_paper, write_day])


@writes
def test_a_page_is_written_in_the_workplace_and_moved_into_its_place_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch, write: Callable[[Store], None]
) -> None:
    seen: list[tuple[Path, bytes]] = []
    replace = Path.replace

    def watched(source: Path, target: Path) -> Path:
        seen.append((source, source.read_bytes()))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", watched)
    write(store)
    [(source, data)] = seen
    assert source.parent == store.root / ".paperglot"
    assert source.suffix == ".part"
    [page] = pages(store)
    assert (store.root / page).read_bytes() == data
    assert left(store) == []


def refuse(*_: object) -> None:
    message = "No space left on device"
    raise OSError(message)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@writes
@pytest.mark.parametrize("fail", [refuse, interrupt])
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
def test_a_write_that_fails_midway_leaves_the_old_page_and_no_part(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fail: Callable[..., None],
    write: Callable[[Store], None],
) -> None:
    store.write_paper(pending())
    store.write_day(Day(DAY))
    before = {name: (store.root / name).read_bytes() for name in pages(store)}
    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises((OSError, KeyboardInterrupt)):
            write(store)
    assert {name: (store.root / name).read_bytes() for name in pages(store)} == before
    assert left(store) == []


def test_only_parts_are_swept_away(store: Store) -> None:
    store.write_paper(pending())
    journal.record(store, digested())
    for name in ("a.part", "2613.00010-x.part", "lock", "last-request", "part", "a.part.md"):
        (store.workplace / name).write_bytes(b"x")
    (store.root / "papers" / "mine.part").write_bytes(b"x")
    store.sweep()
    assert left(store) == ["a.part.md", "journal", "last-request", "lock", "part"]
    assert list(journal.read(store)) != []
    assert pages(store) == ["papers/2613/2613.00010.md", "papers/mine.part"]


def test_sweeping_where_nothing_is_does_nothing(store: Store) -> None:
    store.sweep()
    assert list(store.root.iterdir()) == []


def test_what_lies_in_the_workplace_is_no_page(store: Store) -> None:
    store.write_paper(pending())
    for folder in ("papers/2613", "days/2026"):
        place = store.workplace / folder
        place.mkdir(parents=True)
        (place / "x.md").write_text("no page", encoding="utf-8")
    assert store.read() == Archive((pending(),), ())


def test_the_size_is_that_of_pages_and_journal_and_of_nothing_else(store: Store) -> None:
    assert store.size() == 0
    store.write_paper(pending())
    store.write_day(Day(DAY))
    paths = [store.paper_path(pending().id), store.day_path(DAY)]
    (store.root / "about.md").write_bytes(b"by hand")
    assert store.size() == sum(path.stat().st_size for path in paths)
    journal.record(store, digested())
    paths.append(store.workplace / "journal" / "2026-03.jsonl")
    assert store.size() == sum(path.stat().st_size for path in paths)


def test_a_file_that_vanishes_while_the_size_is_taken_is_not_missed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_paper(pending())
    size = store.size()
    (store.workplace / "2613.00020-x.part").write_bytes(b"half")
    is_file = Path.is_file

    def looked_at_and_gone(path: Path) -> bool:
        found = is_file(path)
        if path.suffix == ".part":
            path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "is_file", looked_at_and_gone)
    assert store.size() == size


def test_pages_can_be_written_where_the_workplace_was_removed(store: Store) -> None:
    store.write_paper(pending())
    os.rmdir(store.workplace)  # noqa: PTH106 (no file may be in it)
    assert store.write_paper(digested())
    assert store.paper(digested().id) == digested()
