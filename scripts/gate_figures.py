"""Count the gate's false alarms on real texts, whose digests are right by construction.

Usage: gate_figures.py FILE [PAPERS]

FILE holds a paper a line, as JSON with `id`, `title` and `abstract`; it may be packed with xz.
PAPERS is how many are looked at, spread evenly over the file; all, if it is not given. For each
check it prints how many digests it failed, and the first three reasons.
"""

import argparse
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from paperglot.arxiv.text import plain
from paperglot.digest import gate
from paperglot.languages import second_language
from paperglot.model import Paper
from paperglot.prose import line
from tests.digest.constructed import digest_of

_SHOWN = 3
_DAY = date(2026, 1, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("papers", type=int, nargs="?")
    arguments = parser.parse_args()
    language = second_language("zh-Hans")
    found: dict[str, list[str]] = defaultdict(list)
    total = alarmed = 0
    for paper in _papers(arguments.file, arguments.papers):
        failed = gate.failures(paper, digest_of(paper), language)
        total += 1
        alarmed += bool(failed)
        for each in failed:
            name, _, reason = each.partition(": ")
            found[name].append(f"{paper.id}: {reason}")
    print(f"{total} digests, {alarmed} with an alarm")
    for name in gate.CHECKS:
        print(f"{name:12} {len(found[name]):6}  {len(found[name]) / max(1, total):.3%}")
        for shown in found[name][:_SHOWN]:
            print(f"    {shown}")


def _papers(path: Path, number: int | None) -> Iterator[Paper]:
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
        lines = file.readlines()
    step = max(1, len(lines) // number) if number else 1
    for text in islice(lines, 0, None, step):
        given = json.loads(text)
        title, abstract = line(plain(given["title"])), plain(given["abstract"])
        if title and abstract:
            yield Paper(given["id"], 1, title, abstract, (), ("cs.CL",), (), _DAY)


if __name__ == "__main__":
    main()
