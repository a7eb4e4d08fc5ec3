"""Whether the formulas of a paper are those of its digest."""

import re
from collections import Counter

from paperglot.digest.gate.texts import fields, plain, source
from paperglot.digest.placeholders import PLACEHOLDER
from paperglot.languages import Language
from paperglot.model import Digest, Paper
from paperglot.prose import split_mathematics

# One letter or one number loses nothing with its dollars: "$N$ samples", "$95\%$".
_PLAIN = re.compile(r"[A-Za-z]|[+-]?\d[\d.,]*(?:\\?%)?")
_SPACE = re.compile(r"\s+")
_LONGEST_SHOWN = 60


def changed_mathematics(paper: Paper, digest: Digest, language: Language) -> str | None:
    """The translation has each formula as often as the abstract; nothing has one of its own."""
    return (
        _leftover(paper, digest, language)
        or _difference(paper.abstract, digest.abstract)
        or _invented(paper, digest, language)
    )


def _leftover(paper: Paper, digest: Digest, language: Language) -> str | None:
    own = PLACEHOLDER.findall(source(paper))
    for field in fields(digest, language):
        for found in PLACEHOLDER.findall(field.text):
            if found not in own:
                return f"{field.name} has {found}, which stands for nothing"
    return None


def _difference(abstract: str, translated: str) -> str | None:
    before, after = Counter(_formulas(abstract)), Counter(_formulas(translated))
    for formula in (*(before - after), *(after - before)):
        wanted, found = before[formula], after[formula]
        if not (_PLAIN.fullmatch(formula) and _is_plain_there(formula, abstract, translated)):
            return f"{_shown(formula)} stands {found} times in the translation, not {wanted}"
    return None


def _invented(paper: Paper, digest: Digest, language: Language) -> str | None:
    known = _squeezed(source(paper))
    for field in fields(digest, language):
        for formula in _formulas(field.text):
            if formula.rstrip(".,") not in known:
                return f"{_shown(formula)} in {field.name} is not in the paper"
    return None


def _is_plain_there(formula: str, *texts: str) -> bool:
    """Say whether a letter or number stands in all texts, whether in dollars or not."""
    value = formula.replace("\\", "")
    return all(
        value in _squeezed(plain(text)).replace("\\", "") or formula in _formulas(text)
        for text in texts
    )


def _formulas(text: str) -> list[str]:
    return [_squeezed(piece.text) for piece in split_mathematics(text) if piece.kind != "text"]


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _shown(formula: str) -> str:
    return f"${formula[:_LONGEST_SHOWN]}$"
