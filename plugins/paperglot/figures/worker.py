"""Reads one PDF in a process of its own, which may be slow, grow large or die.

    python -m paperglot.figures.worker PDF FOLDER PAGES BYTES SECONDS MEMORY

Writes the images into FOLDER, named by their hash, and says the rest as JSON.
"""

import gc

if __name__ == "__main__":
    # What lives as long as the process need not be looked through again and again, and least while
    # modules are loaded.
    gc.disable()

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from paperglot.figure import Figure
from paperglot.figures import answer, confinement
from paperglot.figures.cutting import Cut, cut
from paperglot.figures.document import Document
from paperglot.figures.licence import licence_of

_REASONS = {
    raw.FPDF_ERR_PASSWORD: "encrypted",
    raw.FPDF_ERR_SECURITY: "encrypted",
    # PDFium opens no document without pages, and knows no error for it.
    raw.FPDF_ERR_SUCCESS: "pages",
}


def main(arguments: Sequence[str]) -> int:
    """Read the PDF; what goes wrong is said in the answer, not by an exit code."""
    pdf, folder = map(Path, arguments[:2])
    pages, size, seconds, memory = map(int, arguments[2:6])
    confinement.confine(seconds=seconds, memory=memory)
    sys.stdout.write(_answer(pdf, folder, pages, size))
    return 0


def _answer(pdf: Path, folder: Path, pages: int, size: int) -> str:
    try:
        cuts = cut(Document(pdf), pages, size)[: answer.MOST_FIGURES]
        return answer.write(licence_of(pdf.read_bytes()), [_keep(each, folder) for each in cuts])
    except MemoryError:
        return answer.write_reason("memory")
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        return answer.write_reason(_REASONS.get(code, "unreadable"))


def _keep(cut_out: Cut, folder: Path) -> Figure:
    """Write the image of a figure under its hash."""
    image = cut_out.image
    name = hashlib.sha256(image.content).hexdigest()[:16]
    (folder / f"{name}.webp").write_bytes(image.content)
    return Figure(
        label=cut_out.label,
        caption=cut_out.caption,
        page=cut_out.page,
        width=image.width,
        height=image.height,
        size=len(image.content),
        hash=name,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
