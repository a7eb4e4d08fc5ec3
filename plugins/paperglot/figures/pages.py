"""What is read from one page of a PDF: words and marks, as frozen values without any library."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from paperglot.figures.geometry import Box

SOFT_HYPHEN = "\u00ad"
"""Ends a word that a line's end broke."""


class Word(NamedTuple):
    """Characters without a space between them; a plain tuple, because there are thousands."""

    box: Box
    text: str
    size: float
    """Of the font, in points as they are on the page."""
    baseline: float
    font: str


class Mark(NamedTuple):
    """Something visible that is not text."""

    box: Box
    kind: Literal["path", "image", "shading"]
    pixels: int = 0
    """Of an image, as the PDF has it."""


_RULE = 2.5
_LONG_RULE = 12.0
_MOST_RULES = 1_000


def is_rule(mark: Mark) -> bool:
    """Say whether a mark is a thin level line: of a table, under a header, of a fraction."""
    return mark.kind == "path" and mark.box.height <= _RULE and mark.box.width >= _LONG_RULE


def rules_of(marks: Iterable[Mark]) -> list[Box]:
    """Return where the rules are, the widest ones if there are very many, as in a grid."""
    rules = [mark.box for mark in marks if is_rule(mark)]
    if len(rules) > _MOST_RULES:
        rules = sorted(rules, key=lambda rule: -rule.width)[:_MOST_RULES]
    return rules


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader sees it, so turned as the PDF says."""

    number: int
    """From 1."""
    width: float
    height: float
    words: tuple[Word, ...] = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    turn: Literal[0, 90, 270] = 0
    """Degrees to the right that a reader turns what the PDF shows, because its text lies so."""

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0, 0, self.width, self.height)

    def on_sheet(self, box: Box) -> Box:
        """Return where a box is on what the PDF shows, before a reader turns it."""
        if self.turn == 90:  # noqa: PLR2004 (degrees)
            return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)
        if self.turn == 270:  # noqa: PLR2004
            return Box(self.height - box.bottom, box.left, self.height - box.top, box.right)
        return box
