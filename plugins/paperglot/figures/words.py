"""The words of a page out of PDFium's characters."""

import ctypes
import math
import struct
from collections.abc import Iterator
from typing import Any, Literal

from pypdfium2 import raw

from paperglot.figures.geometry import Box
from paperglot.figures.matrix import Matrix, Sides
from paperglot.figures.pages import SOFT_HYPHEN, Word

# PDFium puts one of these where a line's end broke a word with a hyphen.
_BROKEN = (0x02, 0xFFFE)
_LINE_ENDS = (0x0A, 0x0D)
_FIRST_PLAIN, _LAST_PLAIN = 0x21, 0x7E
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
# Of so many characters, more than this part lies on its side where a page does.
_SAMPLE = 200
_MOST = 0.6

_Handle = Any
_Function = Any
_unpack = struct.Struct("4d").unpack_from


def _plain(function: _Function, *arguments: type) -> _Function:
    """Return the same function for plain numbers, a pointer's too.

    What ctypes does to take a pointer as one takes longer than what is called.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value
    plain = type(function)(address)
    plain.argtypes, plain.restype = arguments, function.restype
    return plain


_P = ctypes.c_void_p
_char_box = _plain(raw.FPDFText_GetCharBox, _P, ctypes.c_int, _P, _P, _P, _P)
_unicode_of = _plain(raw.FPDFText_GetUnicode, _P, ctypes.c_int)


def read_words(
    text: _Handle, upright: Matrix, width: float, *, level: bool | None = None
) -> Iterator[Word]:
    """Yield the words of a page of that width, in the PDF's order, without arXiv's stamp.

    With `level` only those that lie level on the page, or only those that do not.
    """
    reader = _Reader(text, upright, width * _MARGIN, level=level)
    yield from reader.words()


def turn_of(text: _Handle) -> Literal[0, 90, 270]:
    """Return by how many degrees to the right a page is turned to be read: 0 unless most lies so.

    A sample of its characters says so; spaces, which PDFium puts there itself, always lie level.
    """
    count = raw.FPDFText_CountChars(text)
    step = max(1, count // _SAMPLE)
    visible = [
        index
        for index in range(0, count, step)
        if not chr(min(_unicode_of(text, index), _LAST_OF_UNICODE)).isspace()
    ]
    sines = [math.sin(raw.FPDFText_GetCharAngle(text, index)) for index in visible]
    if sum(sine < _SIDEWAYS - 1 for sine in sines) > _MOST * len(sines):
        return 90
    if sum(sine > 1 - _SIDEWAYS for sine in sines) > _MOST * len(sines):
        return 270
    return 0


class _Reader:
    """Goes through the characters of one page once.

    There are 20,000 of them in a paper: what is done for each is plain tuples and few calls.
    """

    def __init__(
        self, text: _Handle, upright: Matrix, margin: float, *, level: bool | None
    ) -> None:
        self._text = text
        self._upright = upright
        self._placed = upright.placing()
        self._margin = margin
        self._level = level
        self._address = ctypes.cast(text, ctypes.c_void_p).value
        self._sides = (ctypes.c_double * 4)()
        start = ctypes.addressof(self._sides)
        self._places = [start + 8 * place for place in range(4)]
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_LONGEST_NAME)
        self._flags = ctypes.c_int()
        self._characters: list[str] = []
        self._boxes: list[Sides] = []
        self._size = self._baseline = 0.0
        self._font = ""

    def words(self) -> Iterator[Word]:
        """Yield the words."""
        text = self._address
        for index in range(raw.FPDFText_CountChars(self._text)):
            code = _unicode_of(text, index)
            if _FIRST_PLAIN <= code <= _LAST_PLAIN:
                word = self._add(index, chr(code))
            elif code in _BROKEN:
                self._break(index)
                word = self._taken()
            elif code in _LINE_ENDS or chr(min(code, _LAST_OF_UNICODE)).isspace():
                word = self._taken()
            else:
                valid = 0 < code <= _LAST_OF_UNICODE and code not in _SURROGATES
                word = self._add(index, chr(code) if valid else "\ufffd")
            if word is not None:
                yield word
        word = self._taken()
        if word is not None:
            yield word

    def _add(self, index: int, character: str) -> Word | None:
        """Add a character; return the word before it if it begins another one."""
        box = self._box(index)
        if box is None or (box[2] < self._margin and self._is_of_stamp(index)):
            return None
        if self._level is not None and self._is_sideways(index) is self._level:
            return None
        word = None
        if not self._boxes:
            self._begin(index, box)
        elif not self._continues(index, box):
            word = self._taken()
            self._begin(index, box)
        self._boxes.append(box)
        self._characters.append(character)
        return word

    def _break(self, index: int) -> None:
        if self._characters:
            self._characters.append(SOFT_HYPHEN)
            hyphen = self._box(index)
            if hyphen is not None and self._continues(index, hyphen):
                self._boxes.append(hyphen)

    def _box(self, index: int) -> Sides | None:
        if not _char_box(self._address, index, *self._places):
            return None
        left, right, bottom, top = _unpack(self._sides)
        box = self._placed(left, top, right, bottom)
        return box if box[2] > box[0] and box[3] > box[1] else None

    def _is_of_stamp(self, index: int) -> bool:
        return self._upright.b == 0 and self._is_sideways(index)

    def _is_sideways(self, index: int) -> bool:
        angle = raw.FPDFText_GetCharAngle(self._text, index)
        across = math.sin(angle) if self._upright.b == 0 else math.cos(angle)
        return abs(across) > _SIDEWAYS

    def _continues(self, index: int, box: Sides) -> bool:
        left, top, _right, bottom = box
        _left, last_top, last_right, last_bottom = self._boxes[-1]
        gap, size = left - last_right, self._size
        if not _BACK * size < gap < _APART * size:
            return False
        if gap > _NARROW * size and self._is_spaced(index):
            return False
        beside = top < last_bottom and last_top < bottom
        return beside or abs(bottom - self._baseline) < size

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

    def _begin(self, index: int, box: Sides) -> None:
        matrix, scale = self._matrix, 1.0
        if raw.FPDFText_GetMatrix(self._text, index, matrix):
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        size = raw.FPDFText_GetFontSize(self._text, index) * scale
        height = box[3] - box[1]
        sensible = math.isfinite(size) and 0 < size < 10 * height + 10
        self._size = round(size if sensible else height, 1)
        if raw.FPDFText_GetCharOrigin(self._text, index, self._x, self._y):
            self._baseline = self._upright.point(self._x.value, self._y.value)[1]
        else:
            self._baseline = box[3]
        self._font = self._font_of(index)

    def _font_of(self, index: int) -> str:
        name, most = self._name, _LONGEST_NAME
        length = raw.FPDFText_GetFontInfo(self._text, index, name, most, self._flags)
        return name.raw[: max(0, min(length, most) - 1)].decode("utf-8", "replace")

    def _taken(self) -> Word | None:
        """Return the word that was read so far, and begin anew."""
        if not self._characters:
            return None
        word = None
        if self._boxes:
            lefts, tops, rights, bottoms = zip(*self._boxes, strict=True)
            box = Box(min(lefts), min(tops), max(rights), max(bottoms))
            text = "".join(self._characters)
            word = Word(box, text, self._size, self._baseline, self._font)
        self._characters.clear()
        self._boxes.clear()
        return word
