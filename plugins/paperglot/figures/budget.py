"""How large each image of a paper can be, so that all of them fit a number of bytes."""

from collections.abc import Sequence
from typing import NamedTuple

# Measured on 34 figures and tables: at 1.75 pixels a point their files have 1.55 times as many
# bytes as at 1.25, which is 1.4 to the power of 1.3.
_GROWTH = 1.3
# No image takes more than so many fair parts of the bytes, or than so large a part of all.
_FAIR_PARTS = 1.5
_LARGEST_PART = 0.3
_STEPS = 30


class Sample(NamedTuple):
    """What one image costs at one scale, or is likely to."""

    scale: float
    """In pixels a point."""
    size: int
    """Of the file, in bytes."""
    largest: float
    """The scale that it is never drawn beyond."""


def largest_part(images: int, budget: float) -> float:
    """Return how many bytes one of so many images may take at most."""
    return budget * max(_FAIR_PARTS / images, _LARGEST_PART)


def scales(samples: Sequence[Sample], budget: float, part: float | None = None) -> list[float]:
    """Return a scale for each image, so that all of them are likely to fit together.

    The scale is the same for all, so that what one image does not need is there for the others.
    None is larger than it may be, and none takes more than its part: a fair one, unless `part`
    says how many bytes.
    """
    if not samples:
        return []
    if part is None:
        part = largest_part(len(samples), budget)
    low, high = 0.0, max(sample.largest for sample in samples)
    if _total(samples, high, part) <= budget:
        low = high
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if _total(samples, middle, part) <= budget:
            low = middle
        else:
            high = middle
    return [_scale(sample, low, part) for sample in samples]


def scaled_sizes(samples: Sequence[Sample], scale: float) -> list[float]:
    """Return how many bytes each image is likely to have at one scale for all."""
    return [_size(sample, scale) for sample in samples]


def _total(samples: Sequence[Sample], scale: float, part: float) -> float:
    return sum(_size(sample, _scale(sample, scale, part)) for sample in samples)


def _scale(sample: Sample, scale: float, part: float) -> float:
    affordable = sample.scale * (part / max(1, sample.size)) ** (1 / _GROWTH)
    return min(scale, sample.largest, float(affordable))


def _size(sample: Sample, scale: float) -> float:
    return sample.size * float((scale / sample.scale) ** _GROWTH)
