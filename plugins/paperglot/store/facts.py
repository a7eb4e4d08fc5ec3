"""What every page of the archive says in brief: enough to list, order and choose papers."""

import sys
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from paperglot import identifiers
from paperglot.model import Paper, Status
from paperglot.store import places

Row = list[Any]
"""Facts as JSON takes them, without a list in it, which would cost time to read."""

_REMEMBERED = 4_096
"""Dates, and combinations of topics or categories."""


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """A paper in brief, without its text."""

    id: str
    version: int
    announced: date
    updated: date | None
    revised: date | None
    status: Status
    topics: tuple[str, ...]
    categories: tuple[str, ...]
    similar: tuple[str, ...]
    licence: str | None
    images: tuple[str, ...]
    """The hashes of its figures."""
    looked_through: int | None
    """The version in which figures were looked for."""
    sample: bool
    made: datetime | None
    """When the model's latest answer came."""
    changed: datetime
    """When what the site says of the paper was last changed."""
    content: str
    """The hash of the page's bytes."""

    def __repr__(self) -> str:
        """Tell papers apart by all that their pages say."""
        return f"{self.id}#{self.content}"

    @property
    def place(self) -> str:
        """Where the page lies, below the store's folder."""
        return places.paper(self.id)

    @property
    def order(self) -> tuple[date, tuple[int, str, int]]:
        """The archive's order: by announcement, then identifier."""
        return self.announced, identifiers.sort_key(self.id)


def row_of(paper: Paper) -> Row:
    """Return a paper in brief."""
    days = (paper.announced, paper.updated, paper.revised)
    return [
        paper.id,
        paper.version,
        *(each and each.isoformat() for each in days),
        paper.status.value,
        "\n".join(paper.topics),
        "\n".join(paper.categories),
        "\n".join(paper.similar),
        paper.licence,
        "\n".join(paper.images),
        paper.figures and paper.figures.version,
        paper.sample,
        paper.provenance and paper.provenance.made.isoformat(),
        paper.changed.isoformat(),
    ]


def read(row: Row, content: str) -> Facts:
    """Return what `row_of` made a row from; `content` is the hash of its page."""
    identifier, version, announced, updated, revised, status, topics, categories, *rest = row
    similar, licence, images, looked_through, sample, answered, changed = rest
    made = answered and datetime.fromisoformat(answered)
    return Facts(
        id=identifier,
        version=version,
        announced=_date(announced),
        updated=updated and _date(updated),
        revised=revised and _date(revised),
        status=Status(status),
        topics=_common(topics),
        categories=_common(categories),
        similar=_texts(similar),
        licence=licence and sys.intern(licence),
        images=_texts(images),
        looked_through=looked_through,
        sample=sample,
        made=made,
        changed=made if changed == answered else datetime.fromisoformat(changed),
        content=content,
    )


def _texts(row: str) -> tuple[str, ...]:
    return tuple(row.split("\n")) if row else ()


# What many papers have in common is held once: of 100,000 papers that are 35 MB.
_common = lru_cache(_REMEMBERED)(_texts)
_date = lru_cache(_REMEMBERED)(date.fromisoformat)
