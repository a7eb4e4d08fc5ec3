"""Lines of text that something drawn encloses: a table's rules, a panel, an image."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from paperglot.figures.geometry import Box
from paperglot.figures.lines import Line
from paperglot.figures.pages import Mark, rules_of

_SAME_EDGE = 3.0
_PANEL_WIDTH = 40.0
_PANEL_HEIGHT = 16.0
_LONG_RULE = 40.0
# Lines of running text between two rules, of which the upper closes one table and the lower
# opens the next.
_LEAST_OF_TEXT = 2
_FULL = 0.9


def framed(
    lines: Sequence[Line], marks: Sequence[Mark], columns: Sequence[tuple[float, float]]
) -> frozenset[Line]:
    """Return the lines that stand in a panel or an image, or between the rules of a table."""
    panels = [
        mark.box
        for mark in marks
        if mark.box.width >= _PANEL_WIDTH and mark.box.height >= _PANEL_HEIGHT
    ]
    panels += [
        strip
        for strip in _strips(rules_of(marks))
        if not _holds_running_text(strip, lines, columns)
    ]
    return frozenset(
        line for line in lines if any(panel.contains(line.box, _SAME_EDGE) for panel in panels)
    )


def groups_of_rules(rules: Iterable[Box]) -> list[list[Box]]:
    """Return level rules with the same left and right edge together, each from the top."""
    groups: list[list[Box]] = []
    for rule in sorted(rules, key=lambda each: each.top):
        for group in groups:
            left = abs(group[0].left - rule.left) <= _SAME_EDGE
            if left and abs(group[0].right - rule.right) <= _SAME_EDGE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _strips(rules: Sequence[Box]) -> list[Box]:
    long = [rule for rule in rules if rule.width >= _LONG_RULE]
    return [
        Box(above.left, above.top, above.right, below.bottom)
        for group in groups_of_rules(long)
        for above, below in pairwise(group)
    ]


def _holds_running_text(
    strip: Box, lines: Sequence[Line], columns: Sequence[tuple[float, float]]
) -> bool:
    """Say whether full lines of a column stand between two rules, so that these frame nothing."""
    full = 0
    for line in lines:
        if not strip.contains(line.box, _SAME_EDGE):
            continue
        full += any(
            abs(line.box.left - left) <= _SAME_EDGE
            and line.box.right <= right + _SAME_EDGE
            and line.box.width >= _FULL * (right - left)
            for left, right in columns
        )
    return full >= _LEAST_OF_TEXT
