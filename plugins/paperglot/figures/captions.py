"""The grammar of captions: what opens one, and what only speaks of a figure."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["Figure", "Table"]

# The numbers of figures and tables: 3, 3.1, 12a, A1, A.1, S2, IV.
_NUMBER = r"(?:[A-Z]{1,2}[.\-]?\d{1,3}|\d{1,3})(?:[.\-]\d{1,3})*[a-z]?(?![\w])|[IVXLC]{1,6}(?!\w)"
_WORD = r"(?i:figure|fig\.|fig|table|tab\.)"
_OPENING = re.compile(
    rf"(?P<word>{_WORD})\s?(?P<number>{_NUMBER})\s?(?P<mark>[:.|—–]?)\s?(?P<rest>.*)", re.DOTALL
)
_ANYWHERE = re.compile(rf"(?:^|[\r\n])\s*{_WORD}\s?[A-Z]{{0,2}}[.\-]?[\dIVXLC]")
# What begins a sentence of a caption: a capital, a digit, a bracket or a quotation mark.
_BEGINNING = re.compile(r"[^\W\d_a-z]|[\d(\[“\"‘'$]")
_OTHER = re.compile(r"(?:Algorithm|Listing|Scheme|Box)\s\d+\b")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a caption begins."""

    kind: Kind
    number: str
    marked: bool
    """Whether a colon, a full stop, a bar or a dash follows the number."""
    rest: str
    """What follows on the same line."""

    @property
    def label(self) -> str:
        """The label in its one normal form: `Figure 3`, `Table IV`."""
        return f"{self.kind} {self.number}"

    @property
    def stands_alone(self) -> bool:
        """Whether nothing follows on the same line."""
        return not self.rest

    @property
    def begins_sentence(self) -> bool:
        """Whether what follows can begin a caption's text, as `shows …` cannot."""
        return _BEGINNING.match(self.rest) is not None


def opening(text: str) -> Opening | None:
    """Return how a caption begins if the line can begin one."""
    found = _OPENING.match(text)
    if found is None or not found["word"][0].isupper():
        return None
    kind: Kind = "Figure" if found["word"][0] == "F" else "Table"
    return Opening(kind, found["number"], bool(found["mark"]), found["rest"].strip())


def is_other_caption(text: str) -> bool:
    """Say whether a line begins the caption of something that is no figure or table."""
    return _OTHER.match(text) is not None


def may_have_caption(text: str) -> bool:
    """Say whether a page's text has a line that can begin a caption; cheap."""
    return _ANYWHERE.search(text) is not None
