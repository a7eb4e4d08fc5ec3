"""Upright pages whose text lies on its side, as a wide table's does: they are read turned.

Their running heads and page numbers stand upright all the same, so across the text that is read.
"""

from collections.abc import Sequence

from paperglot.figures.captions import opening
from paperglot.figures.geometry import Box, union
from paperglot.figures.pages import Mark, Word

# The parts of a turned page's width, on the left and on the right, where heads and feet stand,
# and how many points those are away from everything else at least.
_MARGIN = 0.12
_AWAY = 15.0
# In points: a line below a running head.
_THIN = 2.5
_LONG = 12.0


def may_have_caption(words: Sequence[Word]) -> bool:
    """Say whether words that follow each other may be the beginning of a caption."""
    texts = [word.text for word in words]
    return any(opening(" ".join(texts[place : place + 3])) for place in range(len(texts)))


def without_head_and_foot(
    level: Sequence[Word], across: Sequence[Word], marks: Sequence[Mark], width: float
) -> tuple[tuple[Word, ...], tuple[Mark, ...]] | None:
    """Return the words and marks of a turned page without those of the sheet's head and foot.

    `across` are the words that do not lie level: of the head and the foot, but also labels of an
    axis. None if both stand so close together in a margin that they cannot be told apart, and
    without a word that lies level.
    """
    if not level:
        return None

    def is_in_margin(box: Box) -> bool:
        return box.right < _MARGIN * width or box.left > (1 - _MARGIN) * width

    doubtful = [word for word in across if is_in_margin(word.box)]
    rules = [mark for mark in marks if _is_upright_rule(mark) and is_in_margin(mark.box)]
    words = (*level, *(word for word in across if not is_in_margin(word.box)))
    known = set(rules)
    whole = union((
        *(word.box for word in words),
        *(mark.box for mark in marks if mark not in known),
    ))  # fmt: skip

    def is_away(box: Box) -> bool:
        return box.right < whole.left - _AWAY or box.left > whole.right + _AWAY

    if not all(is_away(word.box) for word in doubtful):
        return None
    away = {mark for mark in rules if is_away(mark.box)}
    return words, tuple(mark for mark in marks if mark not in away)


def _is_upright_rule(mark: Mark) -> bool:
    return mark.kind == "path" and mark.box.width <= _THIN and mark.box.height >= _LONG
