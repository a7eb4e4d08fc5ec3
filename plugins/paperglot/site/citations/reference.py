"""What a citation of a paper is made of, whatever format it takes."""

from dataclasses import dataclass
from datetime import date

from paperglot import identifiers
from paperglot.model import Paper
from paperglot.site.citations.names import Name, split

MOST_AUTHORS = 100
"""Authors that a citation names; one paper in 2,000 has more, and one has 3,303."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper as it is cited: the authors' work, with nothing of the machine's."""

    id: str
    title: str
    """With its formulas in dollars."""
    authors: tuple[Name, ...]
    """The first ones, as many as a citation names."""
    more_authors: bool
    """Whether there are others."""
    date: date
    """When the first version was submitted, or else announced."""
    category: str
    """The primary one; empty where it is not known."""
    licence: str | None
    doi: str | None
    """The publisher's, or else the one that arXiv registers for each paper."""
    url: str | None
    """The abstract on arXiv; None for an invented paper, which is nowhere but here. So the next."""
    pdf: str | None

    @property
    def slug(self) -> str:
        """The identifier without a slash."""
        return identifiers.slug(self.id)


def reference_of(paper: Paper) -> Reference:
    """Return what a citation of a paper is made of."""
    is_there = not paper.sample
    registered = f"10.48550/arXiv.{paper.id}" if is_there else None
    return Reference(
        id=paper.id,
        title=paper.title,
        authors=tuple(split(author.name) for author in paper.authors[:MOST_AUTHORS]),
        more_authors=len(paper.authors) > MOST_AUTHORS,
        date=paper.submitted or paper.announced,
        category=next(iter(paper.categories), ""),
        licence=paper.licence,
        doi=next(iter(paper.doi), registered) if is_there else None,
        url=f"https://arxiv.org/abs/{paper.id}" if is_there else None,
        pdf=f"https://arxiv.org/pdf/{paper.id}" if is_there else None,
    )
