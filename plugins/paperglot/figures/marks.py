"""What is visible on a page and no text: paths, images and shadings, also in forms."""

import ctypes
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Literal

from pypdfium2 import raw

from paperglot.figures.geometry import Box, union
from paperglot.figures.matrix import Matrix
from paperglot.figures.pages import Mark

# A plot of 10,000 points, each drawn by a form of its own, has 20,000 objects.
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 64
_DEEPEST = 8
_WHITE = 250
_INVISIBLE = 5
# What covers nearly the whole page is its background.
_BACKGROUND = 0.85
_KINDS: dict[int, Literal["path", "image", "shading"]] = {
    raw.FPDF_PAGEOBJ_PATH: "path",
    raw.FPDF_PAGEOBJ_IMAGE: "image",
    raw.FPDF_PAGEOBJ_SHADING: "shading",
}

_Handle = Any
_Count = Callable[[_Handle], int]
_Get = Callable[[_Handle, int], _Handle]


def read_marks(page: _Handle, upright: Matrix, sheet: Box) -> list[Mark] | None:
    """Return the marks of a page, in the order they are drawn; None for far too many objects."""
    objects = list(islice(_objects(page, upright, sheet), _MOST_OBJECTS + 1))
    if len(objects) > _MOST_OBJECTS:
        return None
    area = sheet.width * sheet.height
    return [
        mark
        for mark in objects
        if mark is not None and mark.box.width * mark.box.height < _BACKGROUND * area
    ]


def _objects(page: _Handle, upright: Matrix, sheet: Box) -> Iterator[Mark | None]:
    count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    yield from _walk((page, count, get), upright, sheet, 0)


def _walk(
    holder: tuple[_Handle, _Count, _Get], matrix: Matrix, clip: Box, depth: int
) -> Iterator[Mark | None]:
    handle, count, get = holder
    for index in range(count(handle)):
        item = get(handle, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            yield None
            if depth < _DEEPEST:
                inner = matrix.after(_matrix_of(item))
                form = (item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
                yield from _walk(form, inner, _clipped(item, matrix, clip), depth + 1)
        elif kind in _KINDS and not (kind == raw.FPDF_PAGEOBJ_PATH and _is_unseen(item)):
            yield _mark(item, kind, matrix, clip)
        else:
            yield None


def _mark(item: _Handle, kind: int, matrix: Matrix, clip: Box) -> Mark | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *sides):
        return None
    box = matrix.box(*(side.value for side in sides)).common(_clipped(item, matrix, clip))
    if box.width < 0 or box.height < 0:
        return None
    return Mark(box, _KINDS[kind], _pixels(item) if kind == raw.FPDF_PAGEOBJ_IMAGE else 0)


def _pixels(image: _Handle) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(image, width, height):
        return 0
    return width.value * height.value


def _matrix_of(item: _Handle) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return Matrix(1, 0, 0, 1, 0, 0)
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _is_unseen(path: _Handle) -> bool:
    """Say whether a path is drawn neither as a line nor filled, or is white on the white page."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, mode, stroke):
        return False
    stroked = stroke.value and not _is_white(path, raw.FPDFPageObj_GetStrokeColor)
    filled = mode.value and not _is_white(path, raw.FPDFPageObj_GetFillColor)
    return not stroked and not filled


def _is_white(path: _Handle, colour: Callable[..., int]) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour(path, *parts):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return min(red, green, blue) >= _WHITE or alpha <= _INVISIBLE


def _clipped(item: _Handle, matrix: Matrix, clip: Box) -> Box:
    """Return what the item's own clipping paths leave of what its form may show."""
    path = raw.FPDFPageObj_GetClipPath(item)
    if not path:
        return clip
    for index in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        corners = list(_corners(path, index))
        if corners:
            clip = clip.common(union(matrix.box(x, y, x, y) for x, y in corners))
    return clip


def _corners(path: _Handle, index: int) -> Iterator[tuple[float, float]]:
    count = raw.FPDFClipPath_CountPathSegments(path, index)
    if count > _MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    for segment in range(count):
        found = raw.FPDFClipPath_GetPathSegment(path, index, segment)
        if raw.FPDFPathSegment_GetPoint(found, x, y):
            yield x.value, y.value
