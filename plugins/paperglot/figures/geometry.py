"""Rectangles on a page, in points from the left and the top edge of what a reader sees."""

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle; a plain tuple, because a page has thousands of them."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.left + self.right) / 2

    def overlaps(self, other: "Box", by: float = 0) -> bool:
        """Say whether both have more than `by` points in common in either direction."""
        return self.across(other) > by and self.along(other) > by

    def across(self, other: "Box") -> float:
        """Return how many points both have in common from left to right; negative for a gap."""
        return min(self.right, other.right) - max(self.left, other.left)

    def along(self, other: "Box") -> float:
        """Return how many points both have in common from top to bottom; negative for a gap."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def contains(self, other: "Box", tolerance: float = 0) -> bool:
        """Say whether the other one lies within this one."""
        return (
            self.left - tolerance <= other.left
            and self.top - tolerance <= other.top
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def common(self, other: "Box") -> "Box":
        """Return what both have in common; of negative width or height if they are apart."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def grown(self, by: float) -> "Box":
        """Return the rectangle that is larger by so many points on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest rectangle that contains all of them; there must be one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
