"""What belongs to the sheet and not to the paper: running heads, page numbers, line numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from paperglot.figures.geometry import Box
from paperglot.figures.lines import Line
from paperglot.figures.pages import Mark, Page, is_rule

# The parts of a page, at its top and at its bottom, where heads and feet stand.
_HEAD = 0.12
_FOOT = 0.9
_REPEATED = 2
_DIGITS = re.compile(r"\d+")
# As many numbers on one edge are line numbers.
_LEAST_NUMBERS = 12
_GRID = 3.0
_TOUCH = 2.0

Key = tuple[str, int, int]


def repeated(pages: Iterable[tuple[Page, Sequence[Line]]]) -> frozenset[Key]:
    """Return what stands in the same place at the head or foot of two pages or more."""
    seen: Counter[Key] = Counter()
    for page, lines in pages:
        heads = [_key_of_line(line) for line in lines if _is_at_an_end(line.box, page)]
        rules = [_key_of_rule(mark) for mark in page.marks if _is_running_rule(mark, page)]
        seen.update({*heads, *rules})
    return frozenset(key for key, count in seen.items() if count >= _REPEATED)


def without_furniture(
    page: Page, lines: Sequence[Line], known: frozenset[Key]
) -> tuple[list[Line], list[Mark]]:
    """Return the lines and marks of a page that are the paper's own.

    Running heads and feet have nothing beyond them: what figures on two pages have in common
    in one place is none.
    """
    numbers = _line_numbers(lines)
    own = [line for line in lines if line not in numbers]
    running = [line for line in own if _is_running(line, page, known)]
    rules = [mark for mark in page.marks if _is_running_rule(mark, page)]
    rules = [rule for rule in rules if _key_of_rule(rule) in known]
    others = [line.box for line in own if line not in running]
    others += [mark.box for mark in page.marks if mark not in rules]
    top = min((box.top for box in others), default=0.0)
    bottom = max((box.bottom for box in others), default=page.height)

    def is_outside(box: Box) -> bool:
        return box.bottom <= top + _TOUCH or box.top >= bottom - _TOUCH

    lines_kept = [line for line in own if not (line in running and is_outside(line.box))]
    marks_kept = [mark for mark in page.marks if not (mark in rules and is_outside(mark.box))]
    return lines_kept, marks_kept


def _is_running(line: Line, page: Page, known: frozenset[Key]) -> bool:
    if not _is_at_an_end(line.box, page):
        return False
    return _key_of_line(line) in known or _is_page_number(line, page)


def _is_at_an_end(box: Box, page: Page) -> bool:
    return box.bottom < _HEAD * page.height or box.top > _FOOT * page.height


def _is_running_rule(mark: Mark, page: Page) -> bool:
    return is_rule(mark) and _is_at_an_end(mark.box, page)


def _is_page_number(line: Line, page: Page) -> bool:
    return line.box.top > _FOOT * page.height and line.text.strip("-– ").isdigit()


def _key_of_line(line: Line) -> Key:
    return _DIGITS.sub("#", line.text), *_place(line.box.left, line.baseline)


def _key_of_rule(mark: Mark) -> Key:
    return f"rule of {round(mark.box.width / _GRID)}", *_place(mark.box.left, mark.box.top)


def _place(x: float, y: float) -> tuple[int, int]:
    return round(x / _GRID), round(y / _GRID)


def _line_numbers(lines: Sequence[Line]) -> frozenset[Line]:
    """Return the numbers in the margin of a manuscript, many on one edge and ascending."""
    found: set[Line] = set()
    digits = [line for line in lines if line.text.isdigit()]
    for edge in ("left", "right"):
        edges = Counter(round(getattr(line.box, edge)) for line in digits)
        for place, count in edges.items():
            if count < _LEAST_NUMBERS:
                continue
            column = [line for line in digits if round(getattr(line.box, edge)) == place]
            if _ascends([int(line.text[:9]) for line in column]):
                found.update(column)
    return frozenset(found)


def _ascends(numbers: Sequence[int]) -> bool:
    return sum(after == before + 1 for before, after in pairwise(numbers)) > len(numbers) / 2
