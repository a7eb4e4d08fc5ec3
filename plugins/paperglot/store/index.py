"""The whole archive in brief, and its papers a month at a time.

Parsing happens where a page's bytes changed since they were read last, whenever and by whomever;
whole papers are loaded only when they are asked for, so that a large archive fits into memory.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from pathlib import Path

from paperglot import collector
from paperglot.errors import PageError
from paperglot.model import Paper
from paperglot.store import cache, facts, places, reading
from paperglot.store.cache import Entry, Folder, Records, Stamp
from paperglot.store.examine import Examined, Examiner, Known, content_of, examine
from paperglot.store.facts import Facts

_RACY = 2_000_000_000
"""Nanoseconds. What changed so shortly before may change again and bear the same times."""
_NOTHING = Examined("", "")


@dataclass(frozen=True, slots=True)
class Index:
    """What the store's papers say in brief, by announcement, then identifier."""

    root: Path
    facts: tuple[Facts, ...]
    damaged: tuple[PageError, ...]
    records: dict[str, Records]
    """By the name of the month: `2605`."""

    def papers(
        self, wanted: Iterable[Facts] | None = None, *, as_listed: bool = False
    ) -> Iterator[Paper]:
        """Yield whole papers, in the order asked for; all of them by default.

        Those of one month are best asked for together. What changed or vanished since the index
        was made comes as it is now, or not at all; `as_listed` leaves out what changed, too.
        """
        chosen = self.facts if wanted is None else wanted
        for month, group in groupby(chosen, key=_month):
            listed = list(group)
            names = [each.place.rpartition("/")[2] for each in listed]
            records = self.records[month].of(names)
            for each, record in zip(listed, records, strict=True):
                expected = each.content if as_listed else None
                paper = cache.paper(record) or _read(self.root / each.place, expected)
                if paper is not None:
                    yield paper


@collector.resting()
def build(root: Path, workplace: Path) -> Index:
    """Examine every paper's page of a store: by its size and times, else by its bytes."""
    papers = root / places.PAPERS
    months = sorted(each.name for each in papers.glob("*") if each.is_dir())
    records: dict[str, Records] = {}
    found: list[Facts] = []
    damaged: list[PageError] = []
    of_months = (_Place(papers / month, _cached(workplace, month), workplace) for month in months)
    with Examiner() as examiner:
        begun = chain((_begin(place, examiner) for place in of_months), [None])
        # A month is begun before the one before it is kept, so that no process waits for that.
        for reading, _following in pairwise(begun):
            assert reading is not None
            pages, folder = reading.place.pages, _brought_up(reading)
            records[pages.name] = folder.records
            for entry in folder.entries.values():
                if entry.facts is not None:
                    found.append(facts.read(entry.facts, entry.content))
                else:
                    damaged.append(PageError(pages / entry.name, entry.line, entry.reason))
    _forget(workplace, months)
    found.sort(key=lambda each: each.order)
    return Index(root, tuple(found), tuple(damaged), records)


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder of pages, and where what was read of it is kept."""

    pages: Path
    cached: Path
    workplace: Path


@dataclass(frozen=True, slots=True)
class _Reading:
    """A folder that is being read."""

    place: _Place
    listed: dict[str, Stamp]
    """Its pages by name, in order."""
    kept: Folder | None
    """As it was known."""
    begun: int
    """What changed since may change again and bear the same times."""
    unsure: frozenset[str]
    """Pages that may have changed."""
    examined: Iterator[Examined]


def _begin(place: _Place, examiner: Examiner) -> _Reading:
    kept, listed = cache.load(place.cached), _listed(place.pages)
    known = kept.entries if kept else {}
    begun = time.time_ns() - _RACY
    unsure = [
        Known(name, known[name].content if name in known else "")
        for name, stamp in listed.items()
        if name not in known or known[name].stamp != stamp
    ]
    names = frozenset(each.name for each in unsure)
    return _Reading(place, listed, kept, begun, names, examiner(place.pages, unsure))


def _brought_up(reading: _Reading) -> Folder:
    """Return what a folder holds now, and keep it."""
    place, listed, kept = reading.place, reading.listed, reading.kept
    known = kept.entries if kept else {}
    if kept is not None and not reading.unsure and len(known) == len(listed):
        return kept
    examined = {each.name: each for each in reading.examined}
    gone = reading.unsure - examined.keys()
    names = [name for name in listed if name not in gone]
    entries = [
        _entry(listed[name], examined.get(name), known.get(name), reading.begun) for name in names
    ]
    if _contents(entries) == _contents(known.values()):
        return cache.save(place.cached, entries, None, place.workplace)
    records = list(_records(place.pages, entries, examined, kept))
    return cache.save(place.cached, entries, records, place.workplace)


def _contents(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [(entry.name, entry.content) for entry in entries]


def _entry(stamp: Stamp, examined: Examined | None, known: Entry | None, begun: int) -> Entry:
    if examined is None or (known is not None and examined.content == known.content):
        assert known is not None
        entry = known._replace(stamp=stamp)
    else:
        line, reason = examined.line, examined.reason
        entry = Entry(examined.name, stamp, examined.content, examined.facts, 0, 0, 0, line, reason)
    is_racy = max(stamp.modified, stamp.changed) >= begun
    return entry._replace(stamp=Stamp(-1, 0, 0)) if is_racy else entry


def _records(
    pages: Path, entries: list[Entry], examined: dict[str, Examined], kept: Folder | None
) -> Iterator[bytes]:
    """Yield each page's paper, newly parsed or as it was kept; empty for what is damaged."""
    old = [
        entry.name
        for entry in entries
        if entry.facts is not None and not examined.get(entry.name, _NOTHING).record
    ]
    found = dict(zip(old, kept.records.of(old), strict=True)) if kept is not None else {}
    for entry in entries:
        if entry.name in found:
            yield found[entry.name] or _record(pages / entry.name, entry)
        else:  # what was damaged before, and is as it was, was not examined again
            yield examined.get(entry.name, _NOTHING).record


def _record(path: Path, entry: Entry) -> bytes:
    """Parse a page whose paper was kept and is damaged there; empty if it changes just now."""
    [again] = examine(path.parent, [Known(entry.name, "")]) or [_NOTHING]
    return again.record if again.content == entry.content else b""


def _listed(folder: Path) -> dict[str, Stamp]:
    """Return the pages of a folder by name, in order."""
    found: dict[str, Stamp] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".md"):
                try:
                    stat = entry.stat()
                except FileNotFoundError:
                    continue
                found[entry.name] = Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    return dict(sorted(found.items()))


def _read(path: Path, expected: str | None) -> Paper | None:
    """Read a page, if its bytes are those of a hash."""
    try:
        data = path.read_bytes()
        return reading.paper(path, data) if expected in (None, content_of(data)) else None
    except (PageError, FileNotFoundError):
        return None


def _month(listed: Facts) -> str:
    return listed.place.split("/")[1]


def _cached(workplace: Path, month: str) -> Path:
    return cache.folder_of(workplace) / places.PAPERS / f"{month}.json"


def _forget(workplace: Path, months: list[str]) -> None:
    """Remove what was kept of folders that are gone, where it can be removed."""
    with suppress(OSError):
        for path in _cached(workplace, "any").parent.glob("*"):
            if path.stem not in months:
                path.unlink(missing_ok=True)
