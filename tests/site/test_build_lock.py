"""Builds of one site come one after the other, and wait for no more than each other."""

import logging
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from paperglot.errors import BusyError
from paperglot.site import build_lock
from paperglot.site.build_lock import BuildLock
from tests.samples import digested
from tests.site.build import HOST, build, write_site


def _unasked() -> None:
    pytest.fail("nobody else is at work")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".cache" / "paperglot" / "build.lock"


@pytest.fixture
def other(path: Path) -> BuildLock:
    """Another build, which is at work."""
    lock = BuildLock(path)
    lock.acquire(_unasked)
    return lock


def test_the_second_waits_for_the_first_and_says_so(path: Path, other: BuildLock) -> None:
    lock = BuildLock(path)
    lock.acquire(tell=other.release)
    told = []

    def tell() -> None:
        told.append("once")
        lock.release()

    other.acquire(tell)
    assert told == ["once"]


@pytest.mark.usefixtures("other")
def test_one_that_never_ends_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_lock, "_PATIENCE", 0)
    with pytest.raises(BusyError, match=r"build\.lock.*end it first"):
        BuildLock(path).acquire(lambda: None)


def test_a_folder_that_takes_nothing_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    lock = BuildLock(tmp_path / "file" / "build.lock")
    lock.acquire(_unasked)
    lock.release()


class _Releasing(logging.Handler):
    """Ends the other build when somebody says that it waits for it."""

    def __init__(self, other: BuildLock) -> None:
        super().__init__(logging.INFO)
        self._other = other
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "goes first" in record.getMessage():
            self.told.append(record.getMessage())
            self._other.release()


def test_a_build_waits_for_another_one(
    tmp_path: Path, path: Path, other: BuildLock, caplog: pytest.LogCaptureFixture
) -> None:
    file = write_site(tmp_path, papers=[digested()])
    handler = _Releasing(other)
    logger = logging.getLogger(HOST)
    logger.addHandler(handler)
    try:
        with caplog.at_level(logging.INFO, logger=HOST):
            assert build(file).has("papers/2613.00010/")
    finally:
        logger.removeHandler(handler)
    assert len(handler.told) == 1
    BuildLock(path).acquire(_unasked)  # it was given back


def test_a_build_that_fails_gives_it_back(tmp_path: Path, path: Path) -> None:
    file = write_site(tmp_path, papers=[digested()], options={"strict": True})
    page = next((tmp_path / "docs" / "papers").rglob("*.md"))
    page.write_text("damaged", encoding="utf-8")
    with pytest.raises(Abort):
        build(file)
    BuildLock(path).acquire(_unasked)
