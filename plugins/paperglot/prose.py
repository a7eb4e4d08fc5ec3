r"""Text as the store holds it: paragraphs of plain Unicode with TeX mathematics in dollars.

Every text that enters the store passes `normalise`; everything that reads a text relies
on it. Mathematics is `$…$` in a line and `$$…$$` on display; a dollar sign that opens no
formula is just a dollar sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Kind = Literal["text", "inline", "display"]

_LATELY = 64
"""Paragraphs whose sentences were asked for lately: a page asks more than once."""
_DOLLARS = {"text": "", "inline": "$", "display": "$$"}

# Control characters, surrogates and noncharacters never belong to prose. U+0085, U+2028 and
# U+2029 are line ends and count as white space below.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]"
    "|["
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")

# An opening dollar has no space behind it and a closing one none before it and no digit
# behind it: the rule of Pandoc's tex_math_dollars, which keeps "$5 and $6" out. A formula
# ends with its paragraph.
_MATHEMATICS = re.compile(
    r"""(?x)
    (?P<escaped> \\. )
  | \$\$ (?P<display> (?: \\[^\n] | [^$\\\n] )+ ) \$\$
  | \$ (?! [\s$] ) (?P<inline> (?: \\[^\n] | [^$\\\n] )+ ) (?<! \s ) \$ (?! \d )
    """
)

# Chinese may follow an address without a space, so that it ends before what is not ASCII.
_ADDRESS = re.compile(r"https?://[!-;=?-~]+", re.ASCII)
_NOT_OF_AN_ADDRESS = ".,;:!?)]}'\"*_\\$"

# A sentence ends before white space and something that can begin one; the words of
# _ABBREVIATION end none.
_SENTENCE_END = re.compile(r"""[.!?]["')\]”’]*\s+(?=["'(\[“‘]*[A-Z0-9])""")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:e\.g|i\.e|cf|vs|al|resp|approx|Figs?|Eqs?|Secs?|Tabs?|No|Dr|Prof|St))\.\s+$"
)
_LONGEST_ABBREVIATION = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: plain, or one formula without its dollars."""

    text: str
    kind: Kind = "text"

    @property
    def source(self) -> str:
        """The piece as it stands in the text, dollars included."""
        return f"{_DOLLARS[self.kind]}{self.text}{_DOLLARS[self.kind]}"


def normalise(text: str) -> str:
    """Return the text in normal form; normal text comes back unchanged.

    Control characters and surrogates are dropped, white space inside a paragraph becomes
    one space, and paragraphs are set apart by one blank line.
    """
    # Nearly every text: it has no line end, no white space but spaces, and nothing to drop.
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    clean = _CONTROL.sub("", text)
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPH.split(_unify_lines(clean)))
    return "\n\n".join(part for part in paragraphs if part)


def line(text: str) -> str:
    """Return the text in normal form as one paragraph, for titles and names."""
    normal = normalise(text)
    return " ".join(normal.split()) if "\n" in normal else normal


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a normal text."""
    return text.split("\n\n") if text else []


def split_mathematics(text: str) -> list[Piece]:
    """Cut a text into plain stretches and formulas; their sources joined give it back."""
    if "$" not in text:
        return [Piece(text)] if text else []
    return list(_pieces(text))


def sentences(text: str) -> list[str]:
    """Cut a normal text into sentences, which takeaways name by number, counted from 1.

    A full stop in a formula, an abbreviation or an initial ends no sentence.
    """
    found: list[str] = []
    for paragraph in paragraphs(text):
        found.extend(_sentences_of(paragraph))
    return found


def addresses(text: str) -> list[str]:
    """Return the web addresses of a text without the punctuation of its sentences."""
    return [address for _start, address in find_addresses(text)]


def find_addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each web address begins, and the address."""
    for match in _ADDRESS.finditer(text):
        yield match.start(), _trimmed(match[0])


def _trimmed(address: str) -> str:
    """Drop trailing punctuation, but not a closing parenthesis that the address opened."""
    while address[-1] in _NOT_OF_AN_ADDRESS:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _unify_lines(text: str) -> str:
    return re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)


def _pieces(text: str) -> Iterator[Piece]:
    start = 0
    for match in _MATHEMATICS.finditer(text):
        if match.lastgroup == "escaped":
            continue
        if match.start() > start:
            yield Piece(text[start : match.start()])
        kind: Kind = "display" if match["display"] is not None else "inline"
        yield Piece(match[kind], kind)
        start = match.end()
    if start < len(text):
        yield Piece(text[start:])


@lru_cache(_LATELY)
def _sentences_of(paragraph: str) -> tuple[str, ...]:
    """Split with formulas masked by letters of the same length, then cut the original."""
    masked = "".join(
        piece.text if piece.kind == "text" else "X" * len(piece.source)
        for piece in split_mathematics(paragraph)
    )
    ends = (match.end() for match in _SENTENCE_END.finditer(masked))
    cuts = [0, *(end for end in ends if not _ends_in_abbreviation(masked, end)), len(paragraph)]
    return tuple(paragraph[start:end].strip() for start, end in pairwise(cuts) if start < end)


def _ends_in_abbreviation(text: str, end: int) -> bool:
    return _ABBREVIATION.search(text[max(0, end - _LONGEST_ABBREVIATION) : end]) is not None
