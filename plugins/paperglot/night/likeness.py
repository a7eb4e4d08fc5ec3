"""The earlier papers most like one that comes in: found once, and kept on its page.

Later versions of earlier papers change nothing of it, so that old pages stay as they are. The
index of what came so far is kept beside the store, where it can be lost: it is then made of the
latest papers.
"""

import hashlib
import io
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import paperglot
from paperglot import identifiers
from paperglot.errors import PageError
from paperglot.model import Day, Paper
from paperglot.night.enrichment import DAYS
from paperglot.night.progress import Progress, silent
from paperglot.settings import Settings
from paperglot.similar import SimilarIndex
from paperglot.store import cache
from paperglot.store.files import Store
from paperglot.store.lock import exclusive

_LATEST = 10_000
"""Papers that a new index is made of: a quarter of a year of many topics, in 15 seconds."""
_DAYS = 120
"""Days that they are taken from at most."""
_DAYS_SINCE = 40
"""Days in which an index that was kept is not thought to have everything."""
_MEANING = ("similar.py", "terms.py", "prose.py")
"""The modules that say what is in an index."""
_QUICKLY = 1


@dataclass(frozen=True, slots=True)
class Related:
    """What looking through a whole archive came to."""

    papers: int
    written: int
    """Pages that name other papers now, or others than before."""

    @property
    def text(self) -> str:
        """One line for people."""
        return f"{self.papers} papers looked at, {self.written} pages written"


def relate(store: Store, papers: Iterable[Paper], latest: date) -> None:
    """Find the neighbours of those papers of the last days that were never looked at."""
    since = latest - timedelta(days=DAYS)
    wanted = {
        paper.id: paper
        for paper in sorted(papers, key=_order)
        if paper.announced >= since and not paper.similar and not paper.sample
    }
    if not wanted:
        return
    kept = _kept(store)
    index = kept or SimilarIndex()
    # Everything where there was no index; else what another machine, or a run by hand, has filed.
    days = store.days(last=_DAYS_SINCE if kept else _DAYS)
    for paper in _latest(store, days, besides={*wanted}, than=index):
        index.add(paper.id, paper.title, paper.abstract)
    new = [paper for paper in wanted.values() if paper.id not in index]
    for paper in new:
        _relate(store, index, paper)
    if new:
        _keep(store, index)


def relate_all(settings: Settings, *, again: bool = False, progress: Progress = silent) -> Related:
    """Find the neighbours of all papers that name none; `again` finds those of all anew.

    Run again, it goes on with what is left. Damaged pages are left alone.

    Raises:
        BusyError: another run is at work on the store.
    """
    store = Store(settings.root)
    index, written = SimilarIndex(), 0
    with exclusive(store):
        listed = store.index()
        samples = all(facts.sample for facts in listed.facts)
        wanted = [facts for facts in listed.facts if facts.sample == samples]
        with progress("papers", len(wanted)) as step:
            for paper in listed.papers(wanted):
                written += _relate(store, index, paper, again=again)
                step(1)
        _keep(store, index)
    return Related(len(index), written)


def _relate(store: Store, index: SimilarIndex, paper: Paper, *, again: bool = False) -> bool:
    """Add a paper to the index; write what was found onto its page. Return whether that changed."""
    found = index.add(paper.id, paper.title, paper.abstract)
    # Who comes late is not to be named by who came before.
    order = identifiers.sort_key(paper.id)
    similar = tuple(each.id for each in found if identifiers.sort_key(each.id) < order)
    if similar == paper.similar or (paper.similar and not again):
        return False
    return store.write_paper(replace(paper, similar=similar))


def _order(paper: Paper) -> tuple[date, tuple[int, str, int]]:
    return paper.announced, identifiers.sort_key(paper.id)


def _latest(
    store: Store, days: Sequence[Day], *, besides: set[str], than: SimilarIndex
) -> list[Paper]:
    """Return the latest papers of some days that an index has not, the oldest first."""
    names: dict[str, None] = {}
    for day in reversed(days):
        if len(names) >= _LATEST:
            break
        names.update(dict.fromkeys(day.kept))
    found: list[Paper] = []
    for name in names:
        if name not in than and name not in besides:
            with suppress(PageError):
                paper = store.paper(name)
                found += [paper] if paper is not None and not paper.sample else []
    return sorted(found, key=_order)


def _path(store: Store) -> Path:
    return cache.folder_of(store.workplace) / "similar"


def _kept(store: Store) -> SimilarIndex | None:
    """Return the index of the run before; None where that cannot be used."""
    try:
        seal, _, packed = _path(store).read_bytes().partition(b"\n")
        if seal != _seal(packed):
            return None
        return SimilarIndex.load(io.BytesIO(zlib.decompress(packed)))
    except (OSError, ValueError, zlib.error):
        return None


def _keep(store: Store, index: SimilarIndex) -> None:
    file = io.BytesIO()
    index.save(file)
    packed = zlib.compress(file.getbuffer(), _QUICKLY)
    parts: Sequence[bytes] = [_seal(packed), b"\n", packed]
    with suppress(OSError):  # a disk that takes nothing keeps nothing
        cache.put(_path(store), parts, store.workplace)


def _seal(packed: bytes) -> bytes:
    """Return what only this version of the software writes before these bytes."""
    found = hashlib.blake2b(digest_size=16)
    for name in _MEANING:
        found.update(Path(paperglot.__file__).with_name(name).read_bytes())
    found.update(packed)
    return found.hexdigest().encode()
