"""Bringing the built site to its destination: only what changed, and in an order that never shows.

What changed is told by contents: the destination's own listing has the MD5 of each file. A list
of our own, kept there, would be one request where the listing is one for each thousand files,
but would know nothing of what somebody else changed or deleted; times say nothing after a
fresh check-out.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from paperglot.errors import DestinationError, HostingError
from paperglot.hosting.folder import BuiltFile, built_files
from paperglot.hosting.plan import Held, Plan, plan
from paperglot.hosting.workers import Patience, Workers

_MEGABYTE = 1_000_000
_FAILED = "{} is not there: {}. Nothing was deleted; run it again, it goes on with what is left"

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Begins a piece of work: what is counted, and how many there are; gives what counts."""


class Store(Protocol):
    """What a sync asks of a destination; each may raise a DestinationError."""

    def held(self) -> dict[str, Held]:
        """Return what is there, by path."""
        ...

    def put(self, path: str, content: bytes) -> bool:
        """Put a file there; say whether its ETag is the MD5 of its content."""
        ...

    def delete(self, path: str) -> None:
        """Delete a file."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sync is asked to do beside uploading what changed."""

    delete: bool = False
    """Delete what the site does not have, after everything else."""
    everything: bool = False
    """Upload what is unchanged too."""
    dry_run: bool = False
    """Only say what it would do."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, or would do."""

    new: int
    changed: int
    size: int
    """Bytes uploaded."""
    unchanged: int
    foreign: int
    """Files at the destination that the site does not have."""
    deleted: int
    dry_run: bool
    comparable: bool = True
    """Whether the next run can tell what is unchanged."""

    @property
    def json(self) -> str:
        """All of it as one JSON object."""
        return json.dumps(asdict(self), indent=2)

    @property
    def text(self) -> str:
        """Return it for people."""
        done = ("would upload", "would delete") if self.dry_run else ("uploaded", "deleted")
        size = f"{self.size / _MEGABYTE:,.2f} MB"
        lines = [
            f"{done[0]} {self.new + self.changed:,} files, {size}",
            f"{self.new:,} are new, {self.changed:,} changed, {self.unchanged:,} unchanged",
        ]
        if self.deleted:
            lines.append(f"{done[1]} {self.deleted:,} files that the site does not have")
        elif self.foreign:
            lines.append(
                f"{self.foreign:,} files there are not of the site; --delete would remove them"
            )
        if not self.comparable:
            lines.append(
                "the destination's ETags are not MD5s, as with encryption by KMS: "
                "each run will upload everything"
            )
        return "\n".join(lines)


def sync(
    folder: Path, store: Store, wish: Wish, progress: Progress, patience: Patience | None = None
) -> Synced:
    """Bring the site in a folder to its destination.

    Raises:
        NoSiteError: there is no site in the folder; nothing was asked of the destination.
        DestinationError: a request failed for good; nothing was deleted unless the uploads were
            through, and the next run goes on from there.
        HostingError: a file changed meanwhile.
    """
    files = built_files(folder)
    workers = Workers(patience or Patience())
    is_same = _never if wish.everything else _compared(folder)
    found = plan(files, workers.tried(store.held), is_same)
    done = Synced(
        new=found.new,
        changed=found.files - found.new,
        size=found.size,
        unchanged=found.unchanged,
        foreign=len(found.foreign),
        deleted=len(found.foreign) if wish.delete else 0,
        dry_run=wish.dry_run,
    )
    if wish.dry_run:
        return done
    comparable = _upload(workers, folder, store, found, progress)
    if done.deleted:
        with progress("deletions", done.deleted) as step:
            workers.each(found.foreign, lambda path: _deleted(workers, store, path), step)
    return replace(done, comparable=comparable)


def _upload(workers: Workers, folder: Path, store: Store, found: Plan, progress: Progress) -> bool:
    """Upload step by step; say whether every ETag was an MD5."""
    other: list[str] = []

    def upload(file: BuiltFile) -> None:
        content = _content(folder, file)
        try:
            is_md5 = workers.tried(lambda: store.put(file.path, content))
        except DestinationError as error:
            raise DestinationError(_FAILED.format(file.path, error)) from error
        if not is_md5:
            other.append(file.path)

    with progress("uploads", found.files) as step:
        for files in found.steps:
            workers.each(files, upload, step)
    return not other


def _deleted(workers: Workers, store: Store, path: str) -> None:
    try:
        workers.tried(lambda: store.delete(path))
    except DestinationError as error:
        message = f"{path} was not deleted: {error}. Everything is uploaded; run it again"
        raise DestinationError(message) from error


def _never(_file: BuiltFile, _held: Held) -> bool:
    return False


def _compared(folder: Path) -> Callable[[BuiltFile, Held], bool]:
    def is_same(file: BuiltFile, held: Held) -> bool:
        if file.size != held.size:
            return False
        content = _content(folder, file)
        return hashlib.md5(content, usedforsecurity=False).hexdigest() == held.etag

    return is_same


def _content(folder: Path, file: BuiltFile) -> bytes:
    """Read a file that a build may be about to replace."""
    try:
        content = (folder / file.path).read_bytes()
    except FileNotFoundError:
        content = None
    if content is None or len(content) != file.size:
        message = f"{file.path} changed meanwhile; run it again when the build is through"
        raise HostingError(message)
    return content
