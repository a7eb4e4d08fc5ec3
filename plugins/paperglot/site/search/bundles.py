"""Shards kept from one build to the next: one file for each period, which can be lost any time.

A bundle is used only if the papers and the version of the format that it was made of are the
same, and its own hash agrees. Anything else means that it is made anew.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from paperglot.model import Paper
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

        Where the page of a paper changed, `whole` loads the period's papers, and `work` does the
        making.
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
        same = kept is not None and kept.pages == _of_pages(papers, self.edition)
        return kept.shard if kept is not None and same else None

    def _made(
        self,
        period: str,
        papers: Sequence[Facts],
        whole: Callable[[Sequence[Facts]], Iterable[Paper]],
    ) -> Shard:
        """Most changes of pages are none to the search: then the shard is the one that was kept."""
        kept = self._read(period)
        ordered = sorted(papers, key=lambda facts: facts.order)
        pages = _of_pages(papers, self.edition)
        as_many = kept is not None and kept.shard.papers == len(papers)
        if kept and as_many and kept.key == fingerprint(whole(ordered), self.edition):
            self._write(replace(kept, pages=pages))
            return kept.shard
        # Loaded once more, as those of a year are too many to be held.
        hashes: list[bytes] = []
        shard = build(period, _hashed(whole(ordered), hashes))
        self._write(_Kept(shard, _fingerprint(hashes, self.edition), pages))
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
            return _unpacked(content)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, kept: "_Kept") -> None:
        if self.folder is None:
            return
        path = self._path(kept.shard.period)
        partial = path.with_suffix(".partial")
        # A disk that takes nothing keeps nothing.
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(_packed(kept))
            partial.replace(path)

    def _path(self, period: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{period}{_SUFFIX}"


def fingerprint(papers: Iterable[Paper], edition: bytes = b"") -> str:
    """Return a hash of all that the search takes from papers, in whatever order they come."""
    return _fingerprint(map(_of_paper, papers), edition)


def _fingerprint(hashes: Iterable[bytes], edition: bytes) -> str:
    return hashlib.sha256(b"".join([edition, *sorted(hashes)])).hexdigest()


def _hashed(papers: Iterable[Paper], hashes: list[bytes]) -> Iterator[Paper]:
    """Yield papers, and take down the hash of each."""
    for paper in papers:
        hashes.append(_of_paper(paper))
        yield paper


def _of_paper(paper: Paper) -> bytes:
    digest = paper.digest
    machine = (digest.title, digest.tldr, digest.takeaways) if digest else ()
    authors = [author.name for author in paper.authors]
    said = (
        paper.id,
        paper.announced,
        paper.title,
        authors,
        paper.categories,
        paper.topics,
        machine,
    )
    return hashlib.sha256(repr(said).encode()).digest()


def _of_pages(papers: Iterable[Facts], edition: bytes) -> str:
    """Return a hash of all that the pages of papers say, in whatever order they come."""
    contents = sorted(facts.content for facts in papers)
    return hashlib.sha256("\n".join([edition.hex(), *contents]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A shard with what it was made of."""

    shard: Shard
    key: str
    """Of what the search takes from the papers."""
    pages: str
    """Of all that the papers' pages said."""


def _packed(kept: _Kept) -> bytes:
    shard = kept.shard
    head = {
        "key": kept.key,
        "pages": kept.pages,
        "period": shard.period,
        "folder": shard.folder,
        "first": shard.first.isoformat(),
        "last": shard.last.isoformat(),
        "papers": shard.papers,
        "files": [(path, len(content)) for path, content in shard.files],
    }
    body = json.dumps(head).encode() + b"\n" + b"".join(content for _path, content in shard.files)
    return hashlib.sha256(body).digest() + body


def _unpacked(content: bytes) -> _Kept | None:
    digest, body = content[:32], content[32:]
    if hashlib.sha256(body).digest() != digest:
        return None
    head_line, _, rest = body.partition(b"\n")
    head = json.loads(head_line)
    files, start = [], 0
    for path, size in head["files"]:
        files.append((path, rest[start : start + size]))
        start += size
    first, last = date.fromisoformat(head["first"]), date.fromisoformat(head["last"])
    period, folder, papers = head["period"], head["folder"], head["papers"]
    shard = Shard(period, folder, first, last, papers, tuple(files))
    return _Kept(shard, head["key"], head["pages"])
