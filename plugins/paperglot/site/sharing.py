"""Work shared out to all cores: tasks that were made here, done in processes forked from this one.

A fork has everything that the tasks need without its being sent; what they return is.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from paperglot import collector, processes

R = TypeVar("R")
Task = Callable[[], R]

_AHEAD = 2
"""Portions that wait for a process while each has one."""
_LIFETIME = 24
"""Portions after which processes make room for new ones: whatever one looks at becomes its own
copy, as to look at an object is to count that."""
_GENERATIONS = 20
"""How often they do so at most: to fork a large process takes a tenth of a second."""

# What a process that is forked finds; nothing of it could be sent to one.
_shared_out: Sequence[Sequence[Task[Any]]] = ()


def shared(portions: Sequence[Sequence[Task[R]]]) -> Iterator[list[R]]:
    """Yield what the tasks of each portion return, in whatever order the portions are done.

    One process has a portion from its beginning to its end. What a process dies of is done here.
    """
    if len(portions) < 2 or processes.cores() == 1 or not processes.can_fork():  # noqa: PLR2004
        for portion in portions:
            yield [task() for task in portion]
        return
    yield from _in_processes(portions)


def _in_processes(portions: Sequence[Sequence[Task[R]]]) -> Iterator[list[R]]:
    global _shared_out  # noqa: PLW0603 (a fork's only way to what cannot be pickled)
    _shared_out = portions
    try:
        # The collector would write to every object, and so copy for each process what all have.
        with collector.set_aside_meanwhile():
            lifetime = max(_LIFETIME, len(portions) // _GENERATIONS)
            for first in range(0, len(portions), lifetime):
                yield from _in_a_pool(range(len(portions))[first : first + lifetime])
    finally:
        _shared_out = ()


def _in_a_pool(places: Sequence[int]) -> Iterator[list[Any]]:
    cores = min(processes.cores(), len(places))
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, context, processes.end_with_parent) as pool:
        under_way: dict[Future[list[Any]], int] = {}
        for place in places:
            if (future := _submitted(pool, place)) is None:
                yield _do(place)
                continue
            under_way[future] = place
            if len(under_way) >= cores * _AHEAD:
                yield from _finished(under_way)
        while under_way:
            yield from _finished(under_way)


def _submitted(pool: ProcessPoolExecutor, place: int) -> "Future[list[Any]] | None":
    try:
        return pool.submit(_do, place)
    except (OSError, BrokenProcessPool):  # no process can be started, or one was killed
        return None


def _do(place: int) -> list[Any]:
    return [task() for task in _shared_out[place]]


def _finished(under_way: "dict[Future[list[R]], int]") -> Iterator[list[R]]:
    """Wait for some of what is under way, and yield it."""
    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=under_way.__getitem__):
        place = under_way.pop(future)
        try:
            yield future.result()
        except BrokenProcessPool:
            yield _do(place)
