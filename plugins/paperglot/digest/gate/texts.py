"""What the checks look at: the texts of an answer by name, each with what it was made from."""

import re
from dataclasses import dataclass

from paperglot.languages import Language
from paperglot.model import Pair
from paperglot.prose import addresses, split_mathematics

_LONG_ENOUGH = 300
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One text of an answer, with the name that a reason gives it."""

    name: str
    text: str
    language: Language
    source: str
    """All that it was made from."""
    is_title: bool = False
    """A title may be all names and formulas."""
    is_whole: bool = False
    """A translation of all of its source keeps every number of it."""
    names: frozenset[str] = frozenset()
    """Words of the source that no language changes; they tell nothing of a text's language."""


@dataclass(frozen=True, slots=True)
class Point:
    """A takeaway or statement in both languages, and the numbers that it names as evidence."""

    english: str
    translated: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """The most characters that a text may have."""

    field: Field
    most: float
    told: str
    """What stands behind "longer than"."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The characters of a translation for each of its source."""

    least: float
    most: float
    since: int
    """Characters of the source from which on it tells something."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text, and another that it must not be."""

    name: str
    text: str
    original: str


@dataclass(frozen=True, slots=True)
class Names:
    """What a reason calls the things that an answer is about."""

    point: str
    """What names evidence: a takeaway."""
    part: str
    """What evidence names: a sentence."""
    whole: str
    """What the parts are parts of, with its article: an abstract."""
    copied: str
    """What a text is that copies a part: a sentence of the abstract."""
    text: str
    """What was translated whole: abstract."""
    given: str
    """What the answer was made from, with its article: the paper."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as the checks see it, whatever it is an answer to."""

    language: Language
    """The second one."""
    names: Names
    system: str
    """The system prompt, which no text repeats."""
    fields: tuple[Field, ...]
    points: tuple[Point, ...]
    parts: tuple[str, ...]
    """What evidence names by number, from 1, and what no English text copies."""
    whole: Pair
    """An English text and its translation, the longest ones of the answer."""
    ratio: Ratio
    """Of their characters."""
    bounds: tuple[Bound, ...]
    copies: tuple[Copy, ...]


def ratio_of(language: Language) -> Ratio:
    """Return the ratio that abstracts of a language have."""
    return Ratio(*language.length_ratio, since=_LONG_ENOUGH)


def plain(text: str) -> str:
    """Return a text without its formulas."""
    return "".join(piece.text for piece in split_mathematics(text) if piece.kind == "text")


def prose(text: str) -> str:
    """Return a text without formulas and addresses, which no language changes."""
    words = plain(text)
    for address in addresses(words):
        words = words.replace(address, "")
    return words


def key(text: str) -> str:
    """Return what is equal for texts that differ in letter case, spaces and punctuation alone."""
    return _SEPARATORS.sub(" ", text.casefold()).strip()
