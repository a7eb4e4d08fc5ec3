"""Measure asking for digests directly: the time against the ideal, the memory, the tokens.

    python scripts/digest_benchmark.py                                  1,000 invented papers
    python scripts/digest_benchmark.py --papers FILE --latency 0        the newest of a JSONL.xz

The model is a stand-in in a process of its own. It counts a token for each four characters of
ASCII and one for each other character, and answers after `--latency` seconds; the ideal time is
papers x latency / concurrency. Papers of a file are objects with id, title, abstract and
categories, the newest last.
"""

import argparse
import json
import lzma
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from paperglot.arxiv.text import plain
from paperglot.config import PaperglotOptions, settings_of
from paperglot.digest.direct import digest_papers
from paperglot.model import Author, Paper
from tests.standins.feeds import an_invented_day
from tests.standins.messages import MessagesStandIn

_DAY = date(2026, 5, 12)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures."""
    options = _parser().parse_args(arguments)
    papers = read(options.papers, options.number) if options.papers else invent(options.number)
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
    made = [paper.provenance for paper in papers if paper.provenance]
    read = sum(each.input_tokens for each in made) / len(made)
    written = sum(each.output_tokens for each in made) / len(made)
    cost = sum(each.cost or 0 for each in made) / len(made)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    against = f", {seconds / ideal:.2f} times the ideal of {ideal:.1f} s" if ideal else ""
    print(f"{len(papers)} papers in {seconds:.1f} s{against}; {memory:.0f} MiB at most")
    print(f"{read:.0f} tokens in and {written:.0f} out a paper, US$ {cost:.6f} directly")


def serve(connection: Connection, latency: float) -> None:
    """Answer until told that it is enough."""
    with MessagesStandIn(latency=latency) as messages:
        connection.send(messages.base_url)
        connection.recv()


def invent(number: int) -> list[Paper]:
    """Return as many papers as are asked for, with the texts of an invented day."""
    items = [item for papers in an_invented_day(_DAY).values() for item in papers]
    chosen = [items[place % len(items)] for place in range(number)]
    return [
        _paper(f"2613.{place:05}", item.title, item.abstract, item.categories)
        for place, item in enumerate(chosen, start=1)
    ]


def read(path: Path, number: int) -> list[Paper]:
    """Return the last papers of a file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][-number:]
    return [_paper(row["id"], row["title"], row["abstract"], row["categories"]) for row in rows]


def _paper(identifier: str, title: str, abstract: str, categories: Sequence[str]) -> Paper:
    return Paper(
        id=identifier,
        version=1,
        title=title,
        abstract=plain(abstract),
        authors=(Author("Nobody"),),
        categories=tuple(categories),
        topics=(),
        announced=_DAY,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--latency", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--papers", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
