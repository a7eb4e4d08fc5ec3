"""Archives and nights to measure with, made in a process of its own.

    python -m scripts.bench.staging archive FOLDER --papers FILE --number 10000
    python -m scripts.bench.staging soak FOLDER --papers FILE --number 10000 --nights 60

FOLDER gets `archive/`, with the latest papers of the file, and `nights/1/` and so on, each a
`site_src/` to lay over it. Without a soak there is one night: papers of the archive under new
numbers, on the weekday after its last; and `revised/`, with new versions of some of its papers
that were announced that day. The nights of a soak are the last ones of the file, the
archive what came before, so that they follow each other as they did.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from paperglot.model import Pair, Paper
from paperglot.store.files import Store
from scripts import benchmark_archive
from scripts.benchmark_archive import Source

A_NIGHT = 100
"""Papers of a night."""
REVISED = 50
"""Papers of which a night brings a new version."""
_FIRST_NUMBER = 90_000
"""Of a night's new papers; arXiv's own numbers of a month end far below."""
_SATURDAY = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["archive", "soak"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=Path, required=True)
    parser.add_argument("--number", type=int, required=True)
    parser.add_argument("--nights", type=int, default=60)
    options = parser.parse_args(arguments)
    sources = list(benchmark_archive.read(options.papers))
    if options.what == "archive":
        archive = sources[-options.number :]
        nights = [next_night(archive)]
    else:
        archive, nights = parted(sources, options.number, options.nights)
    benchmark_archive.write(options.folder / "archive", archive)
    settings = benchmark_archive.configure(options.folder / "nights")
    if options.what == "archive":
        found = [benchmark_archive.paper_of(source, settings) for source in spread(archive)]
        papers = revised(found, nights[0][0].announced)
        benchmark_archive.write_papers(Store(options.folder / "revised" / "site_src"), papers)
    for number, night in enumerate(nights, start=1):
        store = Store(options.folder / "nights" / f"{number}" / "site_src")
        papers = [benchmark_archive.paper_of(source, settings) for source in night]
        benchmark_archive.write_day(store, night[0].announced, papers)
    return 0


def next_night(archive: Sequence[Source]) -> list[Source]:
    """Return papers of an archive as a night that comes after it."""
    day = max(source.announced for source in archive) + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return [
        replace(source, id=f"{day:%y%m}.{_FIRST_NUMBER + place}", announced=day)
        for place, source in enumerate(archive[-A_NIGHT:])
    ]


def spread(archive: Sequence[Source]) -> list[Source]:
    """Return papers from all over an archive."""
    return list(archive[:: max(1, len(archive) // REVISED)][:REVISED])


def revised(papers: Iterable[Paper], day: date) -> list[Paper]:
    """Return papers in a new version, which gave them another title and another TL;DR."""
    found = []
    for paper in papers:
        assert paper.digest is not None, "an archive to measure with has digests"
        last = paper.digest.takeaways[-1]
        digest = replace(paper.digest, tldr=Pair(last.english, last.translated))
        title = f"{paper.title}, Revisited"
        found.append(replace(paper, version=2, updated=day, title=title, digest=digest))
    return found


def parted(
    sources: Sequence[Source], number: int, nights: int
) -> tuple[list[Source], list[list[Source]]]:
    """Part papers into an archive of so many and the nights after it, none with more than 100.

    Nights with fewer are left out: they would be quicker for a reason that says nothing.
    """
    by_day = sorted(sources, key=lambda source: (source.announced, source.id))
    whole = [list(group) for _day, group in groupby(by_day, key=_day_of)]
    chosen = [night[:A_NIGHT] for night in whole if len(night) >= A_NIGHT][-nights:]
    first = chosen[0][0].announced
    return [source for source in by_day if source.announced < first][-number:], chosen


def _day_of(source: Source) -> date:
    return source.announced


if __name__ == "__main__":
    sys.exit(main())
