"""Measure reading an archive: fresh, after its files were touched, and unchanged.

    python scripts/store_benchmark.py --sizes 1000,10000 [--papers FILE] [--folder FOLDER]

Archives are made in FOLDER by scripts/benchmark_archive.py, or found there. Each measurement is a
process of its own. "papers" is loading whole papers from the index, a month at a time; "parse" is
parsing in one process, at most 2,000 pages. Prints a table in Markdown.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from paperglot.store import reading
from paperglot.store.files import Store
from scripts import benchmark_archive

Figures = dict[str, float]
_SAMPLE = 2_000
_PAUSE = 2.5
"""Seconds after which what was written is no longer taken for a change of just now."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make or find the archives, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--papers", type=Path, metavar="FILE")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "ROOT"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        what, root = options.measure
        print(json.dumps(_MEASURES[what](Store(Path(root)))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        print("| papers | | seconds | CPU seconds | MB at most |\n|---|---|---|---|---|")
        for size in map(int, options.sizes.split(",")):
            place = (options.folder or Path(folder)) / f"{size}"
            if not (place / "site_src").is_dir():
                benchmark_archive.make(place, size, options.papers)
            for name, found in measured(Store(place / "site_src")):
                cells = f"{found['seconds']:.2f} | {found['cpu']:.2f} | {found['memory']:.0f}"
                print(f"| {size:,} | {name} | {cells} |", flush=True)
    return 0


def measured(store: Store) -> Iterator[tuple[str, Figures]]:
    """Yield what each way of reading takes."""
    shutil.rmtree(store.workplace / "cache", ignore_errors=True)
    yield "parse", _run("parse", store)
    yield "index, fresh", _run("index", store)
    time.sleep(_PAUSE)
    _run("index", store)
    yield "index, unchanged", _run("index", store)
    yield "index and papers, unchanged", _run("papers", store)
    for path in (store.root / "papers").glob("*/*.md"):
        os.utime(path)
    time.sleep(_PAUSE)
    yield "index, touched", _run("index", store)


def _run(what: str, store: Store) -> Figures:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--measure", what, str(store.root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _measure(work: Callable[[Store], object]) -> Callable[[Store], Figures]:
    def measure(store: Store) -> Figures:
        begun, cpu = time.perf_counter(), _cpu()
        work(store)
        found = {"seconds": time.perf_counter() - begun, "cpu": _cpu() - cpu}
        # The largest process of those that it started comes on top, once for each core.
        own, started = (
            resource.getrusage(who).ru_maxrss / 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        return found | {"memory": own + started * (os.cpu_count() or 1)}

    return measure


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _parse(store: Store) -> int:
    pages = sorted((store.root / "papers").glob("*/*.md"))[:_SAMPLE]
    return len([reading.paper(path, path.read_bytes()) for path in pages])


_MEASURES = {
    "parse": _measure(_parse),
    "index": _measure(Store.index),
    "papers": _measure(lambda store: sum(1 for _ in store.index().papers())),
}


if __name__ == "__main__":
    sys.exit(main())
