"""The process that reads a PDF, with files that are broken or mean harm, and workers that do."""

import hashlib
import io
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from paperglot.errors import FigureError
from paperglot.figures.extraction import Limits, extract
from paperglot.figures.webp import dimensions
from tests.figures.sheets import CELLS, Sheet, document

CAPTION = "The error of the invented method."


def paper(**options: object) -> bytes:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        end = sheet.caption(412, f"Figure 1: {CAPTION}")
        sheet.text(end + 20, 560)
        end = sheet.caption(580, f"Table 1: {CAPTION}")
        sheet.table(150, end + 8, 450, CELLS)

    return document(draw, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "images"


def refused(content: bytes, folder: Path, limits: Limits | None = None) -> str:
    """Return why a file gives no figures, after a look whether it left anything."""
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(content)
    with pytest.raises(FigureError) as caught:
        extract(pdf, folder, limits)
    assert not folder.exists() or not list(folder.iterdir())
    return str(caught.value)


def misled(script: str, folder: Path, limits: Limits | None = None) -> str:
    """Return why another worker, a script in Python, is not believed."""
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(paper())
    with pytest.raises(FigureError) as caught:
        extract(pdf, folder, limits, worker=(sys.executable, "-c", f"import sys; {script}"))
    assert not folder.exists() or not list(folder.iterdir())
    return str(caught.value)


def test_figures_and_their_images_come_from_a_process_of_their_own(folder: Path) -> None:
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(paper())
    found = extract(pdf, folder)
    assert found.licence is None
    assert [(each.label, each.caption, each.page) for each in found.figures] == [
        ("Figure 1", CAPTION, 1),
        ("Table 1", CAPTION, 1),
    ]
    for figure in found.figures:
        content = (folder / f"{figure.hash}.webp").read_bytes()
        assert dimensions(content) == (figure.width, figure.height)
        assert hashlib.sha256(content).hexdigest()[:16] == figure.hash
        assert len(content) == figure.size
        shades = Image.open(io.BytesIO(content)).convert("L").histogram()
        assert sum(shades[:100]) > 100
    assert len(list(folder.iterdir())) == 2


def test_the_same_pdf_gives_the_same_again(folder: Path) -> None:
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(paper())
    first = extract(pdf, folder)
    assert extract(pdf, folder) == first
    assert len(list(folder.iterdir())) == 2


def test_only_the_first_pages_are_looked_at(folder: Path) -> None:
    def draw(sheet: Sheet) -> None:
        for page in (1, 2, 3):
            sheet.plot(150, 100, 450, 300)
            sheet.caption(312, f"Figure {page}: {CAPTION}")
            if page < 3:
                sheet.next_page()

    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(document(draw))
    found = extract(pdf, folder, Limits(pages=2))
    assert [(each.label, each.page) for each in found.figures] == [("Figure 1", 1), ("Figure 2", 2)]


def test_all_images_have_no_more_bytes_than_they_may(folder: Path) -> None:
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(paper())
    found = extract(pdf, folder, Limits(bytes_of_images=6_000))
    assert found.figures
    assert sum(each.size for each in found.figures) <= 6_000
    assert extract(pdf, folder, Limits(bytes_of_images=100)).figures == ()


def test_a_pdf_without_figures_gives_none(folder: Path) -> None:
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(document(lambda sheet: sheet.text(72, 770)))
    assert extract(pdf, folder).figures == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is not a PDF"),
        (b"<html>Rate exceeded.</html>", "the file is not a PDF"),
        (paper()[:-200], "the PDF is truncated"),
        (b"%PDF-1.5\nrubbish\n%%EOF\n", "the PDF cannot be read"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(folder: Path, content: bytes, reason: str) -> None:
    assert refused(content, folder) == reason


def test_a_pdf_without_pages_is_refused(folder: Path) -> None:
    empty = io.BytesIO()
    pdfium.PdfDocument.new().save(empty)
    assert refused(empty.getvalue(), folder) == "the PDF has no pages"


def test_an_encrypted_pdf_is_refused(folder: Path) -> None:
    assert refused(paper(encrypt="secret"), folder) == "the PDF is encrypted"


def test_a_file_that_is_missing_or_too_large_is_refused(folder: Path) -> None:
    with pytest.raises(FigureError, match="cannot be opened"):
        extract(folder / "none.pdf", folder)
    reason = refused(paper(), folder, Limits(bytes_of_file=1_000))
    assert reason.endswith("more than 1,000 are not opened")


def test_a_page_that_cannot_be_read_is_passed_over(folder: Path) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(150, 100, 450, 300)
        sheet.caption(312, f"Figure 1: {CAPTION}")

    content = document(draw).replace(b"/Count 1", b"/Count 3")
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(content)
    assert [each.label for each in extract(pdf, folder).figures] == ["Figure 1"]


def test_a_reading_that_takes_too_long_is_ended(folder: Path) -> None:
    reason = misled("[None for _ in iter(int, 1)]", folder, Limits(seconds=0.2))
    assert reason == "reading the PDF took longer than 0.2 seconds"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets a process no limits")
def test_a_reading_that_takes_too_much_memory_is_ended(folder: Path) -> None:
    assert refused(paper(), folder, Limits(memory=50_000_000)).startswith("reading the PDF")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("print('rubbish')", "no answer that can be used: the answer is no JSON"),
        ("pass", "no answer that can be used: the answer is no JSON"),
        ("print('x' * 1_000_000)", "no answer that can be used: the answer is too long"),
        ("sys.exit(3)", "ended with 3"),
        ("sys.exit('a reason\\n' + 'of many words ' * 99)", "ended with 1: of many words of"),
        ("import os; os.abort()", "was ended by signal 6"),
        ('print(\'{"reason": "memory"}\')', "takes too much memory"),
    ],
)
def test_a_worker_that_fails_costs_a_line(folder: Path, script: str, reason: str) -> None:
    said = misled(script, folder)
    assert reason in said
    assert len(said) < 300
    assert said.isprintable()


FORGED = """
import json, pathlib, hashlib
content = {content}
name = hashlib.sha256(content).hexdigest()[:16]
pathlib.Path(sys.argv[2], name + ".webp").write_bytes(content)
figure = dict(label="Figure 1", caption="", page=1, width=9, height=9, size=len(content), hash=name)
figure.update({changes})
print(json.dumps(dict(licence=None, figures=[figure])))
"""


@pytest.mark.parametrize(
    ("content", "changes", "reason"),
    [
        ("b'<script>alert(1)</script>' * 3", "{}", "an image is no WebP"),
        ("b'x' * 99", "{'size': 98}", "an image is missing or of another size"),
        ("b'x' * 99", "{'hash': '0' * 16}", "an image is missing or of another size"),
        ("b'x' * 99", "{'hash': '../images/x'}", "the hash has another form"),
    ],
)
def test_an_image_is_what_the_answer_says_or_refused(
    folder: Path, content: str, changes: str, reason: str
) -> None:
    script = FORGED.format(content=content, changes=changes)
    assert reason in misled(f"exec({script!r})", folder)


def test_an_image_that_was_changed_or_is_a_link_is_refused(folder: Path) -> None:
    other = folder.parent / "other"
    other.write_bytes(b"x" * 99)
    link = f"pathlib.Path(sys.argv[2], '0' * 16 + '.webp').symlink_to({str(other)!r})"
    script = FORGED.format(content="b'x' * 99", changes="{'hash': '0' * 16}")
    linked = script.replace("figure.update", f"{link}\nfigure.update")
    assert "missing" in misled(f"exec({linked!r})", folder)
    script = script.replace("name + ", "'0' * 16 + ")
    assert "an image has another hash" in misled(f"exec({script!r})", folder)


def test_a_worker_sees_nothing_of_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "invented")
    script = "import os; sys.exit(' '.join(sorted(os.environ)))"
    assert "ANTHROPIC" not in misled(script, folder)


def test_images_that_cannot_be_written_are_an_error_that_leaves_nothing(folder: Path) -> None:
    pdf = folder.parent / "paper.pdf"
    pdf.write_bytes(paper())
    figures = extract(pdf, folder).figures
    for file in folder.iterdir():
        file.unlink()
    (folder / f"{figures[1].hash}.webp").mkdir()
    with pytest.raises(FigureError, match="cannot be kept"):
        extract(pdf, folder)
    assert [file.is_dir() for file in folder.iterdir()] == [True]
