"""Whether a crop can be shown: it cuts nothing, and holds nothing that is not the figure's."""

from collections.abc import Callable, Iterable, Sequence

from paperglot.figures.geometry import Box
from paperglot.figures.layout import Layout

# In points.
_NARROWEST = 40.0
_LOWEST = 14.0
_TOLERANCE = 1.5
_OVERLAP = 1.0
# So many times as wide as it is high, or the other way round.
_SLIMMEST = 40.0


def flaw(box: Box, layout: Layout) -> str | None:
    """Return what is wrong with a crop of a page, in words for a test or a log; None if clean."""
    flaws: dict[str, Callable[[], bool]] = {
        "too small": lambda: box.width < _NARROWEST or box.height < _LOWEST,
        "too slim": lambda: max(box.width / box.height, box.height / box.width) > _SLIMMEST,
        "beyond the page": lambda: not layout.page.box.contains(box, _TOLERANCE),
        "running text": lambda: _meets(box, (line.box for line in layout.prose)),
        "perhaps running text": lambda: _meets(box, (line.box for line in layout.doubtful)),
        "a caption": lambda: _meets(box, (caption.box for caption in layout.captions)),
        "cuts a drawing": lambda: _cuts(box, (mark.box for mark in layout.marks)),
        "cuts text": lambda: _cuts(box, (line.box for line in layout.loose)),
    }
    return next((words for words, holds in flaws.items() if holds()), None)


def overlapping(boxes: Sequence[Box]) -> frozenset[int]:
    """Return the indexes of crops of one page that share a part of it."""
    return frozenset(
        index
        for index, box in enumerate(boxes)
        for other, each in enumerate(boxes)
        if index != other and box.overlaps(each, _OVERLAP)
    )


def _meets(box: Box, others: Iterable[Box]) -> bool:
    return any(box.overlaps(other, _OVERLAP) for other in others)


def _cuts(box: Box, others: Iterable[Box]) -> bool:
    """Say whether anything is partly in the box and partly not."""
    return any(
        other.across(box) >= 0
        and other.along(box) >= 0
        and not box.contains(other, _TOLERANCE)
        and max(other.across(box), other.along(box)) > _TOLERANCE
        for other in others
    )
