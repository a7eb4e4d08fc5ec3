"""What PDFium says of a document, as frozen values and as pictures; runs in the worker alone.

Coordinates of PDFium are points from the bottom left of an unturned sheet; those of a `Page`
are points from the top left of what a reader sees. Everything that is counted has a bound.
"""

import ctypes
import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from paperglot.figures import sideways
from paperglot.figures.captions import may_have_caption
from paperglot.figures.geometry import Box
from paperglot.figures.marks import read_marks
from paperglot.figures.matrix import Matrix
from paperglot.figures.pages import Page
from paperglot.figures.words import read_words, turn_of

_MOST_CHARACTERS = 30_000
_LONGEST_SIDE = 20_000.0
_SHORTEST_SIDE = 30.0
# A page with more marks, or pixels in its images, is drawn once, at so many pixels a point, and
# then made smaller: measured on six images of 20 million pixels each, once takes 0.4 seconds.
_MANY_MARKS = 4_000
_MANY_PIXELS = 4_000_000
_FAR_TOO_MANY_PIXELS = 300_000_000
_SHARP = 2.0
_MOST_PIXELS = 4_000_000
_TRANSPOSED = {90: Image.Transpose.ROTATE_270, 270: Image.Transpose.ROTATE_90}


class Document:
    """An open PDF; raises `pdfium.PdfiumError` where PDFium cannot read it."""

    def __init__(self, path: Path) -> None:
        """Open the file; an encrypted one is refused."""
        self._document = pdfium.PdfDocument(path)
        self._kept: dict[int, pdfium.PdfPage] = {}
        self._whole: dict[int, tuple[float, Image.Image]] = {}

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._document)

    def pages(self, number: int) -> Iterator[Page]:
        """Yield those first pages that can be read, may have a caption and are no monsters."""
        for index in range(min(number, len(self))):
            try:
                page = self._document[index]
                found = _read(page, index + 1)
            except pdfium.PdfiumError:
                continue
            if found is None:
                page.close()
            else:
                self._kept[index + 1] = page
                yield found

    def picture(self, page: Page, box: Box, scale: float) -> Image.Image:
        """Return what stands in a box of a page, on white, at so many pixels a point."""
        if _takes_long(page):
            return self._resized(page, box, scale)
        return self._drawn(page, box, scale)

    def largest_scale(self, page: Page) -> float:
        """Return beyond how many pixels a point a picture of the page has no more to show."""
        return _whole_scale(page) if _takes_long(page) else math.inf

    def _resized(self, page: Page, box: Box, scale: float) -> Image.Image:
        """Return a part of the one picture that is drawn of a page where drawing takes long."""
        if page.number not in self._whole:
            best = _whole_scale(page)
            self._whole[page.number] = best, self._drawn(page, page.box, best)
        best, image = self._whole[page.number]
        part = (box.left * best, box.top * best, box.right * best, box.bottom * best)
        size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
        return image.resize(size, Image.Resampling.BICUBIC, part)

    def _drawn(self, page: Page, box: Box, scale: float) -> Image.Image:
        part, sheet = page.on_sheet(box), page.on_sheet(page.box)
        crop = (part.left, sheet.bottom - part.bottom, sheet.right - part.right, part.top)
        bitmap = self._kept[page.number].render(scale=scale, crop=crop, draw_annots=False)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture.transpose(_TRANSPOSED[page.turn]) if page.turn else picture


def _read(page: pdfium.PdfPage, number: int) -> Page | None:
    sheet = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, sheet):
        return None
    width, height = page.get_size()
    if not all(map(_is_sensible, (width, height))):
        return None
    text = page.get_textpage()
    try:
        if text.count_chars() > _MOST_CHARACTERS or not may_have_caption(text.get_text_range()):
            return None
        rotation = page.get_rotation()
        turn = turn_of(text.raw) if rotation == 0 else 0
        if turn:
            level = tuple(read_words(text.raw, _upright(sheet, turn), height, level=True))
            # A plot with many labels on their side stands upright all the same.
            turn = turn if sideways.may_have_caption(level) else 0
        upright = _upright(sheet, rotation + turn)
        if turn:
            width, height = height, width
        marks = read_marks(page.raw, upright, Box(0, 0, width, height))
        if marks is None or sum(mark.pixels for mark in marks) > _FAR_TOO_MANY_PIXELS:
            return None
        if turn:
            across = tuple(read_words(text.raw, upright, width, level=False))
            own = sideways.without_head_and_foot(level, across, marks, width)
            return own and Page(number, width, height, *own, turn)
        words = tuple(read_words(text.raw, upright, width))
        return Page(number, width, height, words, tuple(marks))
    finally:
        text.close()


def _takes_long(page: Page) -> bool:
    pixels = sum(mark.pixels for mark in page.marks)
    return pixels > _MANY_PIXELS or len(page.marks) > _MANY_MARKS


def _whole_scale(page: Page) -> float:
    return min(_SHARP, math.sqrt(_MOST_PIXELS / (page.width * page.height)))


def _is_sensible(side: float) -> bool:
    return math.isfinite(side) and _SHORTEST_SIDE <= side <= _LONGEST_SIDE


def _upright(sheet: ctypes.Structure, rotation: int) -> Matrix:
    """Return what turns PDFium's coordinates into a reader's."""
    if rotation == 90:  # noqa: PLR2004 (the PDF's own number)
        return Matrix(0, 1, 1, 0, -sheet.bottom, -sheet.left)
    if rotation == 180:  # noqa: PLR2004
        return Matrix(-1, 0, 0, 1, sheet.right, -sheet.bottom)
    if rotation == 270:  # noqa: PLR2004
        return Matrix(0, -1, -1, 0, sheet.top, sheet.right)
    return Matrix(1, 0, 0, -1, -sheet.left, sheet.top)
