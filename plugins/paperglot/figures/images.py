"""Pictures of figures as WebP files that together fit a budget; the same every time."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageChops, ImageOps, ImageStat

from paperglot.figures.budget import Sample, scaled_sizes, scales

LARGEST_SCALE = 3.0
"""Pixels a point that no picture goes beyond; a small label is 20 pixels high then."""
LEAST_SCALE = 1.0
"""Pixels a point below which labels cannot be read, by eye: such a picture is left out."""

_WIDEST = 1_400
_MOST_PIXELS = 2_500_000
_FIRST_SCALE = 1.6
# An outcome between this part of the budget and the whole is good enough.
_GOOD_ENOUGH = 0.7
_ROUNDS = 4
_HEADROOM = 0.97

# Line art and tables are smaller without loss in few colours than with loss in all of them, and
# crisp. What such colours do not come near to is a photograph.
_COLOURS = 128
_PHOTOGRAPH = 6.0
_QUALITY = 62
_METHOD = 2
_WHITE = 250
_MARGIN = 4
_EDGE_TOLERANCE = 24


class Picture(NamedTuple):
    """A figure as it was drawn."""

    image: Image.Image
    scale: float
    """In pixels a point."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An image file."""

    content: bytes
    width: int
    height: int


def scale_for(width: float, height: float) -> float:
    """Return at how many pixels a point a figure of that size in points is drawn at most."""
    by_area = math.sqrt(_MOST_PIXELS / (width * height))
    return min(LARGEST_SCALE, _WIDEST / width, by_area)


def trimmed(picture: Image.Image) -> Image.Image | None:
    """Return a picture without the white around it; None if that is all, or its edge cuts it.

    The picture has a margin around the figure, so that its outermost pixels are of one colour
    if nothing crosses them.
    """
    width, height = picture.size
    edges = [
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 0, 1, height),
        (width - 1, 0, width, height),
    ]
    if any(_deviation(picture.crop(edge)) > _EDGE_TOLERANCE for edge in edges):
        return None
    background = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    seen = ImageChops.difference(picture, background).getbbox()
    return picture.crop(seen) if seen else None


def _deviation(picture: Image.Image) -> float:
    """Return how far apart the values of a picture's pixels are in any colour."""
    return max(high - low for low, high in ImageStat.Stat(picture).extrema)


def fit(pictures: Sequence[Picture], budget: int) -> list[Encoded | None]:
    """Return the files of pictures.

    All together have at most `budget` bytes. A picture that could only be drawn below
    `LEAST_SCALE` is None: the largest goes first, until the others can be read.
    """
    kept = dict(enumerate(pictures))
    while kept:
        found = _fit(list(kept.values()), budget)
        if isinstance(found, int):
            del kept[list(kept)[found]]
            continue
        files = dict(zip(kept, found, strict=True))
        return [files.get(index) for index in range(len(pictures))]
    return [None] * len(pictures)


def _fit(pictures: Sequence[Picture], budget: int) -> list[Encoded] | int:
    """Return the files, or the index of the picture that has to be left out first."""
    wanted = [min(_FIRST_SCALE, picture.scale) for picture in pictures]
    best: list[Encoded] | None = None
    for round_ in range(1, _ROUNDS + 1):
        files = [_encode(picture, at) for picture, at in zip(pictures, wanted, strict=True)]
        total = sum(len(file.content) for file in files)
        if total <= budget:
            best = files
            at_most = all(at >= each.scale for each, at in zip(pictures, wanted, strict=True))
            if at_most or total >= _GOOD_ENOUGH * budget:
                return files
        elif best is not None:
            return best
        samples = [
            Sample(at, len(file.content), picture.scale)
            for picture, at, file in zip(pictures, wanted, files, strict=True)
        ]
        wanted = scales(samples, int(budget * _HEADROOM**round_))
        if any(
            at < min(LEAST_SCALE, each.scale) for each, at in zip(pictures, wanted, strict=True)
        ):
            return _largest(samples)
    return best if best is not None else _largest(samples)


def _largest(samples: Sequence[Sample]) -> int:
    """Return the index of the one that would have the largest file at one scale for all."""
    sizes = scaled_sizes(samples, _FIRST_SCALE)
    return sizes.index(max(sizes))


def _encode(picture: Picture, at: float) -> Encoded:
    """Return a file of a picture, drawn at so many pixels a point."""
    image = picture.image
    if at < picture.scale:
        size = [max(1, round(side * at / picture.scale)) for side in image.size]
        image = image.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = ImageOps.expand(image, _MARGIN, "white")
    content = io.BytesIO()
    flat = _in_few_colours(image)
    if flat is None:
        image.save(content, "WEBP", quality=_QUALITY, method=_METHOD)
    else:
        flat.save(content, "WEBP", lossless=True, quality=50, method=_METHOD)
    return Encoded(content.getvalue(), *image.size)


def _in_few_colours(image: Image.Image) -> Image.Image | None:
    """Return the picture in few colours if that is hardly seen; None for a photograph."""
    flat = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = flat.getpalette() or []
    for start in range(0, len(palette), 3):
        if min(palette[start : start + 3]) >= _WHITE:
            palette[start : start + 3] = [255, 255, 255]
    flat.putpalette(palette)
    flat = flat.convert("RGB")
    lost = ImageStat.Stat(ImageChops.difference(image, flat)).rms
    return flat if max(lost) <= _PHOTOGRAPH else None
