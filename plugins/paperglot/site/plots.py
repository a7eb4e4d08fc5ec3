"""Small plots as SVG, made at build: lines of months, as high as a line of text.

They are drawn with presentation attributes and classes alone, which a strict content security
policy lets pass, and in the colour of the text around them. What they show is also said in words:
`title` is the accessible name, `desc` has the numbers.
"""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT = 96, 20
_MARGIN = 2
_RADIUS = 2
_GAP = 1

Value = float | None
"""A number from 0 on; None: there is none, which leaves a gap."""


def line(values: Sequence[Value], name: str, numbers: str) -> Markup:
    """Return a line that begins at the left and ends in a dot; a lone value is the dot."""
    highest = max((value for value in values if value is not None), default=0) or 1
    points = [
        None if value is None else (_x(place, len(values)), _y(value / highest))
        for place, value in enumerate(values)
    ]
    drawn = Markup("").join(
        Markup('<polyline points="{}" fill="none"/>').format(
            " ".join(f"{x},{y}" for x, y in stretch)
        )
        for stretch in _stretches(points)
        if len(stretch) > 1
    )
    if points and points[-1] is not None:
        x, y = points[-1]
        drawn += Markup('<circle cx="{}" cy="{}" r="{}"/>').format(x, y, _RADIUS)
    return _svg("pg-plot pg-plot--line", drawn, name, numbers)


def bars(values: Sequence[int], name: str, numbers: str) -> Markup:
    """Return bars from left to right; the last one is marked by its class."""
    highest = max(values, default=0) or 1
    step = WIDTH / max(len(values), 1)
    drawn = Markup("")
    for place, value in enumerate(values):
        height = round(value / highest * HEIGHT, 1)
        last = Markup(' class="pg-last"') if place == len(values) - 1 else ""
        drawn += Markup('<rect x="{}" y="{}" width="{}" height="{}"{}/>').format(
            round(place * step, 1), round(HEIGHT - height, 1), round(step - _GAP, 1), height, last
        )
    return _svg("pg-plot pg-plot--bars", drawn, name, numbers)


def _svg(classes: str, drawn: Markup, name: str, numbers: str) -> Markup:
    return Markup(
        '<svg class="{}" role="img" viewBox="0 0 {} {}" width="{}" height="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>"
    ).format(classes, WIDTH, HEIGHT, WIDTH, HEIGHT, name, numbers, drawn)


def _x(place: int, number: int) -> float:
    """Values of fewer months than there is room for still span the whole width."""
    room = WIDTH - 2 * (_MARGIN + _RADIUS)
    return round(_MARGIN + _RADIUS + room * (place / (number - 1) if number > 1 else 1), 1)


def _y(share: float) -> float:
    return round(HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN), 1)


def _stretches(
    points: Sequence[tuple[float, float] | None],
) -> list[list[tuple[float, float]]]:
    """Cut at the gaps."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return found
