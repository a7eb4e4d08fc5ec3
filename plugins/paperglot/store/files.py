"""The store's folder: where each page lies, and how it is read and written."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from paperglot import identifiers
from paperglot.errors import PageError
from paperglot.model import Day, Overview, Paper
from paperglot.store import day as day_page
from paperglot.store import index, places, reading
from paperglot.store import overviews as overviews_page
from paperglot.store import page as paper_page
from paperglot.store.index import Index

PAPERS = places.PAPERS
DAYS = places.DAYS
OVERVIEWS = places.OVERVIEWS
WORKPLACE = ".paperglot"
"""What is no page: the journal, the lock, and pages that are being written."""

_PART = ".part"
_MANY = 1_000
"""Papers from which it is worth to keep what was parsed."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that the store holds, read once; papers and days by announcement, then id."""

    papers: tuple[Paper, ...]
    days: tuple[Day, ...]
    damaged: tuple[PageError, ...] = ()
    overviews: tuple[Overview, ...] = ()
    """By day, then in the order of their page."""

    def published(self) -> "Archive":
        """Return what belongs on the site: no samples once there is a real paper."""
        if all(paper.sample for paper in self.papers):
            return self
        return Archive(
            papers=tuple(paper for paper in self.papers if not paper.sample),
            days=tuple(day for day in self.days if not day.sample),
            damaged=self.damaged,
            overviews=tuple(each for each in self.overviews if not each.sample),
        )


@dataclass(frozen=True, slots=True)
class Store:
    """The folder that holds `papers/`, `days/`, `overviews/`, the `docs_dir` of the site."""

    root: Path

    def paper_path(self, identifier: str) -> Path:
        """Return where a paper's page lies: `papers/2605/2605.12340.md`.

        Raises:
            IdentifierError: a text that is no identifier has no place here.
        """
        return self.root / places.paper(identifier)

    def day_path(self, day: date) -> Path:
        """Return where a day's page lies: `days/2026/2026-05-12.md`."""
        return self.root / places.day(day)

    def overviews_path(self, day: date) -> Path:
        """Return where the overviews of a day lie: `overviews/2026/2026-05-12.md`."""
        return self.root / places.overviews(day)

    @property
    def workplace(self) -> Path:
        """The folder for what is no page; MkDocs passes over names that begin with a dot."""
        return self.root / WORKPLACE

    def paper(self, identifier: str) -> Paper | None:
        """Return one paper, or None if the store does not hold it.

        Raises:
            PageError: its page is damaged.
        """
        return _read(self.paper_path(identifier), reading.paper)

    def day(self, day: date) -> Day | None:
        """Return one day, or None if the store does not hold it.

        Raises:
            PageError: its page is damaged.
        """
        return _read(self.day_path(day), reading.day)

    def overviews(self, day: date) -> tuple[Overview, ...]:
        """Return the overviews of a day; there may be none.

        Raises:
            PageError: their page is damaged.
        """
        return _read(self.overviews_path(day), reading.overviews) or ()

    def write_paper(self, paper: Paper) -> bool:
        """Write a paper's page at once or not at all; say whether its bytes changed."""
        return self._write(self.paper_path(paper.id), paper_page.write(paper))

    def write_day(self, day: Day) -> bool:
        """Write a day's page at once or not at all; say whether its bytes changed."""
        return self._write(self.day_path(day.date), day_page.write(day))

    def write_overview(self, overview: Overview) -> bool:
        """Write an overview onto its day's page, in place of the one of the same topic.

        Raises:
            PageError: the page is damaged.
        """
        present = self.overviews(overview.date)
        others = (each for each in present if each.topic != overview.topic)
        page = sorted((*others, overview), key=lambda each: each.topic)
        return self._write(self.overviews_path(overview.date), overviews_page.write(page))

    def write_beside(self, path: Path, text: str) -> bool:
        """Write a file of the workplace that is no page, likewise."""
        return self._write(path, text)

    def days(self, since: date | None = None, last: int | None = None) -> list[Day]:
        """Return the days that can be read, the oldest first: from a date on, or so many."""
        first = "" if since is None else self.day_path(since).name
        paths = [path for path in self._day_paths() if path.name >= first]
        if last is None:
            return list(_collect(paths, reading.day, []))
        return list(islice(_collect(reversed(paths), reading.day, []), last))[::-1]

    def dates(self, last: int) -> list[date]:
        """Return so many of the latest days that have a page, whether or not it can be read."""
        found: list[date] = []
        for path in reversed(self._day_paths()):
            with suppress(ValueError):  # a file of another name is no day's
                found.append(date.fromisoformat(path.stem))
        return found[:last]

    def read(self) -> Archive:
        """Read everything; a damaged page is reported and left alone.

        Of a large archive this is much at once: see `index`.
        """
        damaged: list[PageError] = []
        paths = self._paper_paths()
        if len(paths) < _MANY:
            papers = sorted(
                _collect(paths, reading.paper, damaged),
                key=lambda paper: (paper.announced, identifiers.sort_key(paper.id)),
            )
        else:
            found = self.index()
            papers = list(found.papers())
            damaged += found.damaged
        days, overviews, others = self.read_days()
        return Archive(tuple(papers), days, (*damaged, *others), overviews)

    def read_days(self) -> tuple[tuple[Day, ...], tuple[Overview, ...], tuple[PageError, ...]]:
        """Read all days and overviews; damaged pages are reported and left alone."""
        damaged: list[PageError] = []
        days = tuple(_collect(self._day_paths(), reading.day, damaged))
        overviews = tuple(_collect(self._overviews_paths(), reading.overviews, damaged))
        return days, tuple(chain(*overviews)), tuple(damaged)

    def index(self) -> Index:
        """Return all papers in brief; whole ones are loaded from it when they are asked for.

        What was parsed is kept in the workplace, for nobody but this machine.
        """
        return index.build(self.root, self.workplace)

    def size(self) -> int:
        """Return how many bytes the store's pages and journal have."""
        pages = (*self._paper_paths(), *self._day_paths(), *self._overviews_paths())
        return sum(path.stat().st_size for path in (*pages, *self.workplace.glob("*/*.jsonl")))

    def sweep(self) -> None:
        """Remove what a killed run was writing; only for who holds the lock."""
        for path in self.workplace.glob(f"*{_PART}"):
            path.unlink(missing_ok=True)

    def _write(self, path: Path, text: str) -> bool:
        """Replace the file by one that is whole, so that a crash leaves one or the other."""
        data = text.encode("utf-8")
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        self.workplace.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.workplace, prefix=f"{path.stem}-", suffix=_PART)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return True

    def _paper_paths(self) -> list[Path]:
        return sorted((self.root / PAPERS).glob("*/*.md"))

    def _day_paths(self) -> list[Path]:
        return sorted((self.root / DAYS).glob("*/*.md"))

    def _overviews_paths(self) -> list[Path]:
        return sorted((self.root / OVERVIEWS).glob("*/*.md"))


def _collect(
    paths: Iterable[Path], parse: Callable[[Path, bytes], T], damaged: list[PageError]
) -> Iterator[T]:
    for path in paths:
        try:
            found = _read(path, parse)
        except PageError as error:
            damaged.append(error)
        else:
            if found is not None:
                yield found


def _read(path: Path, parse: Callable[[Path, bytes], T]) -> T | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return parse(path, data)
