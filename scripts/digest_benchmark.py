"""Measure asking for digests directly: the time against the ideal, and the memory.

    python scripts/digest_benchmark.py                                  1,000 invented papers
    python scripts/digest_benchmark.py --papers FILE --latency 0        the newest of a JSONL.xz

The model is a stand-in in a process of its own that answers after `--latency` seconds; the ideal
time is papers x latency / concurrency. Papers of a file are objects with id, title, abstract and
categories, the newest last. `cost_figures.py` counts tokens and dollars.
"""

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from paperglot.config import PaperglotOptions, settings_of
from paperglot.digest.direct import digest_papers
from paperglot.model import Paper
from tests import corpus
from tests.standins.messages import MessagesStandIn


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures."""
    options = _parser().parse_args(arguments)
    number = options.number
    papers = corpus.newest(options.papers, number) if options.papers else corpus.invented(number)
    chosen = PaperglotOptions()
    chosen.load_dict({"concurrency": options.concurrency})
    chosen.validate()
    settings = settings_of(chosen, docs_dir="", site_url=None)
    ours, theirs = multiprocessing.Pipe()
    model = multiprocessing.Process(target=serve, args=(theirs, options.latency))
    model.start()
    os.environ |= {"ANTHROPIC_BASE_URL": ours.recv(), "ANTHROPIC_API_KEY": "benchmark"}
    os.environ |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    answered: list[Paper] = []
    begun = time.perf_counter()
    failures = digest_papers(papers, settings.model, settings.second_language, answered.append)
    seconds = time.perf_counter() - begun
    ours.send("enough")
    model.join()
    tell(answered, seconds, len(papers) * options.latency / options.concurrency)
    return int(bool(failures))


def tell(papers: Sequence[Paper], seconds: float, ideal: float) -> None:
    """Print the figures."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    against = f", {seconds / ideal:.2f} times the ideal of {ideal:.1f} s" if ideal else ""
    print(f"{len(papers)} papers in {seconds:.1f} s{against}; {memory:.0f} MiB at most")


def serve(connection: Connection, latency: float) -> None:
    """Answer until told that it is enough."""
    with MessagesStandIn(latency=latency) as messages:
        connection.send(messages.base_url)
        connection.recv()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--latency", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--papers", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
