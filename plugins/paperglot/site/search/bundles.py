"""Shards kept from one build to the next: one file for each period, which can be lost any time.

A bundle is used if its own hash agrees and the same version of the software made it: as it is
where its papers are the same, for what unchanged ones gave to it where most of them are.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from paperglot.model import Paper
from paperglot.site.search.renewal import Roll, renewed, roll_of
from paperglot.site.search.shard import Shard, build
from paperglot.site.sharing import Task
from paperglot.store.facts import Facts

_SUFFIX = ".bundle"


def _one_by_one(tasks: list[Task[Shard]]) -> list[Shard]:
    return [task() for task in tasks]


@dataclass(frozen=True, slots=True)
class Bundles:
    """The folder with the shards of the last build; None keeps nothing."""

    folder: Path | None
    edition: bytes = b""
    """Differs where another version of the software might make other files of the same papers."""

    def shards(
        self,
        periods: Mapping[str, Sequence[Facts]],
        whole: Callable[[Sequence[Facts]], Iterable[Paper]],
        work: Callable[[list[Task[Shard]]], list[Shard]] = _one_by_one,
    ) -> list[Shard]:
        """Return the shard of each period's papers, and keep no others.

        The papers of a period come in the archive's order. `whole` loads those that are looked
        at, and `work` does the making where a page changed.
        """
        kept = {period: self._unchanged(period, papers) for period, papers in periods.items()}
        tasks: list[Task[Shard]] = [
            partial(self._made, period, periods[period], whole)
            for period, shard in kept.items()
            if shard is None
        ]
        made = work(tasks)
        self._forget_all_but(periods)
        return [*filter(None, kept.values()), *made]

    def _unchanged(self, period: str, papers: Sequence[Facts]) -> Shard | None:
        kept = self._read(period)
        return kept.shard if kept is not None and kept.roll == roll_of(papers) else None

    def _made(
        self,
        period: str,
        papers: Sequence[Facts],
        whole: Callable[[Sequence[Facts]], Iterable[Paper]],
    ) -> Shard:
        kept, roll = self._read(period), roll_of(papers)
        if kept is not None and _are_mostly_the_same(kept.roll, roll):
            shard = renewed(
                kept.shard, kept.roll, roll, lambda numbers: whole([papers[n] for n in numbers])
            )
        else:
            shard = build(period, whole(papers))
        self._write(_Kept(shard, roll))
        return shard

    def _forget_all_but(self, periods: Iterable[str]) -> None:
        """Remove what belongs to no period any more, where it can be removed."""
        keep = set(periods)
        with suppress(OSError):
            for path in self.folder.glob(f"*{_SUFFIX}") if self.folder else ():
                if path.name.removesuffix(_SUFFIX) not in keep:
                    path.unlink(missing_ok=True)

    def _read(self, period: str) -> "_Kept | None":
        try:
            content = self._path(period).read_bytes() if self.folder else b""
            kept = _unpacked(content, self.edition)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return kept if kept is not None and kept.shard.period == period else None

    def _write(self, kept: "_Kept") -> None:
        if self.folder is None:
            return
        path = self._path(kept.shard.period)
        partial = path.with_suffix(".partial")
        # A disk that takes nothing keeps nothing.
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(_packed(kept, self.edition))
            partial.replace(path)

    def _path(self, period: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{period}{_SUFFIX}"


def _are_mostly_the_same(before: Roll, now: Roll) -> bool:
    return 2 * len(frozenset(before).intersection(now)) > len(now)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A shard with what it was made of."""

    shard: Shard
    roll: Roll


def _packed(kept: _Kept, edition: bytes) -> bytes:
    shard = kept.shard
    head = {
        "edition": edition.hex(),
        "roll": kept.roll,
        "period": shard.period,
        "folder": shard.folder,
        "first": shard.first.isoformat(),
        "last": shard.last.isoformat(),
        "papers": shard.papers,
        "files": [(path, len(content)) for path, content in shard.files],
    }
    body = json.dumps(head).encode() + b"\n" + b"".join(content for _path, content in shard.files)
    return hashlib.sha256(body).digest() + body


def _unpacked(content: bytes, edition: bytes) -> _Kept | None:
    digest, body = content[:32], content[32:]
    if hashlib.sha256(body).digest() != digest:
        return None
    head_line, _, rest = body.partition(b"\n")
    head = json.loads(head_line)
    if head["edition"] != edition.hex():
        return None
    files, start = [], 0
    for path, size in head["files"]:
        files.append((path, rest[start : start + size]))
        start += size
    first, last = date.fromisoformat(head["first"]), date.fromisoformat(head["last"])
    period, folder, papers = head["period"], head["folder"], head["papers"]
    shard = Shard(period, folder, first, last, papers, tuple(files))
    return _Kept(shard, head["roll"])
