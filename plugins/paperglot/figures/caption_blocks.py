"""The captions of a page: where each begins, and how far it reaches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from paperglot.figures.captions import Opening, opening
from paperglot.figures.geometry import Box, union
from paperglot.figures.lines import Line, joined
from paperglot.figures.pages import Mark, rules_of

# In parts of the font's size: from baseline to baseline within a caption, and how much more a
# later step may be than the first.
_WIDEST = 1.6
_WIDER = 1.2
_SAME_SIZE = 0.8
_ALIGNED = 4.0
_MOST_LINES = 30
# A page with more is a list of figures, or means harm.
_MOST_CAPTIONS = 30
# In parts of the font's size: cells of a table stand so far apart.
_CELLS = 1.6


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption with its lines; `box` is around all of them."""

    opening: Opening
    box: Box
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def size(self) -> float:
        """Of its font, in points."""
        return self.lines[0].size


def find_captions(lines: Sequence[Line], marks: Sequence[Mark], size: float) -> list[Caption]:
    """Return the captions of a page, from top to bottom.

    Args:
        lines: of the page, from top to bottom.
        marks: of the page; a rule ends a caption.
        size: of the running text's font, in points.
    """
    rules = rules_of(marks)
    found: list[Caption] = []
    taken: set[Line] = set()
    for index, line in enumerate(lines):
        begun = opening(line.text)
        if begun is None or line in taken or not _is_caption(begun, index, lines, rules, size):
            continue
        block = _block(index, lines, rules)
        if begun.stands_alone and len(block) == 1:
            continue
        taken.update(block)
        found.append(Caption(begun, union(each.box for each in block), tuple(block)))
    return found if len(found) <= _MOST_CAPTIONS else []


def texts(caption: Caption) -> list[str]:
    """Return the caption's lines of text, without its label."""
    rows: list[list[Line]] = []
    for line in caption.lines:
        if rows and abs(line.baseline - rows[-1][0].baseline) < line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    first, *others = (joined(row).text for row in rows)
    begun = opening(first)
    return [begun.rest if begun else first, *others]


def _is_caption(
    begun: Opening, index: int, lines: Sequence[Line], rules: Sequence[Box], size: float
) -> bool:
    """Tell a caption from a sentence of the running text that speaks of a figure."""
    line = lines[index]
    distinct = _has_label_of_its_own_font(line, begun)
    follows = _follows_text(index, lines, rules)
    if _has_colon(line, begun):
        return True
    if begun.marked:
        return distinct or not follows
    if begun.stands_alone:
        return not follows
    apart = not follows and abs(line.size - size) > _SAME_SIZE / 2
    if not begun.begins_sentence:
        return distinct and apart
    return distinct or (apart and begun.rest[0] not in "([")


def _opens_another(line: Line) -> bool:
    begun = opening(line.text)
    if begun is None:
        return False
    return _has_colon(line, begun) or _has_label_of_its_own_font(line, begun)


def _has_colon(line: Line, begun: Opening) -> bool:
    label = line.text[: len(line.text) - len(begun.rest)]
    return begun.marked and label.rstrip().endswith((":", "|"))


def _has_label_of_its_own_font(line: Line, begun: Opening) -> bool:
    """Say whether the label is set in another font than what follows, mostly in bold."""
    length = len(line.text) - len(begun.rest)
    position = 0
    for word in line.words:
        if position >= length:
            return word.font != line.words[0].font
        position += len(word.text) + 1
    return False


def _follows_text(index: int, lines: Sequence[Line], rules: Sequence[Box]) -> bool:
    """Say whether the line goes on with text right above it."""
    line = lines[index]
    for above in reversed(lines[:index]):
        step = line.baseline - above.baseline
        if step > _WIDEST * line.size:
            return False
        narrower = min(above.box.width, line.box.width)
        if (
            step > line.size / 2
            and abs(above.size - line.size) <= _SAME_SIZE
            and above.box.across(line.box) > narrower / 2
            and abs(above.box.left - line.box.left) <= _ALIGNED * line.size
            and not _is_ruled_off(above, line, rules)
        ):
            return True
    return False


def _block(start: int, lines: Sequence[Line], rules: Sequence[Box]) -> list[Line]:
    first = lines[start]
    block = [first]
    box, last, widest = first.box, first, _WIDEST * first.size
    rest = list(lines[start + 1 :])
    while len(block) < _MOST_LINES:
        row = _next_row(rest, last, box, widest)
        if not row or _opens_another(row[0]):
            break
        if _is_ruled_off(last, row[0], rules) or not _is_of_one_text(row, box, first):
            break
        step = row[0].baseline - last.baseline
        if step > first.size / 2:
            widest = min(widest, step * _WIDER)
        block += row
        rest = [line for line in rest if line not in row]
        box, last = union((box, *(line.box for line in row))), row[-1]
    return block


def _next_row(lines: Sequence[Line], last: Line, box: Box, widest: float) -> list[Line]:
    """Return the next lines that stand on one baseline below or beside the last one."""
    row: list[Line] = []
    for line in lines:
        step = line.baseline - last.baseline
        if step > widest or (row and line.baseline - row[0].baseline > line.size / 3):
            break
        if step < -line.size / 3 or line.box.across(box) <= 0:
            continue
        if step < line.size / 2 and line.box.left < last.box.right:
            continue
        row.append(line)
    return sorted(row, key=lambda line: line.box.left)


def _is_of_one_text(row: Sequence[Line], box: Box, first: Line) -> bool:
    """Say whether a row goes on with the caption; a row of a table's cells does not."""
    if any(abs(line.size - first.size) > _SAME_SIZE for line in row):
        return False
    gaps = [after.box.left - before.box.right for before, after in pairwise(row)]
    if any(gap > _CELLS * first.size for gap in gaps):
        return False
    whole = union(line.box for line in row)
    aligned = abs(whole.left - box.left) <= _ALIGNED or abs(whole.left - first.box.left) <= _ALIGNED
    centred = abs(whole.middle - box.middle) <= _ALIGNED
    within = box.left - _ALIGNED <= whole.left and whole.right <= box.right + _ALIGNED
    return aligned or centred or within


def _is_ruled_off(above: Line, below: Line, rules: Sequence[Box]) -> bool:
    return any(
        above.baseline <= rule.top <= below.baseline - below.size / 2
        and rule.across(below.box) > below.box.width / 2
        for rule in rules
    )
