"""Whole nights against both stand-ins: arXiv's and the model's."""

import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.model import Day, Paper
from paperglot.night.summary import Summary
from paperglot.night.update import update
from paperglot.settings import Settings
from paperglot.store.files import Store
from tests import settings
from tests.site.build import write_site
from tests.standins.arxiv import ArxivStandIn
from tests.standins.feeds import an_invented_day, document, midnight
from tests.standins.messages import MessagesStandIn

DAY = date(2026, 5, 12)
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
EVERYTHING = {"id": "all", "title": {"en": "Everything", "zh-Hans": "全部"}}
NIGHTLY: dict[str, Any] = {"categories": list(CATEGORIES), "topics": [EVERYTHING]}
"""Options that keep every paper of an invented day."""
_TOUCHED = (".paperglot/lock", ".paperglot/last-request")
_CACHE = ".paperglot/cache/"


def noon(day: date) -> datetime:
    """Return the middle of a day in Eastern time."""
    return midnight(day) + timedelta(hours=12)


def feeds(day: date = DAY) -> dict[str, bytes]:
    """Return the documents of an invented day."""
    return {name: document(name, day, items) for name, items in an_invented_day(day).items()}


def command(*arguments: str) -> list[str]:
    """Return the installed command with its arguments."""
    return [str(Path(sysconfig.get_path("scripts"), "paperglot")), *arguments]


def tree(root: Path) -> Mapping[str, bytes]:
    """Return every file below a folder with its bytes, but for what every run touches.

    The cache holds times of files and nothing that could not be made again.
    """
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    return {
        name: data
        for name, data in found.items()
        if not name.endswith(_TOUCHED) and _CACHE not in name
    }


@dataclass(frozen=True)
class Night:
    """Both stand-ins and the store that they fill."""

    folder: Path
    arxiv: ArxivStandIn
    messages: MessagesStandIn

    @property
    def root(self) -> Path:
        """The store's folder."""
        return self.folder / "docs"

    @property
    def store(self) -> Store:
        """The store in it."""
        return Store(self.root)

    def configure(self, **changes: Any) -> Path:
        """Write the same settings as a `mkdocs.yml`; return its path."""
        options = settings.plugin_options(self.arxiv, **NIGHTLY | changes)
        return write_site(self.folder, options=options)

    def settings(self, **changes: Any) -> Settings:
        """Return settings that lead to the stand-ins."""
        return settings.make(self.root, self.arxiv, **NIGHTLY | changes)

    def run(self, now: datetime | None = None, **changes: Any) -> Summary:
        """Run an update at noon of the invented day, unless told otherwise."""
        return update(self.settings(**changes), now=now or noon(DAY))

    @property
    def asked(self) -> list[str]:
        """The categories whose feeds were asked for, in order."""
        return [request.category for request in self.arxiv.requests_of("rss")]

    @property
    def papers(self) -> dict[str, Paper]:
        """The papers of the store by identifier."""
        return {paper.id: paper for paper in self.store.read().papers}

    def day(self, day: date = DAY) -> Day:
        """Return a day that must be there."""
        found = self.store.day(day)
        assert found is not None
        return found


@contextmanager
def night(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    """Start both stand-ins with an invented day."""
    with ArxivStandIn(feeds()) as arxiv, MessagesStandIn() as messages:
        settings.connect(monkeypatch, messages)
        yield Night(folder, arxiv, messages)
