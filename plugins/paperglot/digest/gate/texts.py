"""What the checks look at: the texts of a digest by name, and those of the paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paperglot.languages import ENGLISH, Language
from paperglot.model import Digest, Paper
from paperglot.prose import split_mathematics

_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a digest, with the name that a reason gives it."""

    name: str
    text: str
    language: Language


def fields(digest: Digest, language: Language) -> Iterator[Field]:
    """Yield every text of a digest: title, abstract, TL;DR, takeaways."""
    yield Field("the title", digest.title, language)
    yield Field("the abstract", digest.abstract, language)
    yield Field("the TL;DR", digest.tldr.english, ENGLISH)
    yield Field("the TL;DR", digest.tldr.translated, language)
    for number, takeaway in enumerate(digest.takeaways, start=1):
        yield Field(f"takeaway {number}", takeaway.english, ENGLISH)
        yield Field(f"takeaway {number}", takeaway.translated, language)


def source(paper: Paper) -> str:
    """Return all that a digest is made from."""
    return f"{paper.title}\n\n{paper.abstract}"


def plain(text: str) -> str:
    """Return a text without its formulas."""
    return "".join(piece.text for piece in split_mathematics(text) if piece.kind == "text")


def key(text: str) -> str:
    """Return what is equal for texts that differ in letter case, spaces and punctuation alone."""
    return _SEPARATORS.sub(" ", text.casefold()).strip()
