"""Python's garbage collector, kept from what stays: it would look through an archive over and over.

It looks through all objects whenever they have become a quarter more. Of an archive nothing is
to be freed until the build is over, and what is freed then no collector is needed for.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Have nothing looked through inside the block, for where many objects are made that stay."""
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()


@contextmanager
def set_aside_meanwhile() -> Iterator[None]:
    """Have what there is so far looked through by nothing until the end of the block.

    What was set aside before stays so.
    """
    before = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if not before:
            gc.unfreeze()


def set_aside() -> None:
    """Have what there is so far looked through by nothing.

    What was set aside before, as by an earlier build, is looked through once, and freed if it is
    of no use any more.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
