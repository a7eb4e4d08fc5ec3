"""Invented papers as PDFs."""

import io
import re
from collections.abc import Sequence

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
><xmpRights:WebStatement>{}</xmpRights:WebStatement></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_SENTENCE = "Bounds are what this paper speaks of, line after line, without coming to an end."


def pdf(
    captions: Sequence[str] = ("Figure 1: A bound and its cost.",), licence: str | None = None
) -> bytes:
    """Return a paper of one column, a page for each figure; `licence` stands in its metadata."""
    file = io.BytesIO()
    canvas = Canvas(file, letter, invariant=True)
    for caption in captions or ("",):
        canvas.setFont("Times-Roman", 11)
        _text(canvas, top=720, lines=8)
        if caption:
            _plot(canvas, bottom=380)
            canvas.drawCentredString(306, 350, caption)
        _text(canvas, top=310, lines=14)
        canvas.showPage()
    canvas.save()
    made = file.getvalue()
    return made if licence is None else _with_metadata(made, _XMP.format(licence).encode())


def _text(canvas: Canvas, top: float, lines: int) -> None:
    for number in range(lines):
        canvas.drawString(108, top - 14 * number, _SENTENCE)


def _plot(canvas: Canvas, bottom: float) -> None:
    canvas.rect(180, bottom, 252, 180)
    canvas.bezier(180, bottom, 260, bottom + 160, 340, bottom + 20, 432, bottom + 170)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(190, bottom + 160, "cost")
    canvas.setFont("Times-Roman", 11)


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
