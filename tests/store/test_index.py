"""The archive in brief, and what is kept of its pages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot import identifiers, processes
from paperglot.model import Day, Paper
from paperglot.store import cache, examine, files, page, places, reading
from paperglot.store.files import Archive, Store
from paperglot.store.index import Index
from tests import strategies
from tests.samples import DAY, digested, pending

LONG_AGO = 1_700_000_000_000_000_000


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were parsed, by name."""
    found: list[str] = []
    paper = reading.paper

    def watched(path: Path, data: bytes) -> Paper:
        found.append(path.name)
        return paper(path, data)

    monkeypatch.setattr(reading, "paper", watched)
    return found


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of five papers in two months that were written long ago."""
    monkeypatch.setattr(files, "_MANY", 1)
    monkeypatch.setattr("paperglot.store.index._RACY", -(10**18))
    store = Store(tmp_path)
    for paper in papers():
        store.write_paper(paper)
    store.write_day(Day(DAY, kept=tuple(paper.id for paper in papers())))
    return store


def papers() -> list[Paper]:
    return [
        digested("2613.00010"),
        pending("2613.00020"),
        digested("2613.00030", sample=True, topics=()),
        pending("cs/9901001", announced=date(1999, 1, 4)),
        digested("2605.00001", announced=date(2026, 5, 12), updated=date(2026, 5, 13)),
    ]


def ids(index: Index) -> list[str]:
    return [each.id for each in index.facts]


def kept(store: Store) -> list[Path]:
    return sorted((store.workplace / "cache" / "papers").iterdir())


def in_order(found: list[Paper]) -> tuple[Paper, ...]:
    return tuple(sorted(found, key=lambda each: (each.announced, identifiers.sort_key(each.id))))


def test_the_index_says_in_brief_what_the_pages_say(store: Store) -> None:
    index = store.index()
    assert ids(index) == ["cs/9901001", "2613.00010", "2613.00020", "2613.00030", "2605.00001"]
    for facts, paper in zip(index.facts, in_order(papers()), strict=True):
        assert (facts.version, facts.announced) == (paper.version, paper.announced)
        assert (facts.updated, facts.revised) == (paper.updated, paper.revised)
        assert (facts.status, facts.sample) == (paper.status, paper.sample)
        assert (facts.topics, facts.categories) == (paper.topics, paper.categories)
        assert facts.place == store.paper_path(paper.id).relative_to(store.root).as_posix()
        assert facts.content == examine.content_of(store.paper_path(paper.id).read_bytes())


def test_whole_papers_come_when_they_are_asked_for(store: Store) -> None:
    index = store.index()
    assert tuple(index.papers()) == in_order(papers())
    assert list(index.papers(index.facts[2:3])) == [pending("2613.00020")]


def test_what_is_unchanged_is_not_opened_again(
    store: Store, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.read()
    assert len(parsed) == 5
    monkeypatch.setattr(Path, "read_bytes", only_kept(Path.read_bytes))
    archive = store.index()
    assert tuple(archive.papers()) == first.papers
    assert len(parsed) == 5


def only_kept(read: Callable[[Path], bytes]) -> Callable[[Path], bytes]:
    def watched(path: Path) -> bytes:
        assert path.suffix != ".md", path
        return read(path)

    return watched


def test_a_fresh_check_out_is_read_and_not_parsed(store: Store, parsed: list[str]) -> None:
    first = store.read()
    for paper in papers():
        os.utime(store.paper_path(paper.id), ns=(LONG_AGO, LONG_AGO))
    before = [path.stat().st_mtime_ns for path in kept(store) if path.suffix == ".papers"]
    assert store.read() == first
    assert len(parsed) == 5
    assert [p.stat().st_mtime_ns for p in kept(store) if p.suffix == ".papers"] == before


def test_only_what_changed_is_parsed(store: Store, parsed: list[str]) -> None:
    store.read()
    store.write_paper(pending(version=2))
    later = store.read()
    assert parsed[5:] == ["2613.00010.md"]
    assert {paper.version for paper in later.papers if paper.id == "2613.00010"} == {2}


def test_a_change_of_the_same_size_under_the_old_time_is_seen(store: Store) -> None:
    store.read()
    path = store.paper_path("2613.00020")
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"version: 1", b"version: 7"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert {paper.version for paper in store.read().papers} == {1, 7}


def test_a_page_that_was_written_a_moment_ago_is_read_again(
    store: Store, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperglot.store.index._RACY", 10**18)
    store.read()
    opened: list[str] = []
    read = Path.read_bytes

    def watched(path: Path) -> bytes:
        opened.append(path.suffix)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    store.index()
    assert opened.count(".md") == 5
    assert len(parsed) == 5


def test_pages_that_are_deleted_or_renamed_are_noticed(store: Store) -> None:
    store.read()
    store.paper_path("2613.00020").unlink()
    store.paper_path("2613.00010").rename(store.paper_path("2613.00040"))
    archive = store.read()
    assert [paper.id for paper in archive.papers] == ["cs/9901001", "2613.00030", "2605.00001"]
    [error] = archive.damaged
    assert error.path == store.paper_path("2613.00040")
    assert "id: 2613.00010 belongs into papers/2613/2613.00010.md" in str(error)


def test_a_month_that_is_gone_is_forgotten(store: Store) -> None:
    store.read()
    shutil.rmtree(store.root / "papers" / "2605")
    assert "2605.00001" not in ids(store.index())
    assert {path.stem for path in kept(store)} == {"2613", "9901"}


def test_a_damaged_page_is_named_again_without_being_read(store: Store, parsed: list[str]) -> None:
    path = store.paper_path("2613.00020")
    path.write_bytes(path.read_bytes().replace(b"version: 1", b"version: one"))
    first = store.read()
    [error] = first.damaged
    assert (error.path, error.line) == (path, 3)
    again = store.read()
    assert [str(each) for each in again.damaged] == [str(error)]
    assert again.papers == first.papers
    assert len(parsed) == 5


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    middle = len(data) - 20
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def foreign(_: bytes) -> bytes:
    return b"abc\n[]"


def rows_of_nothing(data: bytes) -> bytes:
    return data.partition(b"\n")[0] + b"\n"


@pytest.mark.parametrize("suffix", [".json", ".papers"])
@pytest.mark.parametrize("harm", [cut, flip, foreign, rows_of_nothing, lambda _: b""])
def test_what_is_kept_and_damaged_is_passed_over_and_mended(
    store: Store, suffix: str, harm: Callable[[bytes], bytes]
) -> None:
    first = store.read()
    for path in kept(store):
        if path.suffix == suffix:
            path.write_bytes(harm(path.read_bytes()))
    assert store.read() == first
    store.write_paper(pending("2613.00050"))
    assert {*store.read().papers} == {*first.papers, pending("2613.00050")}


@pytest.mark.parametrize("suffix", [".json", ".papers"])
def test_half_of_what_is_kept_is_enough_to_be_right(store: Store, suffix: str) -> None:
    first = store.read()
    for path in kept(store):
        if path.suffix == suffix:
            path.unlink()
    assert store.read() == first
    assert len(kept(store)) == 6


def test_papers_of_another_archive_are_not_taken_for_these(store: Store, tmp_path: Path) -> None:
    first = store.read()
    other = Store(tmp_path / "other")
    for paper in papers():
        other.write_paper(replace(paper, title="Another"))
    other.read()
    shutil.rmtree(store.workplace / "cache")
    shutil.copytree(other.workplace / "cache", store.workplace / "cache")
    assert store.read() == first
    for path in kept(other):
        if path.suffix == ".papers":
            shutil.copy(path, store.workplace / "cache" / "papers")
    assert store.read() == first


def test_another_version_parses_anew(
    store: Store, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.read()
    monkeypatch.setattr(cache, "fingerprint", lambda: "another")
    assert store.read() == first
    assert len(parsed) == 10
    assert store.read() == first
    assert len(parsed) == 10


def test_every_module_that_parses_is_part_of_the_version() -> None:
    package = Path(cache.__file__).parents[1]
    assert all((package / name).is_file() for name in cache.MEANING)
    loaded = "import sys, paperglot.store.page; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True)
    names = {name for name in done.stdout.decode().split() if name.startswith("paperglot.")}
    parsing = {f"{name.removeprefix('paperglot.').replace('.', '/')}.py" for name in names}
    assert parsing - {"store.py", "errors.py", "host.py"} <= set(cache.MEANING)


def test_a_folder_that_takes_nothing_is_no_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    monkeypatch.setattr(cache, "mkstemp", refuse)
    assert store.read().papers == in_order(papers())
    assert list(store.workplace.rglob("*.json")) == []


def test_git_never_sees_what_is_kept(store: Store) -> None:
    subprocess.run(["git", "init", "--quiet", store.root], check=True)
    store.read()
    told = subprocess.run(
        ["git", "-C", store.root, "status", "--porcelain", "-uall"], capture_output=True, check=True
    )
    assert b".paperglot" not in told.stdout


def test_pages_stay_as_they_are(store: Store) -> None:
    pages = {path: path.read_bytes() for path in store.root.rglob("*.md")}
    store.read()
    store.read()
    assert {path: path.read_bytes() for path in store.root.rglob("*.md")} == pages


def test_a_page_that_changes_behind_the_index_comes_as_it_is(store: Store) -> None:
    index = store.index()
    for path in kept(store):
        path.unlink()
    store.paper_path("2613.00020").unlink()
    store.write_paper(pending(version=2))
    found = {paper.id: paper.version for paper in index.papers()}
    assert found["2613.00010"] == 2
    assert "2613.00020" not in found


_BESIDE = """
from pathlib import Path
from paperglot.store import files
from paperglot.store.files import Store
files._MANY = 1
for _ in range(20):
    archive = Store(Path({root!r})).read()
    assert len(archive.papers) == 5, archive
    assert not archive.damaged
    for path in Path({root!r}).glob(".paperglot/cache/papers/2613.*"):
        path.unlink(missing_ok=True)
"""


def test_processes_that_keep_at_once_do_not_disturb_each_other(store: Store) -> None:
    code = _BESIDE.format(root=str(store.root))
    runs = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [run.wait(120) for run in runs] == [0, 0, 0]
    assert store.read().papers == in_order(papers())
    assert not list(store.workplace.glob("*.part"))


@pytest.fixture
def in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "_MANY", 1)
    monkeypatch.setattr(examine, "_PORTION", 1)
    monkeypatch.setattr(processes, "cores", lambda: 2)


@pytest.mark.usefixtures("in_processes")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_give_the_same_with_whole_errors_in_order(
    store: Store, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    for name in ("2613.00020", "2613.00030"):
        path = store.paper_path(name)
        path.write_bytes(path.read_bytes().replace(b"version: 1", b"version: one"))
    monkeypatch.setattr(processes, "start_method", lambda: method)
    archive = store.read()
    assert [(error.path.stem, error.line) for error in archive.damaged] == [
        ("2613.00020", 3),
        ("2613.00030", 3),
    ]
    assert archive.papers == in_order([papers()[0], *papers()[3:]])


def broken(*_: object, **__: object) -> None:
    message = "a process was killed"
    raise BrokenProcessPool(message)


def forbidden(*_: object, **__: object) -> None:
    message = "no semaphores here"
    raise OSError(message)


@pytest.mark.usefixtures("in_processes")
@pytest.mark.parametrize(
    ("what", "fail"),
    [
        ("ProcessPoolExecutor", forbidden),
        ("ProcessPoolExecutor.submit", broken),
        ("Future.result", broken),
    ],
)
def test_without_processes_the_work_is_done_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch, what: str, fail: Callable[..., None]
) -> None:
    monkeypatch.setattr(f"paperglot.store.examine.{what}", fail)
    assert store.read().papers == in_order(papers())


def test_a_small_archive_keeps_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write_paper(pending())
    store.read()
    assert list(store.workplace.iterdir()) == []


@settings(max_examples=30)
@given(st.lists(strategies.papers(), max_size=4, unique_by=lambda paper: paper.id))
def test_what_is_kept_is_the_same_paper(found: list[Paper]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for paper in found:
            path = store.root / places.paper(paper.id)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.write(paper), encoding="utf-8")
        fresh = tuple(store.index().papers())
        again = store.index()
        assert fresh == tuple(again.papers()) == store.read().papers == in_order(found)
        assert store.read() == Archive(in_order(found), ())
        assert list(map(page.write, fresh)) == list(map(page.write, in_order(found)))
