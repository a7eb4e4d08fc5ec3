"""Whether the formulas of a paper are those of its digest."""

import re
from collections import Counter

from paperglot.digest.gate.texts import Judged, plain
from paperglot.digest.placeholders import PLACEHOLDER
from paperglot.model import Pair
from paperglot.prose import split_mathematics

# One letter or one number loses nothing with its dollars: "$N$ samples", "$95\%$".
_PLAIN = re.compile(r"[A-Za-z]|[+-]?\d[\d.,]*(?:\\?%)?")
_SPACE = re.compile(r"\s+")
_LONGEST_SHOWN = 60


def changed_mathematics(judged: Judged) -> str | None:
    """The translation has each formula as often as its source; nothing has one of its own."""
    return _leftover(judged) or _difference(judged.whole) or _invented(judged)


def _leftover(judged: Judged) -> str | None:
    for field in judged.fields:
        for found in PLACEHOLDER.findall(field.text):
            if found not in field.source:
                return f"{field.name} has {found}, which stands for nothing"
    return None


def _difference(whole: Pair) -> str | None:
    before, after = Counter(_formulas(whole.english)), Counter(_formulas(whole.translated))
    for formula in (*(before - after), *(after - before)):
        wanted, found = before[formula], after[formula]
        if not (_PLAIN.fullmatch(formula) and _is_plain_there(formula, whole)):
            return f"{_shown(formula)} stands {found} times in the translation, not {wanted}"
    return None


def _invented(judged: Judged) -> str | None:
    for field in judged.fields:
        formulas = _formulas(field.text)
        known = _squeezed(field.source) if formulas else ""
        for formula in formulas:
            if formula.rstrip(".,") not in known:
                return f"{_shown(formula)} in {field.name} is not in {judged.names.given}"
    return None


def _is_plain_there(formula: str, whole: Pair) -> bool:
    """Say whether a letter or number stands in both texts, whether in dollars or not."""
    value = formula.replace("\\", "")
    return all(
        value in _squeezed(plain(text)).replace("\\", "") or formula in _formulas(text)
        for text in (whole.english, whole.translated)
    )


def _formulas(text: str) -> list[str]:
    return [_squeezed(piece.text) for piece in split_mathematics(text) if piece.kind != "text"]


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _shown(formula: str) -> str:
    return f"${formula[:_LONGEST_SHOWN]}$"
