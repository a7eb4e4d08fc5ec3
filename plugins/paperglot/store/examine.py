"""Reading the papers of many pages, on all cores where there are many.

What is unchanged by its bytes is not parsed again.
"""

import gc
import hashlib
import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

from pydantic import TypeAdapter

from paperglot import processes
from paperglot.errors import PageError
from paperglot.model import Paper
from paperglot.store import reading
from paperglot.store.facts import Row, row_of

RECORD = TypeAdapter(Paper)
_MANY = 2_000
"""Pages from which it is worth to start processes."""
_PORTION = 200
"""Pages that one process takes at a time."""
_AHEAD = 3
"""Portions that are given out to each process, so that none waits and memory stays small."""


class Known(NamedTuple):
    """A page to examine, and the hash of its bytes when it was read last; empty: it was not."""

    name: str
    content: str


class Examined(NamedTuple):
    """A page as it is now."""

    name: str
    content: str
    """The hash of its bytes. If it is the known one, the rest is empty."""
    facts: Row | None = None
    record: bytes = b""
    """The paper as JSON."""
    line: int = 0
    reason: str = ""
    """Where and why the page cannot be read."""


_Submitted = tuple[Sequence[Known], Future[list[Examined]] | None]
"""Pages, and what a process is to find; None: there is no process."""


def content_of(data: bytes) -> str:
    """Return the hash by which a page's content is known."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def examine(folder: Path, pages: Sequence[Known]) -> list[Examined]:
    """Read and hash some pages of a folder, and parse those that are not as they were known."""
    return [found for page in pages if (found := _examine(folder / page.name, page)) is not None]


def _begin() -> None:
    """Prepare a process that does nothing but examine."""
    processes.end_with_parent()
    gc.disable()


def _examine(path: Path, page: Known) -> Examined | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    content = content_of(data)
    if content == page.content:
        return Examined(page.name, content)
    try:
        paper = reading.paper(path, data)
    except PageError as error:
        return Examined(page.name, content, line=error.line, reason=error.reason)
    return Examined(page.name, content, row_of(paper), RECORD.dump_json(paper))


@dataclass(slots=True)
class Examiner:
    """Examines pages here or in processes of its own, which end with it; for `with`."""

    _pages: int = field(init=False, default=0)
    """How many there were so far."""
    _pool: ProcessPoolExecutor | None = field(init=False, default=None)
    _processes: int = field(init=False, default=0)

    def __enter__(self) -> Self:
        """Start no process yet."""
        self._processes = processes.cores()
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def __call__(self, folder: Path, pages: Sequence[Known]) -> Iterator[Examined]:
        """Return the pages of a folder that are still there, in their order.

        Processes begin with them at once; without any, they are read as they are asked for.
        """
        few, self._pages = self._pages < _MANY, self._pages + len(pages)
        if few and self._pages >= _MANY and self._processes > 1:
            self._start()
        portions = [pages[start : start + _PORTION] for start in range(0, len(pages), _PORTION)]
        if self._pool is None or len(portions) == 1:
            return chain.from_iterable(examine(folder, portion) for portion in portions)
        ahead = self._processes * _AHEAD
        under_way = deque((each, self._submit(folder, each)) for each in portions[:ahead])
        return self._results(folder, under_way, portions[ahead:])

    def _results(
        self, folder: Path, under_way: deque[_Submitted], portions: Sequence[Sequence[Known]]
    ) -> Iterator[Examined]:
        for portion in portions:
            yield from self._result(folder, *under_way.popleft())
            under_way.append((portion, self._submit(folder, portion)))
        for each in under_way:
            yield from self._result(folder, *each)

    def _start(self) -> None:
        """Start processes, as they pay from now on; without them the work is done here."""
        with suppress(OSError, ValueError, ImportError):  # no semaphores, no processes
            context = multiprocessing.get_context(processes.start_method())
            self._pool = ProcessPoolExecutor(self._processes, context, _begin)

    def _submit(self, folder: Path, portion: Sequence[Known]) -> Future[list[Examined]] | None:
        if self._pool is None:
            return None
        try:
            return self._pool.submit(partial(examine, folder, portion))
        except (OSError, RuntimeError):  # no process can be started, or one was killed
            self._pool = None
            return None

    def _result(
        self, folder: Path, portion: Sequence[Known], future: Future[list[Examined]] | None
    ) -> list[Examined]:
        """Return a portion's result; where its process died, it is examined here."""
        if future is not None:
            try:
                return future.result()
            except BrokenProcessPool:
                self._pool = None
        return examine(folder, portion)
