"""A caption's text: one line of plain Unicode out of the lines of a PDF."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paperglot import prose
from paperglot.figures.pages import SOFT_HYPHEN

LONGEST = 1_500
"""The most characters of a caption."""

_LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFB00, 0xFB07), 0x0132, 0x0133)
}
# What is not seen, what turns the direction of text, and what a font has for itself.
_UNSEEN = frozenset({"Cf", "Co", "Cc", "Cs", "Cn"})
_HYPHENS = "-\u2010"
_BROKEN = re.compile(rf"([^\W\d_]+)(?:{SOFT_HYPHEN}|[{_HYPHENS}])$")
_CONTINUED = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]([^\W\d_]+)")
_WHOLE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How a paper spells what it also writes within a line; all in lower case."""

    words: frozenset[str] = frozenset()
    """Without a hyphen."""
    compounds: frozenset[tuple[str, str]] = frozenset()
    """With a hyphen between them."""
    seconds: frozenset[str] = frozenset()
    """What stands behind the hyphen of any of them, as `level` in `word-level`."""


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """Return how the lines of a paper spell what they do not break."""
    text = "\n".join(lines).lower()
    compounds = frozenset(found.groups() for found in _HYPHENATED.finditer(text))
    words = frozenset(_WHOLE.findall(_HYPHENATED.sub(" ", text)))
    pairs = frozenset((first, second) for first, second in compounds)
    return Vocabulary(words, pairs, frozenset(second for _first, second in pairs))


def caption(lines: Sequence[str], known: Vocabulary) -> str:
    """Return the lines as one; a word that a line's end broke is mended.

    A hyphen at a line's end stays if a capital or a digit follows it, or if the paper spells the
    word with it: this word, or another one with the same second part and never this one without.
    """
    whole = ""
    for each in lines:
        line = each.strip()
        broken = _BROKEN.search(whole)
        continued = _CONTINUED.match(line)
        if broken is None or continued is None:
            whole = f"{whole.replace(SOFT_HYPHEN, '-')} {line}" if whole else line
            continue
        hyphen = "-" if _keeps_hyphen(broken[1], continued[0], known) else ""
        whole = whole[: broken.end(1)] + hyphen + line
    return _shortened(clean(whole.replace(SOFT_HYPHEN, "-")))


def _keeps_hyphen(first: str, second: str, known: Vocabulary) -> bool:
    if not second[0].islower():
        return True
    first, second = first.lower(), second.lower()
    if first + second in known.words:
        return False
    return (first, second) in known.compounds or second in known.seconds


def clean(text: str) -> str:
    """Return text without ligatures, control characters and what nobody sees, as one line."""
    separate = prose.line(text.translate(_LIGATURES))
    seen = "".join(each for each in separate if unicodedata.category(each) not in _UNSEEN)
    return prose.line(unicodedata.normalize("NFC", seen.replace("\ufffd", "")))


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"
