"""A caption's text: one line of plain Unicode out of the lines of a PDF."""

import re
import unicodedata
from collections.abc import Sequence

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
_CONTINUED = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(rf"[^\W\d_]+[{_HYPHENS}][^\W\d_]+")


def compounds(text: str) -> frozenset[str]:
    """Return the words that the paper writes with a hyphen within a line, in lower case."""
    return frozenset(
        found[0].replace("\u2010", "-").lower() for found in _HYPHENATED.finditer(text)
    )


def caption(lines: Sequence[str], known: frozenset[str]) -> str:
    """Return the lines as one; a word that a line's end broke is mended.

    A hyphen at a line's end stays if the paper has the word with it elsewhere, or if a capital or
    a digit follows it.
    """
    whole = ""
    for each in lines:
        line = each.strip()
        broken = _BROKEN.search(whole)
        continued = _CONTINUED.match(line)
        if broken is None or continued is None:
            whole = f"{whole.replace(SOFT_HYPHEN, '-')} {line}" if whole else line
            continue
        compound = f"{broken[1]}-{continued[0]}"
        stays = compound.lower() in known or not continued[0][0].islower()
        whole = whole[: broken.end(1)] + ("-" if stays else "") + line
    return _shortened(clean(whole.replace(SOFT_HYPHEN, "-")))


def clean(text: str) -> str:
    """Return text without ligatures, control characters and what nobody sees, as one line."""
    separate = prose.line(text.translate(_LIGATURES))
    seen = "".join(each for each in separate if unicodedata.category(each) not in _UNSEEN)
    return prose.line(unicodedata.normalize("NFC", seen.replace("\ufffd", "")))


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"
