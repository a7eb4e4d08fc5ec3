"""Feeds that are filed, and what became of their papers."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from paperglot.arxiv.pull import Pulled
from paperglot.model import Day, Entry, Failure, Feed, Paper
from paperglot.night import intake
from paperglot.settings import Topic
from paperglot.store.files import Store
from tests import settings
from tests.samples import DAY

ID, OTHER = "2613.00010", "2613.00020"
NEXT = date(2026, 3, 4)
TOPICS = settings.make(Path()).topics
_FATES = ("kept", "outside", "replacements", "repeated")


def pulled(
    *entries: Entry,
    category: str = "cs.CL",
    etag: str | None = None,
    failures: Iterable[Failure] = (),
) -> Pulled:
    """Return what asking for a category gave."""
    return Pulled(category, Feed(category, DAY, entries, tuple(failures)), etag)


def file(
    store: Store, *given: Pulled, day: date = DAY, topics: tuple[Topic, ...] = TOPICS
) -> dict[str, tuple[str, ...]]:
    """File a day; return its lists that are not empty, after checking its sum."""
    intake.file_day(store, topics, day, given)
    filed = held_day(store, day)
    found = {fate: getattr(filed, fate) for fate in _FATES}
    found["failed"] = tuple(failure.subject for failure in filed.failures)
    every = [identifier for identifiers in found.values() for identifier in identifiers]
    assert len(every) == len(set(every)) == filed.announced
    assert filed.announced == len(filed.kept) + filed.filtered + len(filed.failures)
    return {fate: identifiers for fate, identifiers in found.items() if identifiers}


def held(store: Store, identifier: str = ID) -> Paper:
    """Return a paper that must be there."""
    paper = store.paper(identifier)
    assert paper is not None
    return paper


def held_day(store: Store, day: date = DAY) -> Day:
    """Return a day that must be there."""
    found = store.day(day)
    assert found is not None
    return found


def damage(path: Path) -> bytes:
    """Write what is no page; return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"---\nid: broken\n")
    return path.read_bytes()
