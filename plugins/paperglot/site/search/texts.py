"""What of a paper is searched, and what of it a result shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from paperglot import identifiers
from paperglot.model import Paper
from paperglot.site import html
from paperglot.site.search.terms import terms

AUTHOR = "@"
"""Ends the term of a name, beside the same word of a text."""
TOPIC, CATEGORY = "t:", "c:"
"""Begin the terms that filter; a colon stands in no word."""
_AUTHORS_SHOWN = 3


class Weight(IntEnum):
    """How much a place tells of a paper; two bits of a posting."""

    FILTER = 0
    TAKEAWAY = 1
    TLDR = 2
    TITLE = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as a result shows it: plain texts, each in English and the second language."""

    id: str
    slug: str
    titles: tuple[str, ...]
    tldr: tuple[str, ...]
    takeaways: tuple[tuple[str, ...], ...]
    authors: tuple[str, ...]
    more_authors: int
    category: str
    topics: tuple[str, ...]

    def as_json(self) -> list[object]:
        """Return the fields without their names, which would cost more than some of them."""
        return [
            self.id, self.slug, self.titles, self.tldr, self.takeaways, self.authors,
            self.more_authors, self.category, self.topics,
        ]  # fmt: skip


def shown(paper: Paper) -> Shown:
    """Return what a result shows of a paper."""
    digest = paper.digest
    return Shown(
        id=paper.id,
        slug=identifiers.slug(paper.id),
        titles=_plain(paper.title, *([digest.title] if digest else [])),
        tldr=_plain(digest.tldr.english, digest.tldr.translated) if digest else (),
        takeaways=tuple(_plain(each.english, each.translated) for each in digest.takeaways)
        if digest
        else (),
        authors=tuple(author.name for author in paper.authors[:_AUTHORS_SHOWN]),
        more_authors=max(0, len(paper.authors) - _AUTHORS_SHOWN),
        category=next(iter(paper.categories), ""),
        topics=paper.topics,
    )


def weighed(paper: Paper) -> dict[str, Weight]:
    """Return every term that finds a paper, with the most telling place that it stands at."""
    found: dict[str, Weight] = {}
    seen = shown(paper)
    for texts in zip(*seen.takeaways, strict=True):
        # No term goes on behind the end of a line.
        found |= dict.fromkeys(terms("\n".join(texts)), Weight.TAKEAWAY)
    for text in seen.tldr:
        found |= dict.fromkeys(terms(text), Weight.TLDR)
    for text in seen.titles:
        found |= dict.fromkeys(terms(text), Weight.TITLE)
    found |= dict.fromkeys(_names(paper), Weight.TITLE)
    found[paper.id.lower()] = Weight.TITLE
    found |= dict.fromkeys((f"{TOPIC}{topic}" for topic in paper.topics), Weight.FILTER)
    found |= dict.fromkeys((f"{CATEGORY}{each}" for each in paper.categories), Weight.FILTER)
    return found


def _names(paper: Paper) -> Iterator[str]:
    """Yield the terms of the authors' names; a hyphen in a name may be left out."""
    for author in paper.authors:
        for term in terms(author.name):
            yield f"{term}{AUTHOR}"


def _plain(*texts: str) -> tuple[str, ...]:
    return tuple(html.plain(text) for text in texts)
