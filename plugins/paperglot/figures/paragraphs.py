"""The running text of a page: its size, its columns, and where its paragraphs stand."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from paperglot.figures.geometry import Box, union
from paperglot.figures.lines import Line

# A line counts as running text of the body's size within so many points.
_SAME_SIZE = 0.7
_LIKE_PROSE = 0.55
_LONG = 25
_LEAST_LINES = 3
_LEAST_WORDS = 4
# Lines that make a column, on a page and beside a column that is known.
_LEAST_OF_A_COLUMN = 6
_LEAST_OF_THE_NEXT = 3
# More lines than this say no more: text around a figure may have more lines than the full column.
_MANY = 12
_SAME_WIDTH = 0.15
# In parts of the font's size: from baseline to baseline within a paragraph.
_CLOSEST = 0.8
_WIDEST = 1.75
_ALIGNED = 2.5
_INDENT = 30.0
# Parts of a column's width: what a paragraph beside a figure has at least, a lone line, a full one.
_NARROWEST = 0.2
_LONE = 0.35
_FULL = 0.9
_LARGER = 0.8
_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Z](?:\.\d{1,2})+|[A-Z]|[IVX]+)\.?\s+[^\W\d_]")
_BELOW_A_HEADING = 4.0


def body_size(lines: Iterable[Line]) -> float:
    """Return the font's size of most of the running text, in points; 10 without any."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if _is_long(line):
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def edges(lines: Iterable[Line], size: float) -> Counter[tuple[int, int]]:
    """Count the left and right edges, in whole points, of the running text's lines."""
    found: Counter[tuple[int, int]] = Counter()
    for line in lines:
        if _is_long(line) and abs(line.size - size) <= _SAME_SIZE:
            found[round(line.box.left), round(line.box.right)] += 1
    return found


def columns(
    of_page: Counter[tuple[int, int]], of_document: Counter[tuple[int, int]]
) -> list[tuple[float, float]]:
    """Return the left and right edge of each column of a page, from the left.

    A page with little running text of its own is set like the rest of the document; a document
    without any has no columns.
    """
    for counted in (of_page, of_document):
        weights = _neighbourhoods(counted)
        if weights and weights[0][0] >= _LEAST_OF_A_COLUMN:
            found = [weights[0][1]]
            for weight, (left, right) in weights[1:]:
                first = found[0][1] - found[0][0]
                if weight >= _LEAST_OF_THE_NEXT and (
                    abs(right - left - first) <= _SAME_WIDTH * first
                    and all(right < low or left > high for low, high in found)
                ):
                    found.append((left, right))
            return sorted((float(left), float(right)) for left, right in found)
    return []


def paragraphs(
    lines: Sequence[Line], size: float, known: Sequence[tuple[float, float]]
) -> list[list[Line]]:
    """Return the paragraphs of the running text among lines, each from top to bottom.

    The lines of a paragraph follow each other in one size and share an edge. It stands at an
    edge of a column, so that a legend of two lines is none.
    """
    candidates = [line for line in lines if abs(line.size - size) <= _SAME_SIZE]
    return [
        group for group in _groups(candidates) if any(_is_body(group, column) for column in known)
    ]


def doubtful(lines: Sequence[Line], size: float) -> list[Line]:
    """Return lines that read like running text, though they stand at no column's edge."""
    candidates = [line for line in lines if abs(line.size - size) <= _SAME_SIZE]
    return [line for group in _groups(candidates) if _reads_like_text(group) for line in group]


def _reads_like_text(group: Sequence[Line]) -> bool:
    words = sum(len(line.words) for line in group)
    prose = sum(line.letters >= _LIKE_PROSE for line in group)
    return (
        len(group) >= _LEAST_LINES and prose > len(group) / 2 and words >= _LEAST_WORDS * len(group)
    )


def extents(paragraph: Sequence[Line]) -> list[Box]:
    """Return boxes that a paragraph fills: one, or more where it runs around a figure."""
    parts: list[list[Line]] = [[paragraph[0]]]
    for index, line in enumerate(paragraph[1:], start=1):
        right = max(each.box.right for each in parts[-1])
        after = paragraph[index + 1] if index + 1 < len(paragraph) else None
        is_last = after is None or abs(after.box.right - line.box.right) > _ALIGNED
        same = abs(line.box.right - right) <= _ALIGNED or (line.box.right < right and is_last)
        if same and abs(line.box.left - parts[-1][-1].box.left) <= _INDENT:
            parts[-1].append(line)
        else:
            parts.append([line])
    return [union(line.box for line in part) for part in parts]


def headings(
    lines: Iterable[Line], size: float, known: Sequence[tuple[float, float]], text: Sequence[Box]
) -> list[Line]:
    """Return the lines that head the running text below them."""
    return [
        line
        for line in lines
        if _looks_like_a_heading(line, size, known)
        and any(
            box.across(line.box) > 0
            and 0 <= box.top - line.box.bottom + 1 < _BELOW_A_HEADING * size
            for box in text
        )
    ]


def _looks_like_a_heading(line: Line, size: float, known: Sequence[tuple[float, float]]) -> bool:
    if line.size < size - _SAME_SIZE:
        return False
    at_left = any(abs(line.box.left - left) <= _ALIGNED for left, _right in known)
    centred = any(abs(line.box.middle - (left + right) / 2) <= _ALIGNED for left, right in known)
    if _HEADING.match(line.text):
        return at_left or centred
    return at_left and line.size >= size + _LARGER


def _is_long(line: Line) -> bool:
    return len(line.text) >= _LONG and line.letters >= _LIKE_PROSE


def _neighbourhoods(counted: Counter[tuple[int, int]]) -> list[tuple[int, tuple[int, int]]]:
    """Return edges with how many lines have them, give or take a point; the most text first."""
    near = (-1, 0, 1)
    weights = [
        (sum(counted.get((left + x, right + y), 0) for x in near for y in near), (left, right))
        for left, right in counted
    ]

    def order(each: tuple[int, tuple[int, int]]) -> tuple[int, int, tuple[int, int]]:
        weight, (left, right) = each
        enough = min(weight, _MANY)
        return -enough * (right - left), -counted[each[1]], each[1]

    return sorted(weights, key=order)


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines by paragraph; each line continues the nearest one above that it fits."""
    groups: list[list[Line]] = []
    near: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.baseline):
        near = [
            group for group in near if line.baseline - group[-1].baseline <= _WIDEST * line.size
        ]
        fitting = [group for group in near if _continues(group[-1], line)]
        if fitting:
            max(fitting, key=lambda group: group[-1].baseline).append(line)
        else:
            groups.append([line])
            near.append(groups[-1])
    return groups


def _continues(above: Line, below: Line) -> bool:
    pitch = below.baseline - above.baseline
    if not _CLOSEST * below.size <= pitch <= _WIDEST * below.size:
        return False
    if abs(above.size - below.size) > _SAME_SIZE:
        return False
    narrower = min(above.box.width, below.box.width)
    if above.box.across(below.box) < narrower / 2:
        return False
    left = abs(above.box.left - below.box.left)
    right = abs(above.box.right - below.box.right)
    return left <= _ALIGNED or right <= _ALIGNED or left <= _INDENT


def _is_body(group: Sequence[Line], column: tuple[float, float]) -> bool:
    left, right = column
    width = right - left
    prose = [line for line in group if line.letters >= _LIKE_PROSE]
    if not prose or len(prose) < len(group) / 2:
        return False
    at_left = sum(abs(line.box.left - left) <= _ALIGNED for line in prose)
    at_right = sum(abs(line.box.right - right) <= _ALIGNED for line in prose)
    widest = max(prose, key=lambda line: line.box.width)
    words = sum(len(line.words) for line in prose) / len(prose)
    if widest.box.width > width * 1.1 or not (at_left or at_right):
        return False
    if len(group) == 1:
        full = widest.box.width >= _FULL * width
        lone = at_left and len(widest.words) >= _LEAST_WORDS and _is_long(widest)
        return full or bool(lone and widest.box.width >= _LONE * width)
    shared = max(at_left, at_right) >= max(2, len(prose) / 3) or any(
        line.box.width >= _FULL * width for line in prose
    )
    return shared and widest.box.width >= _NARROWEST * width and words >= _LEAST_WORDS / 2
