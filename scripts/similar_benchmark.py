"""Measure how fast, how large and how complete the search for similar papers is.

    python scripts/similar_benchmark.py FILE                 all papers of a JSONL.xz
    python scripts/similar_benchmark.py FILE --number 10000 --sample 500
    python scripts/similar_benchmark.py FILE --show 30       titles, to judge by eye
    python scripts/similar_benchmark.py FILE --revised 100   what revised papers change of others

Papers are objects with id, title, abstract and new_date. Of a sample, the neighbours that the
index finds are compared with those that a comparison with every earlier paper finds, by the same
measure. Times are of the processor, not of the clock.
"""

import argparse
import io
import json
import lzma
import random
import resource
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "plugins"))

from paperglot import similar
from paperglot.arxiv.text import plain
from paperglot.similar import Neighbour, SimilarIndex

Row = tuple[str, str, str]
Found = list[tuple[Neighbour, ...]]
_SEED = 1


class EveryPaper(SimilarIndex):
    """Compares the papers of a sample with every one before them."""

    def __init__(self, sample: frozenset[int]) -> None:
        """Remember which papers, by their number, are to be compared."""
        super().__init__()
        self._sample = sample

    def _find(
        self, leading: list[similar._Term], weighed: list[similar._Term], norm: float
    ) -> list[tuple[float, int]]:
        del leading
        if len(self) not in self._sample:
            return []
        weights = {term.key: term.weight * term.rarity for term in weighed}
        papers = (paper for paper in range(len(self)) if self._norms[paper])
        compared = ((self._compare(weights, norm, paper), paper) for paper in papers)
        best = sorted(compared, reverse=True)[: similar.NEIGHBOURS]
        return [each for each in best if each[0] >= similar.THRESHOLD]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures."""
    options = _parser().parse_args(arguments)
    rows = read(options.file, options.number)
    found = feed(rows)
    if options.show:
        show(rows, found, options.show)
    if options.sample:
        compare(rows, found, options.sample)
    if options.revised:
        revise(rows, found, options.revised)
    return 0


def read(path: Path, number: int | None) -> list[Row]:
    """Return the papers of a file in the order of their announcement."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in islice(lines, number)]
    papers.sort(key=lambda paper: (paper["new_date"], paper["id"]))
    return [(paper["id"], plain(paper["title"]), plain(paper["abstract"])) for paper in papers]


def feed(rows: Sequence[Row]) -> Found:
    """Feed an index; print the time of each tenth, the memory and the size."""
    index, found = SimilarIndex(), []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tenth = max(len(rows) // 10, 1)
    for begin in range(0, len(rows), tenth):
        begun = time.process_time()
        found += [index.add(*row) for row in rows[begin : begin + tenth]]
        spent = (time.process_time() - begun) * 1_000 / len(rows[begin : begin + tenth])
        print(f"{len(index):7,} papers: {spent:.2f} ms a paper")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    file = io.BytesIO()
    index.save(file)
    some = sum(map(bool, found)) / len(found)
    print(f"memory grew by {grown:.0f} MiB; stored: {len(file.getvalue()) / 1e6:.0f} MB")
    print(f"{some:.1%} have neighbours, {sum(map(len, found)) / len(found):.2f} on average")
    return found


def choose(rows: Sequence[Row], number: int) -> list[int]:
    """Return the places of some papers, the same each time."""
    return random.Random(_SEED).sample(range(len(rows)), min(number, len(rows)))  # noqa: S311


def compare(rows: Sequence[Row], found: Found, number: int) -> None:
    """Print what share of the true neighbours of a sample was found."""
    sample = frozenset(choose(rows, number))
    every = EveryPaper(sample)
    true = [every.add(*row) for row in rows]
    wanted = [(true[place], {each.id for each in found[place]}) for place in sorted(sample)]
    hits = sum(each.id in ids for neighbours, ids in wanted for each in neighbours)
    first = sum(neighbours[0].id in ids for neighbours, ids in wanted if neighbours)
    whole, some = sum(len(each) for each, _ in wanted), sum(bool(each) for each, _ in wanted)
    print(f"of a sample of {len(sample):,}: {hits / whole:.1%} of {whole:,} neighbours found,")
    print(f"the likest one of {first / some:.1%} of {some:,} papers that have one")


def revise(rows: Sequence[Row], found: Found, number: int) -> None:
    """Print how many other papers' neighbours change when papers lose their last sentence."""
    revised = set(choose(rows, number))
    index, changed, named = SimilarIndex(), 0, 0
    identifiers = {rows[place][0] for place in revised}
    for place, (identifier, title, abstract) in enumerate(rows):
        text = abstract.rstrip(". ").rpartition(". ")[0] if place in revised else abstract
        before = [each.id for each in found[place]]
        after = [each.id for each in index.add(identifier, title, text)]
        if place not in revised and before != after:
            changed += 1
            named += bool(identifiers.intersection([*before, *after]))
    print(f"{number} revised papers: the neighbours of {changed} others changed,")
    print(f"{named} of which name a revised paper before or after")


def show(rows: Sequence[Row], found: Found, number: int) -> None:
    """Print some papers' titles with those of their neighbours."""
    titles = {identifier: title for identifier, title, _abstract in rows}
    for place in sorted(choose(rows, number)):
        print(f"\n{rows[place][1]}")
        for each in found[place]:
            print(f"  {each.score:.2f}  {titles[each.id]}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--number", type=int)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--revised", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
