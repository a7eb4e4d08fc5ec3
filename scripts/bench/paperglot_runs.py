"""Paperglot against itself: what it costs that an archive grows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts.bench.archives import Staged, add_night, check_out, working_copy
from scripts.bench.generators import build_paperglot
from scripts.bench.results import PAPERGLOT, Night, Result, Work


def from_day_to_day(staged: Staged, number: int, folder: Path) -> Iterator[Result]:
    """Yield what a full build takes, and those after it that have what it kept."""
    working, site = working_copy(staged, folder / "working"), folder / "site"
    yield Result(PAPERGLOT, Work.FULL, number, build_paperglot(working, site))
    yield Result(PAPERGLOT, Work.UNCHANGED, number, build_paperglot(working, site))
    as_it_was = check_out(working, folder / "check-out")
    add_night(working, staged.nights[0])
    yield Result(PAPERGLOT, Work.DAY, number, build_paperglot(working, site))
    add_night(working, staged.revised)
    yield Result(PAPERGLOT, Work.REVISED, number, build_paperglot(working, site))
    shutil.rmtree(working)
    shutil.rmtree(site)
    yield Result(PAPERGLOT, Work.CHECKOUT, number, build_paperglot(as_it_was, site))
    tonight = check_out(as_it_was, folder / "tonight")
    shutil.rmtree(as_it_was)
    shutil.rmtree(site)
    add_night(tonight, staged.nights[0])
    yield Result(PAPERGLOT, Work.NIGHT, number, build_paperglot(tonight, site))


def soak(staged: Staged, folder: Path) -> Iterator[Night]:
    """Yield what each night's build takes, one night after the other added to an archive."""
    working, site = working_copy(staged, folder / "working"), folder / "site"
    papers = sum(1 for _ in (working / "site_src" / "papers").glob("*/*.md"))
    build_paperglot(working, site)
    for number, night in enumerate(staged.nights, start=1):
        added = add_night(working, night)
        papers += added
        yield Night(number, papers, added, build_paperglot(working, site))
