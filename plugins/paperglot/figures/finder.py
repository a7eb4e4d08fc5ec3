"""The figures and tables of a document: its captions, and what of the page belongs to each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from paperglot.figures import text
from paperglot.figures.caption_blocks import Caption, texts
from paperglot.figures.captions import Kind
from paperglot.figures.cleanliness import flaw, overlapping
from paperglot.figures.geometry import Box
from paperglot.figures.layout import Layout, lay_out
from paperglot.figures.pages import Page
from paperglot.figures.regions import Item, Side, clusters, corridor, figure, items_of

# Where most papers have the figure or table, seen from its caption.
_USUAL: dict[Kind, Side] = {"Figure": "above", "Table": "below"}
_OPPOSITE: dict[Side, Side] = {"above": "below", "below": "above"}


@dataclass(frozen=True, slots=True)
class Find:
    """A figure or table with its caption, and where on its page it stands."""

    label: str
    caption: str
    page: Page
    box: Box
    """Of the figure without its caption, points from the page's top left."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    caption: Caption
    layout: Layout
    items: Sequence[Item]
    boxes: dict[Side, Box | None]
    box: Box | None = None
    side: Side = "above"


def find(pages: Iterable[Page]) -> list[Find]:
    """Return what can be cut out cleanly, in the order of pages, then of place.

    A label is found once: where two captions have the same, neither can be told from the other.
    """
    layouts = lay_out(pages)
    known = text.vocabulary(line for each in layouts for line in _sentences(each))
    candidates = [each for layout in layouts for each in _candidates(layout)]
    sides = {kind: _side_of(kind, candidates) for kind in _USUAL}
    finds = [
        find
        for layout in layouts
        for find in _finds([each for each in candidates if each.layout is layout], sides, known)
    ]
    labels = [each.label for each in finds]
    return [each for each in finds if labels.count(each.label) == 1]


def _sentences(layout: Layout) -> Iterator[str]:
    """Yield the lines of a page that are words of the paper, its captions included."""
    yield from (line.text for line in layout.prose)
    yield from (line.text for caption in layout.captions for line in caption.lines)


def _candidates(layout: Layout) -> list[_Candidate]:
    items = items_of(layout)
    return [
        _Candidate(
            caption,
            layout,
            items,
            {side: figure(caption, side, layout, items) for side in _OPPOSITE},
        )
        for caption in layout.captions
    ]


def _side_of(kind: Kind, candidates: Sequence[_Candidate]) -> Side:
    """Return where a document has its figures, or its tables: where more captions have one."""
    counts: dict[Side, float] = dict.fromkeys(_OPPOSITE, 0)
    for each in candidates:
        if each.caption.opening.kind == kind:
            for side, box in each.boxes.items():
                counts[side] += box is not None
    usual = _USUAL[kind]
    return _OPPOSITE[usual] if counts[_OPPOSITE[usual]] > counts[usual] else usual


def _finds(
    candidates: Sequence[_Candidate], sides: dict[Kind, Side], known: text.Vocabulary
) -> list[Find]:
    """Return the clean figures of one page."""
    chosen = _parted([_chosen(each, sides) for each in candidates])
    chosen = _second_chance(chosen)
    placed = [(each, each.box) for each in chosen if each.box is not None]
    clash = overlapping([box for _each, box in placed])
    return _in_order(
        Find(
            each.caption.opening.label,
            text.caption(texts(each.caption), known),
            each.layout.page,
            box,
        )
        for index, (each, box) in enumerate(placed)
        if index not in clash and flaw(box, each.layout) is None
    )


def _in_order(finds: Iterable[Find]) -> list[Find]:
    """Return figures from top to bottom, those beside each other from the left."""
    rows: list[list[Find]] = []
    for each in sorted(finds, key=lambda find: find.box.top):
        row = rows[-1] if rows else []
        beside = [other.box for other in row if other.box.along(each.box) > each.box.height / 2]
        if beside and len(beside) == len(row):
            row.append(each)
        else:
            rows.append([each])
    return [each for row in rows for each in sorted(row, key=lambda find: find.box.left)]


def _chosen(candidate: _Candidate, sides: dict[Kind, Side]) -> _Candidate:
    side = sides[candidate.caption.opening.kind]
    return replace(candidate, box=candidate.boxes[side], side=side)


def _parted(chosen: Sequence[_Candidate]) -> list[_Candidate]:
    """Part what stands between two captions that both claim it: a table's, and below a figure's.

    The widest gap in it goes between them.
    """
    found = list(chosen)
    for one, upper in enumerate(found):
        for two, lower in enumerate(found):
            if (upper.side, lower.side) != ("below", "above") or upper.caption is lower.caption:
                continue
            if upper.box is None or lower.box is None or not upper.box.overlaps(lower.box):
                continue
            between = clusters(upper.items, corridor(upper.caption, "below", upper.layout))
            gaps = [
                (after.box.top - before.box.bottom, (after.box.top + before.box.bottom) / 2)
                for before, after in pairwise(between)
            ]
            if gaps:
                limit = max(gaps)[1]
                found[one] = _within(upper, limit)
                found[two] = _within(lower, limit)
                break
    return found


def _within(candidate: _Candidate, limit: float) -> _Candidate:
    box = figure(candidate.caption, candidate.side, candidate.layout, candidate.items, limit)
    return replace(candidate, box=box)


def _second_chance(chosen: Sequence[_Candidate]) -> list[_Candidate]:
    """Let captions without anything on the usual side have what nobody claims on the other."""
    taken = [each.box for each in chosen if each.box is not None]
    found: list[_Candidate] = []
    for each in chosen:
        other = each.boxes[_OPPOSITE[each.side]]
        if each.box is None and other is not None and not any(map(other.overlaps, taken)):
            taken.append(other)
            found.append(replace(each, box=other, side=_OPPOSITE[each.side]))
        else:
            found.append(each)
    return found
