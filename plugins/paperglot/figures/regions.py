"""What belongs to a caption: the space above or below it, and what of it the figure fills."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from paperglot.figures.caption_blocks import Caption
from paperglot.figures.frames import groups_of_rules
from paperglot.figures.geometry import Box, union
from paperglot.figures.layout import Layout
from paperglot.figures.pages import is_rule

Side = Literal["above", "below"]

# All in points. How far a figure may be from its caption, and its parts from each other;
# text without a drawing is taken only if it is near.
_FROM_CAPTION = 45.0
_APART = 32.0
_TEXT_APART = 10.0
_TITLE_APART = 6.0
_ROWS_APART = 14.0
_SAME_CLUSTER = 2.0
_TOUCH = 2.0
_EDGE = 4.0
# A drawing has a part that is no rule and larger than this.
_DRAWN = 8.0
_LARGE_TEXT = 1.25
_MOST_RULES = 1_000


class Item(NamedTuple):
    """A mark or a loose line, as far as the region of a figure goes."""

    box: Box
    kind: Literal["mark", "rule", "text"]
    size: float = 0.0
    """Of the text's font, in points; 0 for a mark."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items without a gap between them from top to bottom."""

    box: Box
    items: tuple[Item, ...]

    @property
    def is_drawn(self) -> bool:
        """Whether it has more than text and rules."""
        return any(
            item.kind == "mark" and max(item.box.width, item.box.height) > _DRAWN
            for item in self.items
        )

    @property
    def has_rules(self) -> bool:
        """Whether a rule of a table may be in it."""
        return any(item.kind == "rule" for item in self.items)

    @property
    def has_cells(self) -> bool:
        """Whether pieces of text stand beside each other as in a table's row."""
        texts = [item.box for item in self.items if item.kind == "text"]
        return any(
            a.along(b) > min(a.height, b.height) / 2
            for index, a in enumerate(texts[:20])
            for b in texts[index + 1 : index + 20]
        )

    @property
    def largest_text(self) -> float:
        """The largest font's size in it, in points."""
        return max((item.size for item in self.items), default=0.0)


def items_of(layout: Layout) -> list[Item]:
    """Return all of a page that a figure may consist of."""
    marks = [Item(mark.box, "rule" if is_rule(mark) else "mark") for mark in layout.marks]
    return marks + [Item(line.box, "text", line.size) for line in layout.loose]


def corridor(caption: Caption, side: Side, layout: Layout, limit: float | None = None) -> Box:
    """Return the space that a caption's figure can fill on one side of it.

    It ends at running text, at another caption, at the column's edge if the caption stands within
    one column, and at `limit`, points from the top, if there is one.
    """
    box = caption.box
    left, right = _sideways(caption, layout)
    obstacles = [*layout.text, *(each.box for each in layout.captions if each is not caption)]
    facing = [each for each in obstacles if each.across(box) > min(5.0, box.width / 3)]
    if side == "above":
        ends = [each.bottom for each in facing if each.bottom <= box.top + _TOUCH]
        top, bottom = max([0.0, *ends, *([limit] if limit is not None else [])]), box.top
    else:
        ends = [each.top for each in facing if each.top >= box.bottom - _TOUCH]
        top = box.bottom
        bottom = min([layout.page.height, *ends, *([limit] if limit is not None else [])])
    for each in obstacles:
        if min(each.bottom, bottom) - max(each.top, top) <= _TOUCH:
            continue
        if each.right <= box.left + _TOUCH:
            left = max(left, each.right)
        elif each.left >= box.right - _TOUCH:
            right = min(right, each.left)
    return Box(left, top, right, bottom)


def _sideways(caption: Caption, layout: Layout) -> tuple[float, float]:
    """Return how far to the left and right a caption's column goes, and other captions let it."""
    box = caption.box
    left, right = 0.0, layout.page.width
    for index, (start, end) in enumerate(layout.columns):
        if start - _EDGE <= box.left and box.right <= end + _EDGE:
            if index:
                left = (layout.columns[index - 1][1] + start) / 2
            if index + 1 < len(layout.columns):
                right = (end + layout.columns[index + 1][0]) / 2
    for other in (each.box for each in layout.captions if each is not caption):
        if other.along(box) > 0:
            if other.right <= box.left:
                left = max(left, (other.right + box.left) / 2)
            elif other.left >= box.right:
                right = min(right, (other.left + box.right) / 2)
    return left, right


def clusters(items: Iterable[Item], space: Box) -> list[Cluster]:
    """Return what stands in a space, from top to bottom, parted where a gap goes all across it."""
    inside = sorted(
        (item for item in items if _is_centred_in(item.box, space)), key=lambda item: item.box.top
    )
    parts: list[list[Item]] = []
    bottom = 0.0
    for item in inside:
        if parts and item.box.top - bottom <= _SAME_CLUSTER:
            parts[-1].append(item)
            bottom = max(bottom, item.box.bottom)
        else:
            parts.append([item])
            bottom = item.box.bottom
    return [Cluster(union(item.box for item in part), tuple(part)) for part in parts]


def _is_centred_in(box: Box, space: Box) -> bool:
    along = (box.top + box.bottom) / 2
    return space.left <= box.middle <= space.right and space.top <= along <= space.bottom


def figure(
    caption: Caption, side: Side, layout: Layout, items: Sequence[Item], limit: float | None = None
) -> Box | None:
    """Return the box of a caption's figure or table on one side of it, if there is one."""
    found = clusters(items, corridor(caption, side, layout, limit))
    if side == "above":
        found.reverse()
    if not found or _gap(found[0].box, caption.box) > _FROM_CAPTION:
        return None
    reach = _reach(found) if caption.opening.kind == "Table" else 0
    taken = _grown(found, reach, caption)
    if not any(cluster.is_drawn or cluster.has_rules or cluster.has_cells for cluster in taken):
        return None
    return union(cluster.box for cluster in taken)


def _gap(box: Box, other: Box) -> float:
    return max(0.0, -box.along(other))


def _reach(found: Sequence[Cluster]) -> int:
    """Return the index of the last cluster that the rules of a table reach.

    They have the same left and right edge; a drawing without such a rule ends the table.
    """
    ruled = next((index for index, each in enumerate(found) if each.has_rules), None)
    if ruled is None:
        return 0
    boxes = [item.box for each in found for item in each.items if item.kind == "rule"]
    rules = sorted(boxes, key=lambda box: -box.width)[:_MOST_RULES]
    first = max((i.box for i in found[ruled].items if i.kind == "rule"), key=lambda box: box.width)
    group = next((group for group in groups_of_rules(rules) if first in group), [first])
    last = ruled
    for index, cluster in enumerate(found[ruled:], start=ruled):
        if any(item.box in group for item in cluster.items):
            last = index
        elif cluster.is_drawn:
            break
    return last


def _grown(found: Sequence[Cluster], reach: int, caption: Caption) -> list[Cluster]:
    """Return the clusters of one figure, from the caption on."""
    taken = list(found[: reach + 1])
    is_table = caption.opening.kind == "Table"
    waiting: list[Cluster] = []
    for cluster in found[reach + 1 :]:
        gap = _gap(cluster.box, (waiting or taken)[-1].box)
        if _is_text(cluster):
            near = _ROWS_APART if is_table and cluster.has_cells else _TEXT_APART
            if cluster.largest_text > _LARGE_TEXT * caption.size:
                near = _TITLE_APART
            if not waiting and gap <= near:
                taken.append(cluster)
            elif gap <= _APART:
                waiting.append(cluster)
            else:
                break
        elif gap <= _APART and (not is_table or gap <= _ROWS_APART):
            taken += [*waiting, cluster]
            waiting = []
        else:
            break
    return taken


def _is_text(cluster: Cluster) -> bool:
    return not cluster.is_drawn
