"""Pictures of figures as WebP files that together fit a budget; the same every time."""

import io
import math
import operator
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageChops, ImageOps, ImageStat

from paperglot.figures.budget import Sample, largest_part, scaled_sizes, scales
from paperglot.figures.geometry import Box

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
# The part of the budget that is aimed at: by guess at first, then by what came out. A guess may
# be wrong by half, so that one picture may seem to need as much more than its part.
_BY_GUESS = 0.8
_LEEWAY = 1.5
_HEADROOM = 0.92
# Bytes for each pixel that is lighter or darker than the one beside it by more than so much:
# measured on 64 figures in seven lots, of which it guesses the bytes of one to a third too many,
# and of the others to a fifth.
_BYTES_A_STEP = 0.57
_STEP = 12

# Line art and tables are smaller without loss in few shades than with loss in all of them, and
# crisp: measured on 34 of them, 373 kB with 18 shades of each colour, 445 kB with this quality.
# There are more light shades than dark ones, because panels are light.
# What has many colours even so may be a photograph, and is smaller with loss.
_STEPS = (255, 249, 243, 236, 228, 219, 208, 195, 180, 163, 145, 126, 106, 85, 64, 43, 21, 0)
_SHADES = [min(_STEPS, key=lambda step: abs(step - value)) for value in range(256)]
_MANY_COLOURS = 200
_QUALITY = 62
_METHOD = 2
_THREADS = 2
_MARGIN = 4
_EDGE_TOLERANCE = 24


Draw = Callable[[Box, float], Image.Image]
"""Draws a part of a page at so many pixels a point."""


class Picture(NamedTuple):
    """A figure that can be drawn."""

    draw: Draw
    box: Box
    guess: Sample
    """What its file is likely to need."""


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


def drawn(draw: Draw, box: Box, largest: float = math.inf) -> Picture | None:
    """Return the picture of a figure without the white around it.

    None if that is all there is, or if something crosses the edge of the box: it is drawn with a
    margin, whose outermost pixels are of one colour if nothing does. It is never drawn with more
    than `largest` pixels a point.
    """
    most = min(largest, scale_for(box.width, box.height))
    scale = min(_FIRST_SCALE, most)
    image = draw(box, scale)
    if _is_cut(image):
        return None
    background = Image.new("RGB", image.size, image.getpixel((0, 0)))
    seen = ImageChops.difference(image, background).getbbox()
    if seen is None:
        return None
    left, top, right, bottom = (side / scale for side in seen)
    tight = Box(box.left + left, box.top + top, box.left + right, box.top + bottom)
    return Picture(draw, tight, guess(image, scale, most))


def guess(image: Image.Image, scale: float, largest: float) -> Sample:
    """Guess what the file of a picture needs from how much goes on in it, without making one.

    It was drawn at `scale` pixels a point, and is never drawn with more than `largest`.
    """
    grey = image.convert("L")
    steps = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0)).histogram()
    return Sample(scale, max(1, round(_BYTES_A_STEP * sum(steps[_STEP + 1 :]))), largest)


def _is_cut(image: Image.Image) -> bool:
    width, height = image.size
    edges = [
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 0, 1, height),
        (width - 1, 0, width, height),
    ]
    return any(_range(image.crop(edge)) > _EDGE_TOLERANCE for edge in edges)


def _range(image: Image.Image) -> float:
    """Return how far apart the values of an image's pixels are in any colour."""
    return max(high - low for low, high in ImageStat.Stat(image).extrema)


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
    samples = [picture.guess for picture in pictures]
    least = [min(LEAST_SCALE, sample.largest) for sample in samples]
    part = _LEEWAY * largest_part(len(samples), budget)
    # Nothing is left out by guess.
    wanted = list(map(max, scales(samples, _BY_GUESS * budget, part), least))
    best: list[Encoded] | None = None
    for round_ in range(1, _ROUNDS + 1):
        files = _files(pictures, wanted)
        total = sum(len(file.content) for file in files)
        if total <= budget:
            best = files
            at_most = all(at >= each.largest for each, at in zip(samples, wanted, strict=True))
            if at_most or total >= _GOOD_ENOUGH * budget:
                return files
        elif best is not None:
            return best
        samples = [
            Sample(at, len(file.content), sample.largest)
            for sample, at, file in zip(samples, wanted, files, strict=True)
        ]
        wanted = scales(samples, _HEADROOM**round_ * budget)
        if any(map(operator.lt, wanted, least)):
            return _largest(samples)
    return best if best is not None else _largest(samples)


def _largest(samples: Sequence[Sample]) -> int:
    """Return the index of the one that would have the largest file at one scale for all."""
    sizes = scaled_sizes(samples, _FIRST_SCALE)
    return sizes.index(max(sizes))


def _files(pictures: Sequence[Picture], at: Sequence[float]) -> list[Encoded]:
    """Return the files of pictures, each drawn at so many pixels a point.

    PDFium draws in this thread, as it knows no other, while others make files of what is drawn.
    """
    images = (each.draw(each.box, scale) for each, scale in zip(pictures, at, strict=True))
    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(_encoded, images))


def _encoded(image: Image.Image) -> Encoded:
    image = ImageOps.expand(image, _MARGIN, "white")
    flat = image.point(_SHADES * len(image.getbands()))
    content = _webp(flat, lossless=True, quality=50)
    if flat.getcolors(_MANY_COLOURS) is None:
        content = min(content, _webp(image, lossless=False, quality=_QUALITY), key=len)
    return Encoded(content, *image.size)


class _File(io.BytesIO):
    """A file in memory whose name says the format.

    Pillow loads what writes that one then, and otherwise all that it has for any, which takes as
    long as two figures.
    """

    name = "figure.webp"


def _webp(image: Image.Image, *, lossless: bool, quality: int) -> bytes:
    content = _File()
    image.save(content, method=_METHOD, lossless=lossless, quality=quality)
    return content.getvalue()
