"""How far a long piece of work has come, for people at a terminal and readers of a log."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TextIO

Step = Callable[[int], None]
"""Says that so many more are done."""
Progress = Callable[[str, int], AbstractContextManager[Step]]
"""Begins a piece of work: what is counted, and how many there are."""

_TENTHS = 10


@contextmanager
def silent(label: str, total: int) -> Iterator[Step]:  # noqa: ARG001 (the signature of Progress)
    """Say nothing."""
    yield lambda _number: None


def shown_on(stream: TextIO) -> Progress:
    """Return bars for a terminal, plain lines for anything else."""
    return _bars(stream) if stream.isatty() else lines(lambda text: print(text, file=stream))


def lines(write: Callable[[str], object]) -> Progress:
    """Return progress as lines: one for each tenth of the work at most, and none for no work."""

    @contextmanager
    def begin(label: str, total: int) -> Iterator[Step]:
        done = tenth = 0

        def step(number: int) -> None:
            nonlocal done, tenth
            done += number
            if total and done * _TENTHS // total > tenth:
                tenth = done * _TENTHS // total
                write(f"{label}: {done:,} of {total:,}")

        yield step

    return begin


def _bars(stream: TextIO) -> Progress:
    import click  # noqa: PLC0415 (only a terminal needs it)

    @contextmanager
    def begin(label: str, total: int) -> Iterator[Step]:
        if not total:
            yield lambda _number: None
            return
        with click.progressbar(length=total, label=label, file=stream, show_pos=True) as bar:
            yield bar.update

    return begin
