"""Invented papers for the tests, set with reportlab: text, plots, tables and captions by place.

All places are points from the left and the top of the page, as a reader sees it.
"""

import io
import re
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from typing import Any

import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
LEFT, RIGHT = 72.0, 523.0
GUTTER = 20.0
MIDDLE = (LEFT + RIGHT) / 2
COLUMNS = ((LEFT, MIDDLE - GUTTER / 2), (MIDDLE + GUTTER / 2, RIGHT))

_TEXT = (
    "we measure how the invented method behaves when the number of samples grows and find that "
    "its error falls slowly while the cost of training rises faster than any earlier estimate "
    "would suggest for models of a comparable size on the same kind of data"
)
_WORDS = _TEXT.split(" ")
_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
><xmpRights:WebStatement>{}</xmpRights:WebStatement></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Sheet:
    """Pages of one document, filled from above."""

    def __init__(self, size: tuple[float, float] = A4, **options: Any) -> None:
        self._file = io.BytesIO()
        # Without a time or an identifier in it, so that the same document has the same bytes.
        self.canvas = Canvas(self._file, pagesize=size, invariant=1, pageCompression=1, **options)
        self.height = size[1]

    def pdf(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()

    def next_page(self) -> None:
        self.canvas.showPage()

    def line(self, left: float, baseline: float, text: str, **font: Any) -> None:
        """Set one line as it is."""
        self._font(**font)
        self.canvas.drawString(left, self.height - baseline, text)

    def text(
        self,
        top: float,
        bottom: float,
        left: float = LEFT,
        right: float = RIGHT,
        size: float = 10,
    ) -> None:
        """Fill a box with justified running text."""
        words = cycle(_WORDS)
        baseline = top + size
        while baseline <= bottom:
            row: list[str] = []
            while stringWidth(" ".join(row), "Times-Roman", size) < right - left - 40:
                row.append(next(words))
            self._justified(" ".join(row), left, right, baseline, size)
            baseline += 1.2 * size

    def _justified(self, text: str, left: float, right: float, base: float, size: float) -> None:
        width = stringWidth(text, "Times-Roman", size)
        written = self.canvas.beginText(left, self.height - base)
        written.setFont("Times-Roman", size)
        written.setWordSpace((right - left - width) / text.count(" "))
        written.textOut(text)
        self.canvas.drawText(written)

    def caption(
        self,
        top: float,
        text: str,
        left: float = LEFT,
        right: float = RIGHT,
        size: float = 10,
    ) -> float:
        """Set a caption, what stands between asterisks in bold; return where it ends."""
        baseline = top + size
        x = left
        _none, label, text = ("", "", text) if text[0] != "*" else text.split("*")
        if label:
            self.line(x, baseline, label, name="Times-Bold", size=size)
            x += stringWidth(f"{label} ", "Times-Bold", size)
        row: list[str] = []
        for word in text.split():
            if row and x + stringWidth(" ".join([*row, word]), "Times-Roman", size) > right:
                self.line(x, baseline, " ".join(row), size=size)
                row, x, baseline = [], left, baseline + 1.15 * size
            row.append(word)
        self.line(x, baseline, " ".join(row), size=size)
        return baseline + 0.3 * size

    def plot(
        self, left: float, top: float, right: float, bottom: float, name: str = "Loss"
    ) -> None:
        """Draw a plot with axes, a curve, ticks and labels; nothing of it beyond the box."""
        canvas = self.canvas
        canvas.setLineWidth(0.8)
        inner = left + 30, self.height - bottom + 30, right - left - 34, bottom - top - 34
        canvas.rect(*inner)
        canvas.setStrokeColorRGB(0.1, 0.3, 0.8)
        x, y, width, height = inner
        canvas.bezier(
            x, y + height, x + width / 4, y + height / 8, x + width / 2, y + 5, x + width, y + 4
        )
        canvas.setStrokeColorRGB(0, 0, 0)
        for tick in range(5):
            self.line(x + tick * (width - 8) / 4, bottom - 20, str(tick), name="Helvetica", size=7)
        self.line(x + width / 2 - 20, bottom - 4, "Steps", name="Helvetica", size=8)
        self.line(left + 1, top + 20, name, name="Helvetica", size=8)

    def photograph(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw an image of many colours."""
        from PIL import Image  # noqa: PLC0415 (only tests that draw one need it)

        side = 96
        values = bytes(
            (x * x + y * 7 + channel * x * y) % 256
            for y in range(side)
            for x in range(side)
            for channel in range(3)
        )
        image = ImageReader(Image.frombytes("RGB", (side, side), values))
        place = left, self.height - bottom, right - left, bottom - top
        self.canvas.drawImage(image, *place)

    def table(
        self, left: float, top: float, right: float, rows: Sequence[Sequence[str]], size: float = 9
    ) -> float:
        """Set a table with a rule above, below its head and at its end; return where it ends."""
        step = 1.4 * size
        self._rule(left, right, top)
        for index, row in enumerate(rows):
            width = (right - left) / len(row)
            for column, cell in enumerate(row):
                self.line(left + 4 + column * width, top + (index + 1) * step - 3, cell, size=size)
        self._rule(left, right, top + step)
        end = top + len(rows) * step + 2
        self._rule(left, right, end)
        return end

    def _rule(self, left: float, right: float, y: float) -> None:
        self.canvas.setLineWidth(0.6)
        self.canvas.line(left, self.height - y, right, self.height - y)

    def _font(self, name: str = "Times-Roman", size: float = 10) -> None:
        self.canvas.setFont(name, size)


CAPTION = "The error of the invented method over the steps of its training."
CELLS = (
    ("Method", "Accuracy", "Cost"),
    ("Invented baseline", "61.2", "1.0"),
    ("Invented method", "64.8", "1.4"),
    ("Both together", "66.1", "2.3"),
)


def document(draw: Callable[[Sheet], object], **options: Any) -> bytes:
    """Return a PDF that a function draws."""
    sheet = Sheet(**options)
    draw(sheet)
    return sheet.pdf()


def illustrated(
    captions: Sequence[str] = ("Figure 1: A bound and its cost.",), licence: str | None = None
) -> bytes:
    """Return a paper of one column, a page for each figure; `licence` stands in its metadata."""
    sheet = Sheet()
    for number, caption in enumerate(captions or ("",)):
        if number:
            sheet.next_page()
        sheet.text(72, 240)
        if caption:
            sheet.plot(150, 270, 450, 470)
            sheet.caption(484, caption)
        sheet.text(530, 760)
    made = sheet.pdf()
    return made if licence is None else _with_metadata(made, _XMP.format(licence).encode())


def _with_metadata(made: bytes, packet: bytes) -> bytes:
    """Add the metadata as an incremental update; ISO 32000-1, 7.5.6."""
    root, size, before = (
        int(found[1])
        for pattern in (rb"/Root (\d+) 0 R", rb"/Size (\d+)", rb"startxref\s+(\d+)")
        if (found := re.search(pattern, made))
    )
    catalogue = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % root, made, re.DOTALL)
    assert catalogue
    objects = {
        root: b"<<%b /Metadata %d 0 R>>" % (catalogue[1], size),
        size: b"<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%b\nendstream"
        % (len(packet), packet),
    }
    table = b"xref\n"
    for number, content in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\n" % (size + 1, root, before)
    return made + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(made)


def words(number: int) -> str:
    """Return so many invented words."""
    return " ".join(islice(cycle(_WORDS), number))


def turned(pdf: bytes, rotation: int) -> bytes:
    """Return the PDF with its first page shown turned to the right, in degrees."""
    opened = pdfium.PdfDocument(pdf)
    opened[0].set_rotation(rotation)
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()


def lay_down(sheet: Sheet, turn: int = 90) -> None:
    """Turn what is drawn from now on, so that a reader turns it so many degrees to the right."""
    sheet.canvas.translate(*((595, 0) if turn == 90 else (0, 842)))
    sheet.canvas.rotate(turn)
    sheet.height = 595


def lying(sheet: Sheet, turn: int = 90) -> None:
    """Draw everything on its side."""
    lay_down(sheet, turn)
    sheet.plot(200, 80, 640, 300)
    sheet.caption(312, f"Figure 1: {CAPTION}", 72, 770)
    sheet.text(350, 560, 72, 770)
