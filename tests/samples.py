"""Invented papers and days that tests of every part begin with."""

import hashlib
from datetime import UTC, date, datetime

from paperglot.digest import prompt
from paperglot.figure import Figure, Figures
from paperglot.model import (
    AnnounceType,
    Author,
    Day,
    Digest,
    Entry,
    Overview,
    Pair,
    Paper,
    Provenance,
    Statement,
    Status,
    Takeaway,
)

DAY = date(2026, 3, 3)
ABSTRACT = "We study bounds. The bound $k = 2$ is tight. It costs $5 and 10 % more."


def entry(identifier: str = "2613.00010", **changes: object) -> Entry:
    """Return an entry of a feed."""
    values: dict[str, object] = {
        "id": identifier,
        "version": 1,
        "announce_type": AnnounceType.NEW,
        "title": "A bound",
        "abstract": ABSTRACT,
        "authors": (Author("Ada Example"),),
        "categories": ("cs.CL",),
    }
    return Entry(**(values | changes))  # type: ignore[arg-type]


def pending(identifier: str = "2613.00010", **changes: object) -> Paper:
    """Return a paper that waits for its digest."""
    values: dict[str, object] = {
        "id": identifier,
        "version": 1,
        "title": "A bound",
        "abstract": ABSTRACT,
        "authors": (Author("Ada Example"),),
        "categories": ("cs.CL",),
        "topics": ("llm",),
        "announced": DAY,
    }
    return Paper(**(values | changes))  # type: ignore[arg-type]


def provenance() -> Provenance:
    """Return where an answer came from."""
    return Provenance(
        model="claude-haiku-5-5",
        prompt=prompt.VERSION,
        language="zh-Hans",
        source="abc",
        made=datetime(2026, 3, 3, 1, 2, 3, tzinfo=UTC),
        input_tokens=350,
        output_tokens=1_000,
        cost=0.000535,
    )


def digest() -> Digest:
    """Return a digest of `ABSTRACT`."""
    return Digest(
        title="一个界",
        abstract="我们研究界。界 $k = 2$ 是紧的。它的代价是 $5，并多出 10 %。",
        tldr=Pair("A tight bound at extra cost.", "一个代价更高的紧界。"),
        takeaways=(
            Takeaway("The bound is tight for $k = 2$.", "当 $k = 2$ 时该界是紧的。", (2,)),
            Takeaway("It costs $5 more.", "它多花 $5。", (3,)),
            Takeaway("Bounds are the subject.", "研究对象是界。", (1, 2)),
        ),
    )


def digested(identifier: str = "2613.00010", **changes: object) -> Paper:
    """Return a paper with its digest."""
    values: dict[str, object] = {
        "status": Status.DIGESTED,
        "provenance": provenance(),
        "digest": digest(),
    }
    return pending(identifier, **(values | changes))


def overview(**changes: object) -> Overview:
    """Return an overview of two papers."""
    bounds = Pair("Bounds are tight for $k = 2$.", "当 $k = 2$ 时界是紧的。")
    cost = Pair("One of them costs $5 more.", "其中一个多花 $5。")
    values: dict[str, object] = {
        "date": DAY,
        "topic": "llm",
        "status": Status.DIGESTED,
        "papers": 2,
        "provenance": provenance(),
        "statements": (
            Statement(bounds, ("2613.00010", "cs/9913007")),
            Statement(cost, ("2613.00010",)),
        ),
    }
    return Overview(**(values | changes))  # type: ignore[arg-type]


BY = "http://creativecommons.org/licenses/by/4.0/"


def figures(*found: Figure, **changes: object) -> Figures:
    """Return what was found in the first version of a paper under CC BY."""
    return Figures(**({"version": 1, "licence": BY, "found": found} | changes))  # type: ignore[arg-type]


def figure(image: bytes = b"an image", **changes: object) -> Figure:
    """Return a figure whose image has this content."""
    values: dict[str, object] = {
        "label": "Figure 1",
        "caption": "The bound for k = 2, and what it costs.",
        "page": 2,
        "width": 640,
        "height": 320,
        "size": len(image),
        "hash": hashlib.sha256(image).hexdigest()[:16],
    }
    return Figure(**(values | changes))  # type: ignore[arg-type]


def day(**changes: object) -> Day:
    """Return a day on which one paper was announced and kept."""
    values: dict[str, object] = {"date": DAY, "kept": ("2613.00010",)}
    return Day(**(values | changes))  # type: ignore[arg-type]
