"""The page that holds what was measured: docs/benchmarks.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scripts.bench.aims import aims, search_aims, store_aims
from scripts.bench.machine import Machine
from scripts.bench.results import (
    HUGO,
    PAPERGLOT,
    Figures,
    Night,
    Result,
    Results,
    Work,
    flatness,
    ratio,
)
from scripts.bench.tables import megabytes, seconds, table, times, whole

_DAILY = tuple(Work)
_BUSY = """\
> Something else ran on this machine (load {load:.1f} on {cores} cores before the first run): the
> figures are too high, and only ratios of runs next to each other say something."""
_FULL = """\
The same papers, from nothing: a page each, and a page for each day, each topic of a day and each
topic. Hugo and Hexo have themes of our own that put out comparable HTML (`scripts/bench/themes`),
plain Material its own, with the navigation trimmed to one page. Paperglot also makes feeds, the
search, data and citations, and MathML; Material a search; Hugo a feed."""
_DAY = """\
Paperglot alone, with what the build before kept in `.cache` beside `mkdocs.yml`. The site that was
built is still there, but for the fresh check-outs: these are as the nightly workflow has them, with
new dates of all files, no site, and what it restores."""
_METHOD = """\
- Papers are real ones with digests by a rule and no model: `scripts/benchmark_archive.py`. The last
  1,000, 10,000 and so on of the file; the day of 100 papers more has texts of the archive under new
  numbers.
- Each build is one run of the command line, in a process of its own, after the one before it. Time
  is by the clock.
- Memory is what all processes of a build hold at most at one time, looked at every 50 ms or so:
  what several share counts once. A single process's own highest mark, as the kernel keeps it, is
  the least that is taken.
- 1 MB is a million bytes. Bytes of a site are those of its files, as they lie on disk before any
  packing.
- `make bench` makes this page anew; `make bench BENCH_SIZES="300 1000"` is a quick look, and
  `BENCH_SLOW=1` waits for Material with 10,000 papers."""


@dataclass(slots=True)
class Report:
    """All that is measured, in the order in which it comes."""

    machine: Machine
    results: list[Result] = field(default_factory=list)
    nights: list[Night] = field(default_factory=list)
    store: list[tuple[int, str, dict[str, float]]] = field(default_factory=list)
    """Papers, a way of reading the store, and what it takes."""
    search: list[tuple[int, list[str]]] = field(default_factory=list)
    """Papers, and the lines that scripts/search_benchmark.py prints."""

    @property
    def text(self) -> str:
        """The page."""
        return "\n\n".join(self._parts()) + "\n"

    def _parts(self) -> Iterator[str]:
        results = Results(self.results)
        yield "# Benchmarks"
        yield _made_on(self.machine)
        if self.machine.is_busy:
            yield _BUSY.format(load=self.machine.load, cores=self.machine.cores)
        bounds = (
            *aims(results, self.nights),
            *store_aims(self.store),
            *search_aims(self.search),
        )
        yield table(("what", "at most", "measured", "holds"), (aim.row for aim in bounds))
        yield f"## Full builds\n\n{_FULL}"
        yield _full_builds(self.results, results)
        yield f"## From day to day\n\n{_DAY}"
        yield _day_to_day(results)
        if self.nights:
            yield _soak(self.nights)
        if self.store:
            yield _store(self.store)
        for papers, lines in self.search:
            yield f"## Search of {papers:,} papers\n\n```text\n" + "\n".join(lines) + "\n```"
        yield f"## How\n\n{_METHOD}"


def _made_on(machine: Machine) -> str:
    memory = f"{machine.memory / 1e9:.0f} GB"
    files = f"; sites on {machine.files}" if machine.files else ""
    return (
        f"Measured on {machine.day} by `make bench`: {machine.processor}, {machine.cores} cores, "
        f"{memory}, {machine.system}{files}.\n{', '.join(machine.versions)}."
    )


def _full_builds(given: Sequence[Result], results: Results) -> str:
    full = [each for each in given if each.work is Work.FULL]
    ordered = sorted(full, key=lambda each: each.papers)
    head = (
        "papers", "generator", "seconds", "to Hugo", "CPU seconds", "memory, MB", "to Hugo",
        "site, MB", "bytes a paper",
    )  # fmt: skip
    return table(head, (_full_row(each, results) for each in ordered))


def _full_row(result: Result, results: Results) -> tuple[str, ...]:
    papers, found = result.papers, result.figures
    if found is None:
        return (f"{papers:,}", f"{result.generator}: {result.remark}", *[seconds(None)] * 7)
    hugo = results.figures(HUGO, Work.FULL, papers)
    return (
        f"{papers:,}",
        result.generator,
        seconds(found.seconds),
        times(ratio(found.seconds, hugo.seconds if hugo else None)),
        seconds(found.cpu),
        megabytes(found.memory),
        times(ratio(found.memory, hugo.memory if hugo else None)),
        megabytes(found.site),
        whole(found.site / papers),
    )


def _day_to_day(results: Results) -> str:
    head = ("papers", "what", "seconds", "to its full build", "to Hugo's", "memory, MB")
    rows = []
    for papers in results.sizes(PAPERGLOT, Work.FULL):
        full = results.figures(PAPERGLOT, Work.FULL, papers)
        hugo = results.figures(HUGO, Work.FULL, papers)
        for work in _DAILY:
            found = results.figures(PAPERGLOT, work, papers)
            if found is not None:
                rows.append((
                    f"{papers:,}",
                    work.value,
                    seconds(found.seconds),
                    times(ratio(found.seconds, full.seconds if full else None)),
                    times(ratio(found.seconds, hugo.seconds if hugo else None)),
                    megabytes(found.memory),
                ))  # fmt: skip
    return table(head, rows)


def _soak(nights: Sequence[Night]) -> str:
    first, last = nights[0], nights[-1]
    told = (
        f"## {len(nights)} nights, one after the other\n\n"
        f"Each adds {max(night.added for night in nights)} papers; the archive grows from "
        f"{first.archive - first.added:,} to {last.archive:,}. The last ten nights took "
        f"{times(flatness(list(nights)))} what the first ten did."
    )
    rows = ((f"{each.number}", f"{each.archive:,}", *_cost(each.figures)) for each in nights)
    return f"{told}\n\n{table(('night', 'papers', 'seconds', 'memory, MB'), rows)}"


def _cost(figures: Figures) -> tuple[str, str]:
    return seconds(figures.seconds), megabytes(figures.memory)


def _store(rows: Sequence[tuple[int, str, dict[str, float]]]) -> str:
    head = ("papers", "reading the store", "seconds", "CPU seconds", "memory, MB")
    cells = (
        (f"{papers:,}", name, *map(seconds, (it["seconds"], it["cpu"])), whole(it["memory"]))
        for papers, name, it in rows
    )
    told = (
        'By `scripts/store_benchmark.py`, each in a process of its own; "parse" is parsing '
        "2,000 pages at most."
    )
    return f"## The store\n\n{told}\n\n{table(head, cells)}"
