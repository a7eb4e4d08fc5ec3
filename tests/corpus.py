"""Papers to measure with: the newest of a file of real ones, or invented ones."""

import json
import lzma
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from paperglot.arxiv.text import plain
from paperglot.model import Author, Paper
from paperglot.prose import line
from tests.standins.feeds import an_invented_day

_DAY = date(2026, 5, 12)


def newest(path: Path, number: int) -> list[Paper]:
    """Return the last papers of a JSONL.xz file.

    Each line is an object with id, title, abstract and categories; the newest is the last.
    """
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(text) for text in lines.readlines()[-number:]]
    return [_paper(row["id"], row["title"], row["abstract"], row["categories"]) for row in rows]


def invented(number: int) -> list[Paper]:
    """Return as many papers as are asked for, with the texts of an invented day over and over."""
    items = [item for papers in an_invented_day(_DAY).values() for item in papers]
    chosen = [items[place % len(items)] for place in range(number)]
    return [
        _paper(f"2613.{place:05}", item.title, item.abstract, item.categories)
        for place, item in enumerate(chosen, start=1)
    ]


def _paper(identifier: str, title: str, abstract: str, categories: Sequence[str]) -> Paper:
    return Paper(
        id=identifier,
        version=1,
        title=line(plain(title)),
        abstract=plain(abstract),
        authors=(Author("Nobody"),),
        categories=tuple(categories),
        topics=(),
        announced=_DAY,
    )
