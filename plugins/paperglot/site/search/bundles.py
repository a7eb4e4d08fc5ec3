"""Shards kept from one build to the next: one file for each period, which can be lost any time.

A bundle is used only if the papers and the version of the format that it was made of are the
same, and its own hash agrees. Anything else means that it is made anew.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from paperglot.model import Paper
from paperglot.site.search.shard import Shard, build

_FORMAT = "1"
"""To be raised with any change of what a shard's files say."""
_SUFFIX = ".bundle"


@dataclass(frozen=True, slots=True)
class Bundles:
    """The folder with the shards of the last build; None keeps nothing."""

    folder: Path | None

    def shard(self, period: str, papers: Sequence[Paper]) -> Shard:
        """Return a period's shard, as it was kept or made now."""
        key = fingerprint(papers)
        kept = self._read(period, key)
        if kept is not None:
            return kept
        made = build(period, papers)
        self._write(made, key)
        return made

    def forget_all_but(self, periods: Iterable[str]) -> None:
        """Remove what belongs to no period any more."""
        keep = set(periods)
        for path in self.folder.glob(f"*{_SUFFIX}") if self.folder else ():
            if path.name.removesuffix(_SUFFIX) not in keep:
                path.unlink(missing_ok=True)

    def _read(self, period: str, key: str) -> Shard | None:
        try:
            content = self._path(period).read_bytes() if self.folder else b""
            return _unpacked(content, key)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, shard: Shard, key: str) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(shard.period)
        partial = path.with_suffix(".partial")
        partial.write_bytes(_packed(shard, key))
        partial.replace(path)

    def _path(self, period: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{period}{_SUFFIX}"


def fingerprint(papers: Iterable[Paper]) -> str:
    """Return a hash of all that the search takes from papers, in whatever order they come."""
    return hashlib.sha256(
        "\n".join([_FORMAT, *sorted(map(_of_paper, papers))]).encode()
    ).hexdigest()


def _of_paper(paper: Paper) -> str:
    digest = paper.digest
    machine = (digest.title, digest.tldr, digest.takeaways) if digest else ()
    authors = [author.name for author in paper.authors]
    return repr(
        (paper.id, paper.announced, paper.title, authors, paper.categories, paper.topics, machine)
    )


def _packed(shard: Shard, key: str) -> bytes:
    head = {
        "key": key,
        "period": shard.period,
        "folder": shard.folder,
        "first": shard.first.isoformat(),
        "last": shard.last.isoformat(),
        "papers": shard.papers,
        "files": [(path, len(content)) for path, content in shard.files],
    }
    body = json.dumps(head).encode() + b"\n" + b"".join(content for _path, content in shard.files)
    return hashlib.sha256(body).digest() + body


def _unpacked(content: bytes, key: str) -> Shard | None:
    digest, body = content[:32], content[32:]
    if hashlib.sha256(body).digest() != digest:
        return None
    head_line, _, rest = body.partition(b"\n")
    head = json.loads(head_line)
    if head["key"] != key:
        return None
    files, start = [], 0
    for path, size in head["files"]:
        files.append((path, rest[start : start + size]))
        start += size
    first, last = date.fromisoformat(head["first"]), date.fromisoformat(head["last"])
    return Shard(head["period"], head["folder"], first, last, head["papers"], tuple(files))
