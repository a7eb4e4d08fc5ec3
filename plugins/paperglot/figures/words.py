"""The words of a page out of PDFium's characters."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from paperglot.figures.geometry import Box
from paperglot.figures.matrix import Matrix
from paperglot.figures.pages import SOFT_HYPHEN, Word

# PDFium puts one of these where a line's end broke a word with a hyphen.
_BROKEN = (0x02, 0xFFFE)
_LINE_ENDS = (0x0A, 0x0D)
_LAST_OF_UNICODE = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_LONGEST_NAME = 64
# In parts of the font's size: how far apart two characters of one word may stand, at most and
# without a second look.
_APART = 0.4
_NARROW = 0.1
_BACK = -0.8
# The left part of a page where arXiv puts its stamp, sideways.
_MARGIN = 0.1
_SIDEWAYS = 0.1

_Handle = Any
_char_box = raw.FPDFText_GetCharBox


def read_words(text: _Handle, upright: Matrix, width: float) -> Iterator[Word]:
    """Yield the words of a page of that width, in the PDF's order, without arXiv's stamp."""
    reader = _Reader(text, upright, width * _MARGIN)
    yield from reader.words()


class _Reader:
    """Goes through the characters of one page once."""

    def __init__(self, text: _Handle, upright: Matrix, margin: float) -> None:
        self._text = text
        self._upright = upright
        self._margin = margin
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._places = [ctypes.byref(side) for side in self._sides]
        self._characters: list[str] = []
        self._boxes: list[Box] = []
        self._size = self._baseline = 0.0
        self._font = ""

    def words(self) -> Iterator[Word]:
        """Yield the words."""
        unicode_of = raw.FPDFText_GetUnicode
        for index in range(raw.FPDFText_CountChars(self._text)):
            code = unicode_of(self._text, index)
            if code in _BROKEN:
                self._break(index)
                yield from self._flush()
            elif code in _LINE_ENDS or chr(min(code, _LAST_OF_UNICODE)).isspace():
                yield from self._flush()
            else:
                yield from self._add(index, code)
        yield from self._flush()

    def _add(self, index: int, code: int) -> Iterator[Word]:
        box = self._box(index)
        if box is None or (box.right < self._margin and self._is_sideways(index)):
            return
        if self._boxes and not self._continues(index, box):
            yield from self._flush()
        if not self._boxes:
            self._begin(index, box)
        self._boxes.append(box)
        valid = 0 < code <= _LAST_OF_UNICODE and code not in _SURROGATES
        self._characters.append(chr(code) if valid else "\ufffd")

    def _break(self, index: int) -> None:
        if self._characters:
            self._characters.append(SOFT_HYPHEN)
            hyphen = self._box(index)
            if hyphen is not None and self._continues(index, hyphen):
                self._boxes.append(hyphen)

    def _box(self, index: int) -> Box | None:
        if not _char_box(self._text, index, *self._places):
            return None
        left, right, bottom, top = self._sides
        box = self._upright.box(left.value, top.value, right.value, bottom.value)
        return box if box.width > 0 and box.height > 0 else None

    def _is_sideways(self, index: int) -> bool:
        angle = raw.FPDFText_GetCharAngle(self._text, index)
        return abs(math.sin(angle)) > _SIDEWAYS and self._upright.b == 0

    def _continues(self, index: int, box: Box) -> bool:
        last = self._boxes[-1]
        gap = box.left - last.right
        if not _BACK * self._size < gap < _APART * self._size:
            return False
        if gap > _NARROW * self._size and self._is_spaced(index):
            return False
        return last.along(box) > 0 or abs(box.bottom - self._baseline) < self._size

    def _is_spaced(self, index: int) -> bool:
        """Say whether a space stands before a character that PDFium has not put there itself.

        A narrow character such as 1 has white space of its own, which is none.
        """
        rooms = [raw.FS_RECTF(), raw.FS_RECTF()]
        for place, room in zip((index - 1, index), rooms, strict=True):
            if not raw.FPDFText_GetLooseCharBox(self._text, place, room):
                return True
        before, after = (self._upright.box(r.left, r.bottom, r.right, r.top) for r in rooms)
        return after.left - before.right > _NARROW * self._size

    def _begin(self, index: int, box: Box) -> None:
        matrix = raw.FS_MATRIX()
        scale = 1.0
        if raw.FPDFText_GetMatrix(self._text, index, matrix):
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        size = raw.FPDFText_GetFontSize(self._text, index) * scale
        sensible = math.isfinite(size) and 0 < size < 10 * box.height + 10
        self._size = round(size if sensible else box.height, 1)
        x, y = self._sides[:2]
        if raw.FPDFText_GetCharOrigin(self._text, index, x, y):
            self._baseline = self._upright.point(x.value, y.value)[1]
        else:
            self._baseline = box.bottom
        self._font = self._font_of(index)

    def _font_of(self, index: int) -> str:
        name = ctypes.create_string_buffer(_LONGEST_NAME)
        length = raw.FPDFText_GetFontInfo(self._text, index, name, _LONGEST_NAME, ctypes.c_int())
        return name.raw[: max(0, min(length, _LONGEST_NAME) - 1)].decode("utf-8", "replace")

    def _flush(self) -> Iterator[Word]:
        if self._characters and self._boxes:
            lefts, tops, rights, bottoms = zip(*self._boxes, strict=True)
            box = Box(min(lefts), min(tops), max(rights), max(bottoms))
            text = "".join(self._characters)
            yield Word(box, text, self._size, self._baseline, self._font)
        self._characters.clear()
        self._boxes.clear()
