"""Affine transformations, as PDF writes them."""

from collections.abc import Callable
from typing import NamedTuple

from paperglot.figures.geometry import Box

Sides = tuple[float, float, float, float]
"""Left, top, right and bottom: a `Box` without its methods."""


class Matrix(NamedTuple):
    """Takes (x, y) to (a·x + c·y + e, b·x + d·y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x: float, y: float, x2: float, y2: float) -> Box:
        """Return the box around where a rectangle with these two corners comes to."""
        if self.b == self.c == 0:
            x, x2 = self.a * x + self.e, self.a * x2 + self.e
            y, y2 = self.d * y + self.f, self.d * y2 + self.f
            if x <= x2 and y <= y2:
                return Box(x, y, x2, y2)
            return Box(min(x, x2), min(y, y2), max(x, x2), max(y, y2))
        points = [self.point(*each) for each in ((x, y), (x2, y), (x, y2), (x2, y2))]
        across, along = zip(*points, strict=True)
        return Box(min(across), min(along), max(across), max(along))

    def placing(self) -> Callable[[float, float, float, float], Sides]:
        """Return what does as `box` does, faster, for thousands of rectangles: in plain tuples."""
        a, b, c, d, e, f = self
        if not b == c == 0:
            return self.box

        def placed(x: float, y: float, x2: float, y2: float) -> Sides:
            x, x2 = a * x + e, a * x2 + e
            y, y2 = d * y + f, d * y2 + f
            if x <= x2 and y <= y2:
                return x, y, x2, y2
            return min(x, x2), min(y, y2), max(x, x2), max(y, y2)

        return placed

    def after(self, first: "Matrix") -> "Matrix":
        """Return the transformation that does the other one first, then this one."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            *self.point(first.e, first.f),
        )
