import codecs
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from paperglot import identifiers
from paperglot.errors import IdentifierError, PageError
from paperglot.model import Day, Paper
from paperglot.store.files import Archive, Store
from tests import strategies
from tests.samples import DAY, digested, pending

ID = "2613.00010"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def every_file(store: Store) -> list[str]:
    files = (path for path in store.root.rglob("*") if path.is_file())
    return sorted(path.relative_to(store.root).as_posix() for path in files)


def test_pages_have_their_places(store: Store) -> None:
    assert store.write_paper(pending("2605.12340"))
    assert store.write_paper(pending("cs/9901001"))
    assert store.write_paper(pending("math.GT/0309136"))
    assert store.write_day(Day(date(2026, 5, 12)))
    assert every_file(store) == [
        "days/2026/2026-05-12.md",
        "papers/0309/math.GT-0309136.md",
        "papers/2605/2605.12340.md",
        "papers/9901/cs-9901001.md",
    ]


def test_what_was_written_is_read(store: Store) -> None:
    store.write_paper(digested())
    store.write_day(Day(DAY, kept=(ID,)))
    assert store.paper(ID) == digested()
    assert store.day(DAY) == Day(DAY, kept=(ID,))
    assert store.days() == [Day(DAY, kept=(ID,))]
    assert store.read() == Archive((digested(),), (Day(DAY, kept=(ID,)),))


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.paper(ID) is None
    assert store.day(DAY) is None
    assert store.days() == []
    assert store.read() == Archive((), ())


@pytest.mark.parametrize("number", range(10))
def test_an_identifier_that_ends_in_zero_keeps_it(store: Store, number: int) -> None:
    identifier = f"2605.{number}0000"
    store.write_paper(pending(identifier))
    [paper] = store.read().papers
    assert paper.id == identifier


@given(strategies.identifiers)
def test_no_two_papers_share_a_page_and_none_leaves_the_folder(identifier: str) -> None:
    path = Store(Path("/store")).paper_path(identifier)
    assert path.parent.parent == Path("/store/papers")
    assert identifiers.from_slug(path.stem) == identifier


@pytest.mark.parametrize(
    "identifier",
    ["../../x", "cs/../../x", "/etc/passwd", "..", "", ".", "2605.12340v1", "2605.12340/../x",
     "2605.12340\n", "cs/9901001\x00", "C:\\x", "~/x", "２６０５.12340"],
)  # fmt: skip
def test_what_is_no_identifier_has_no_place(store: Store, identifier: str) -> None:
    for use in (store.paper_path, store.paper, lambda text: store.write_paper(pending(text))):
        with pytest.raises(IdentifierError):
            use(identifier)
    assert every_file(store) == []


def test_a_page_that_did_not_change_is_not_written(store: Store) -> None:
    store.write_paper(digested())
    store.write_day(Day(DAY))
    paths = (store.paper_path(ID), store.day_path(DAY))
    for path in paths:
        os.utime(path, ns=(1, 1))
    assert not store.write_paper(digested())
    assert not store.write_day(Day(DAY))
    assert [path.stat().st_mtime_ns for path in paths] == [1, 1]
    assert store.write_paper(pending())
    assert paths[0].stat().st_mtime_ns != 1


def refuse(*_: object) -> None:
    message = "No space left on device"
    raise OSError(message)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("fail", [refuse, interrupt])
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
def test_a_write_that_fails_leaves_the_old_page_and_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str, fail: Callable[..., None]
) -> None:
    store.write_paper(pending())
    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises((OSError, KeyboardInterrupt)):
            store.write_paper(digested())
    assert every_file(store) == ["papers/2613/2613.00010.md"]
    assert store.paper(ID) == pending()
    assert store.write_paper(digested())
    assert store.paper(ID) == digested()


def test_a_first_write_that_fails_leaves_no_page(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        store.write_paper(pending())
    assert every_file(store) == []
    assert store.paper(ID) is None


_KILLED = """
import os
from pathlib import Path
from paperglot.store.files import Store
from tests.samples import digested

os.fsync = lambda _: os._exit(9)
Store(Path({root!r})).write_paper(digested())
"""


def test_what_a_killed_process_left_is_never_read(store: Store) -> None:
    store.write_paper(pending())
    here = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _KILLED.format(root=str(store.root))], cwd=here, check=False
    )
    assert done.returncode == 9
    assert [name for name in every_file(store) if name.endswith(".part")]
    assert store.read() == Archive((pending(),), ())


def test_a_page_can_be_read_by_everyone(store: Store) -> None:
    store.write_paper(pending())
    assert store.paper_path(ID).stat().st_mode & 0o777 == 0o644


def damage(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    data = change(path.read_bytes())
    path.write_bytes(data)
    return data


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda data: data.replace(b"version: 1", b"version: one"), 3, "version: should be"),
        (lambda data: data.replace(b"## Abstract", b"\xff## Abstract"), 16, "is not UTF-8"),
        (lambda _: b"\xff", 1, "is not UTF-8"),
        (lambda _: b"", 1, "no front matter"),
        (lambda data: data.replace(b"2613.00010", b"2613.00011"), 2,
         "id: 2613.00011 belongs into papers/2613/2613.00011.md"),
    ],
)  # fmt: skip
def test_a_damaged_page_is_reported_and_left_alone(
    store: Store, change: Callable[[bytes], bytes], line: int, reason: str
) -> None:
    other = pending("2613.00020")
    store.write_paper(pending())
    store.write_paper(other)
    path = store.paper_path(ID)
    data = damage(path, change)
    archive = store.read()
    [error] = archive.damaged
    assert (error.path, error.line) == (path, line)
    assert str(error).startswith(f"{path}:{line}: {reason}")
    assert archive.papers == (other,)
    with pytest.raises(PageError, match=r"2613\.00010\.md"):
        store.paper(ID)
    assert path.read_bytes() == data


def test_a_damaged_day_is_reported_and_left_out(store: Store) -> None:
    store.write_day(Day(DAY))
    store.write_day(Day(date(2026, 3, 4)))
    path = store.day_path(DAY)
    data = damage(path, lambda data: data.replace(b"2026-03-03", b"2026-03-05"))
    place = "days/2026/2026-03-05.md"
    assert [str(error) for error in store.read().damaged] == [
        f"{path}:2: date: 2026-03-05 belongs into {place}"
    ]
    assert store.days() == [Day(date(2026, 3, 4))]
    with pytest.raises(PageError):
        store.day(DAY)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "windows",
    [lambda data: data.replace(b"\n", b"\r\n"), lambda data: codecs.BOM_UTF8 + data],
    ids=["line ends", "byte order mark"],
)
def test_what_windows_writes_is_read(store: Store, windows: Callable[[bytes], bytes]) -> None:
    store.write_paper(digested())
    store.write_day(Day(DAY, kept=(ID,), note="Two\n\nparagraphs."))
    for path in (store.paper_path(ID), store.day_path(DAY)):
        damage(path, windows)
    archive = Archive((digested(),), (Day(DAY, kept=(ID,), note="Two\n\nparagraphs."),))
    assert store.read() == archive


def test_papers_come_by_day_then_by_identifier(store: Store) -> None:
    early, late = date(2026, 3, 2), date(2026, 3, 4)
    order = [("2605.00002", early), ("cs/9901001", late), ("cs/0001001", late),
             ("2604.99999", late), ("2605.00001", late), ("2605.00010", late)]  # fmt: skip
    for identifier, announced in reversed(order):
        store.write_paper(pending(identifier, announced=announced))
        store.write_day(Day(announced))
    archive = store.read()
    assert [(paper.id, paper.announced) for paper in archive.papers] == order
    assert [day.date for day in archive.days] == [early, late]


def test_other_files_in_the_folder_are_not_read(store: Store) -> None:
    store.write_paper(pending())
    for name in ("papers/index.md", "papers/2613/notes.txt", "papers/2613/a/b.md", "days/x.md"):
        path = store.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("something else", encoding="utf-8")
    assert store.read() == Archive((pending(),), ())


def test_a_page_that_vanishes_while_the_folder_is_read_is_not_missed(store: Store) -> None:
    store.write_paper(pending())
    gone = store.paper_path("2613.00020")
    gone.symlink_to(store.root / "nowhere.md")
    assert store.read() == Archive((pending(),), ())


def archive(*papers: Paper, **days: Any) -> Archive:
    return Archive(papers, (Day(DAY, sample=True), Day(date(2026, 3, 4), **days)), ())


def test_samples_leave_as_soon_as_there_is_a_real_paper() -> None:
    sample, real = pending(sample=True), pending("2613.00020")
    assert archive(sample).published() == archive(sample)
    assert archive().published() == archive()
    published = archive(sample, real).published()
    assert published.papers == (real,)
    assert published.days == (Day(date(2026, 3, 4)),)


def test_what_is_damaged_stays_reported_without_the_samples(tmp_path: Path) -> None:
    error = PageError(tmp_path, 1, "x")
    mixed = Archive((pending(sample=True), pending("2613.00020")), (), (error,))
    assert mixed.published().damaged == (error,)
