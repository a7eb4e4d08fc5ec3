"""Measure, and write docs/benchmarks.md.

    make bench
    python -m scripts.bench --sizes 300 1000 --parts builds --output /tmp/benchmarks.md

Papers come from `../shared/metadata`, beside the repository. Everything that is made along the way
lies in `.cache/bench` and can be thrown away; archives are found there by the next run. The page
is written after each measurement, so that what was measured stays if the rest fails.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperglot.store.files import Store
from scripts import store_benchmark
from scripts.bench import machine, paperglot_runs
from scripts.bench.archives import Staged, staged, working_copy
from scripts.bench.generators import ROOT, Generator, Generators, NotInstalledError
from scripts.bench.measure import CommandError
from scripts.bench.report import Report
from scripts.bench.results import Result, Work

SIZES = (1_000, 10_000, 100_000)
PARTS = ("builds", "soak", "store", "search")
_PAPERS = ROOT.parent / "shared" / "metadata" / "arxiv_rss_new_100k.jsonl.xz"
_SOAK_BASE = 10_000
"""Papers of the archive that the nights are added to, at most."""
_NOT_THERE = (
    "{papers} is not there. The benchmarks need real papers: a file of JSON lines packed with xz "
    "(scripts/benchmark_archive.py has their form), named with --papers."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the options ask for; return the exit code."""
    options = _parser().parse_args(arguments)
    if not options.papers.is_file():
        print(f"bench: {_NOT_THERE.format(papers=options.papers)}", file=sys.stderr)
        return 2
    options.folder.mkdir(parents=True, exist_ok=True)
    generators = Generators(options.folder.resolve() / "tools")
    generators.install()
    report = Report(machine.this(generators.versions(), options.folder))
    bench = Bench(options, generators, report)
    for part in options.parts:
        for told in getattr(bench, part)():
            print(told, flush=True)
            bench.write()
    shutil.rmtree(bench.work, ignore_errors=True)
    return int(bool(bench.failed))


@dataclass
class Bench:
    """A run, part by part; each yields a line for the terminal after each measurement."""

    options: argparse.Namespace
    generators: Generators
    report: Report
    failed: bool = False

    @property
    def work(self) -> Path:
        """Where sites are built."""
        return Path(self.options.folder.resolve() / "work")

    def write(self) -> None:
        """Write the page as far as it goes."""
        Path(self.options.output).write_text(self.report.text, encoding="utf-8")

    def builds(self) -> Iterator[str]:
        """Every generator on every size, and Paperglot from day to day."""
        for size in self.options.sizes:
            archive = self._archive(size)
            for generator in self.generators.all:
                if size <= (generator.most_slowly if self.options.slow else generator.most):
                    yield self._full(generator, archive, size)
                    self._clear()
            yield from self._paperglot(archive, size)
            self._clear()

    def soak(self) -> Iterator[str]:
        """Night after night."""
        base = max((size for size in self.options.sizes if size <= _SOAK_BASE), default=_SOAK_BASE)
        nights = staged(
            self.options.folder.resolve(), "soak", self.options.papers, base, self.options.nights
        )
        try:
            for night in paperglot_runs.soak(nights, self.work):
                self.report.nights.append(night)
                yield f"night {night.number}: {night.figures.seconds:.2f} s"
        except CommandError as error:
            yield self._failure(f"soak: {error}")
        self._clear()

    def store(self) -> Iterator[str]:
        """Reading the store, as scripts/store_benchmark.py measures it."""
        for size in self.options.sizes:
            folder = working_copy(self._archive(size), self.work)
            for name, found in store_benchmark.measured(Store(folder / "site_src")):
                self.report.store.append((size, name, found))
                yield f"store of {size:,}, {name}: {found['seconds']:.2f} s"
            self._clear()

    def search(self) -> Iterator[str]:
        """The search, as scripts/search_benchmark.py measures it, with the most papers."""
        size = max(self.options.sizes)
        script = ROOT / "scripts" / "search_benchmark.py"
        command = [sys.executable, script, self.options.papers, "--papers", f"{size}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        if done.returncode:
            lines += [line for line in done.stderr.splitlines() if line.strip()][-1:]
            self.failed = True
        self.report.search.append((size, lines))
        yield "\n".join(lines)

    def _full(self, generator: Generator, archive: Staged, size: int) -> str:
        figures, remark = None, ""
        try:
            figures = generator.full(archive.archive, self.work, self.generators.tools)
        except NotInstalledError as error:
            remark = str(error)
        except CommandError as error:
            remark = "failed"
            self._failure(f"{generator.name}, {size:,} papers: {error}")
        return self._took(Result(generator.name, Work.FULL, size, figures, remark))

    def _paperglot(self, archive: Staged, size: int) -> Iterator[str]:
        try:
            for result in paperglot_runs.from_day_to_day(archive, size, self.work):
                yield self._took(result)
        except CommandError as error:
            yield self._failure(f"Paperglot, {size:,} papers: {error}")

    def _took(self, result: Result) -> str:
        self.report.results.append(result)
        found = result.figures
        told = f"{found.seconds:.2f} s, {found.memory / 1e6:.0f} MB" if found else result.remark
        return f"{result.generator}, {result.papers:,} papers, {result.work}: {told}"

    def _failure(self, told: str) -> str:
        self.failed = True
        print(f"bench: {told}", file=sys.stderr)
        return told.partition("\n")[0]

    def _archive(self, size: int) -> Staged:
        return staged(self.options.folder.resolve(), "archive", self.options.papers, size)

    def _clear(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=_number, nargs="+", default=SIZES, metavar="PAPERS")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--nights", type=int, default=60, help="of the soak")
    parser.add_argument("--slow", action="store_true", help="Material with 10,000 papers too")
    parser.add_argument("--papers", type=Path, default=_PAPERS, metavar="FILE")
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "bench")
    parser.add_argument("--output", default=str(ROOT / "docs" / "benchmarks.md"), metavar="FILE")
    return parser


def _number(text: str) -> int:
    number = int(text.replace(",", "").replace("_", ""))
    if number < 1:
        message = f"{text!r} is not a number of papers"
        raise argparse.ArgumentTypeError(message)
    return number


if __name__ == "__main__":
    sys.exit(main())
