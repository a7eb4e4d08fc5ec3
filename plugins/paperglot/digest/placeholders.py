"""Formulas as placeholders: a model that spoils mathematics is asked without showing it any."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from paperglot.model import Digest, Pair, Paper
from paperglot.prose import split_mathematics

PLACEHOLDER = re.compile("⟦[0-9]{1,3}⟧")


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The formulas of a paper; the first is `⟦1⟧`, and the same formula has the same number."""

    formulas: tuple[str, ...]
    """With their dollars."""

    def hide(self, text: str) -> str:
        """Return a text with its formulas as placeholders."""
        return "".join(
            piece.text if piece.kind == "text" else self._number(piece.source)
            for piece in split_mathematics(text)
        )

    def put_back(self, digest: Digest) -> Digest:
        """Return a digest with each placeholder as the formula that it stands for."""
        return _mapped(digest, self._put_back)

    def _number(self, formula: str) -> str:
        return f"⟦{self.formulas.index(formula) + 1}⟧"

    def _put_back(self, text: str) -> str:
        # A digit right behind a dollar sign would keep it from closing the formula.
        return re.sub(PLACEHOLDER.pattern + r"(?=(\d?))", self._formula, text)

    def _formula(self, match: re.Match[str]) -> str:
        number = int(match[0][1:-1])
        if not 1 <= number <= len(self.formulas):
            return match[0]
        return self.formulas[number - 1] + (" " if match[1] else "")


def placeholders_of(paper: Paper) -> Placeholders | None:
    """Return a paper's formulas; None where it has none, or uses the placeholders' brackets."""
    texts = (paper.title, paper.abstract)
    if any("⟦" in text for text in texts):
        return None
    pieces = (piece for text in texts for piece in split_mathematics(text))
    formulas = dict.fromkeys(piece.source for piece in pieces if piece.kind != "text")
    return Placeholders(tuple(formulas)) if formulas else None


def _mapped(digest: Digest, change: Callable[[str], str]) -> Digest:
    return Digest(
        title=change(digest.title),
        abstract=change(digest.abstract),
        tldr=Pair(change(digest.tldr.english), change(digest.tldr.translated)),
        takeaways=tuple(
            replace(each, english=change(each.english), translated=change(each.translated))
            for each in digest.takeaways
        ),
    )
