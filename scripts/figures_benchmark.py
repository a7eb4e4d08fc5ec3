"""Measure what the figures of PDFs cost: seconds, memory and bytes, as a Markdown table.

    python scripts/figures_benchmark.py PDF…
    python scripts/figures_benchmark.py PDF… --runs 9

Each PDF is read several times, each time by a worker of its own, as in a night. The seconds are
the median of the clock, from the start of the process to its end, and of the processor. Memory is
the most that the worker had resident, as the system counts it. Needs a system that counts.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "plugins"))

from paperglot.figures.answer import read
from paperglot.figures.extraction import Limits

_PLUGINS = sys.path[0]
_HEAD = """\
| PDF | figures | seconds | of the processor | memory | bytes | a figure |
|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one reading of one PDF cost."""

    figures: int
    seconds: float
    processor: float
    memory: int
    """In MB."""
    size: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 if a PDF gave an error."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    print(_HEAD)
    failed = False
    for pdf in options.pdfs:
        runs = [_run(pdf.resolve()) for _number in range(options.runs)]
        done = [run for run in runs if run is not None]
        failed = failed or len(done) < len(runs)
        print(_row(pdf, done) if done else f"| {pdf.stem} | failed | | | | | |")
    return int(failed)


def _row(pdf: Path, runs: Sequence[Run]) -> str:
    seconds = statistics.median(run.seconds for run in runs)
    processor = statistics.median(run.processor for run in runs)
    memory = max(run.memory for run in runs)
    number, size = runs[0].figures, runs[0].size
    each = f"{size // number:,}" if number else "–"
    return (
        f"| {pdf.stem} | {number} | {seconds:.2f} | {processor:.2f} | {memory} MB "
        f"| {size:,} | {each} |"
    )


def _run(pdf: Path) -> Run | None:
    limits = Limits()
    numbers = (limits.pages, limits.bytes_of_images, round(limits.seconds), limits.memory)
    command = [sys.executable, "-P", "-s", "-m", "paperglot.figures.worker", str(pdf)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        worker = subprocess.Popen(
            [*command, folder, *map(str, numbers)],
            stdout=said,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": _PLUGINS},
        )
        _pid, status, used = os.wait4(worker.pid, 0)
        seconds = time.perf_counter() - start
        worker.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        found = read(said.read(), limits.pages) if not worker.returncode else "it failed"
    if isinstance(found, str):
        print(f"{pdf.name}: {found}", file=sys.stderr)
        return None
    size = sum(figure.size for figure in found[1])
    memory = used.ru_maxrss // 1024
    return Run(len(found[1]), seconds, used.ru_utime + used.ru_stime, memory, size)


if __name__ == "__main__":
    sys.exit(main())
