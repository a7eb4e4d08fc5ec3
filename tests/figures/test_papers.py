"""Four real papers: every figure and table of their first ten pages, as a reader lists them.

The boxes were judged by eye on a picture of each page. What a crop holds is checked in another
way than the finder's: by what PDFium draws and by its own lines of text.
"""

import re
from functools import cache

import pypdfium2 as pdfium
import pytest
from PIL import ImageStat

from paperglot.figures.document import Document
from paperglot.figures.extraction import Limits, extract
from paperglot.figures.finder import Find, find
from tests.shared import SHARED

PDFS = SHARED / "pdfs"
pytestmark = pytest.mark.skipif(not PDFS.is_dir(), reason="the folder ../shared/pdfs is not there")

Row = tuple[str, int, str, str, tuple[int, int, int, int]]
# Label, page, the caption's first and last words, and the crop in points from the top left.
PAPERS: dict[str, list[Row]] = {
    "2403.06265": [
        ("Figure 1", 2, "Generation performance of the", "the 1M-DOC model.", (78, 74, 517, 235)),
        ("Figure 2", 3, "Six tokenizers differing in", "with more support.", (70, 70, 526, 179)),
        ("Table 1", 5, "Compression ability of the", "the 1M-DOC tokenizer.", (75, 70, 285, 179)),
        ("Table 2", 6, "Results over all downstream", "over 5 finetues.", (96, 70, 500, 424)),
        ("Table 3", 6, "Spearman’s ρ coefficient for", "p < 0.01", (78, 477, 282, 536)),
        (
            "Table 4",
            6,
            "Pearson’s correlation coefficient between",
            "p < 0.01",
            (308, 470, 523, 530),
        ),
        ("Table 5", 7, "Results for the Turkish", "XL-Sum and QG-QA.", (76, 70, 284, 302)),
        ("Figure 3", 7, "Number of subwords per", "the x axis.", (309, 73, 521, 206)),
        ("Figure 4", 7, "Number of subwords per", "the x axis.", (309, 284, 521, 416)),
        ("Figure 5", 8, "Downstream success in Rouge-L", "2% of data.", (80, 73, 516, 298)),
        (
            "Figure 6",
            9,
            "Pair-wise rouge scores between",
            "output similar predictions.",
            (91, 71, 504, 363),
        ),
    ],
    "2410.20771": [
        ("Figure 1", 2, "MrT5’s encoder during training", "may be tuned.", (110, 85, 502, 264)),
        (
            "Table 1",
            5,
            "Diagnostic tasks with example",
            "sequences to replace.",
            (158, 124, 452, 176),
        ),
        (
            "Table 2",
            6,
            "Diagnostic task performance for",
            "while maintaining performance.",
            (109, 135, 503, 229),
        ),
        (
            "Figure 2",
            7,
            "Span corruption BPB vs.",
            "sequence length reductions.",
            (114, 87, 499, 274),
        ),
        (
            "Table 3",
            7,
            "Average inference runtime for",
            "displayed in parentheses.",
            (107, 372, 505, 407),
        ),
        ("Figure 3", 8, "Average test set BPB", "on the BPB.", (251, 89, 500, 251)),
        (
            "Table 4",
            9,
            "Evaluation metrics for XNLI",
            "for per-language metrics.",
            (107, 135, 503, 180),
        ),
        (
            "Table 5",
            9,
            "Evaluation metrics for character-level",
            "for each task.",
            (107, 237, 503, 290),
        ),
        ("Figure 4", 10, "BPB and inference runtime", "3 as optimal.", (295, 200, 490, 347)),
    ],
    "2412.09871": [
        ("Figure 1", 2, "Scaling trends for fixed", "with vertical lines.", (73, 66, 540, 227)),
        (
            "Figure 2",
            3,
            "BLT comprises three modules,",
            "the byte-level information.",
            (95, 64, 515, 345),
        ),
        ("Figure 3", 4, "Patching schemes group bytes", "with 2-byte context.", (71, 64, 541, 147)),
        ("Figure 4", 4, "This figure plots the", "no additional patches.", (74, 237, 539, 304)),
        ("Figure 5", 7, "The local encoder uses", "k = 2.", (71, 64, 541, 244)),
        ("Figure 6", 10, "Scaling trends for BLT", "dynamic patching (right).", (73, 66, 540, 227)),
    ],
    "2506.08410": [
        ("Figure 1", 1, "In reasoning tasks, error", "or step correctness.", (306, 220, 524, 425)),
        (
            "Table 1",
            6,
            "Spearman coefficient (Spearman, 1961)",
            "best and second-best.",
            (307, 176, 523, 330),
        ),
        (
            "Figure 2",
            6,
            "Intrinsic feature distributions of",
            "and wrong steps.",
            (346, 349, 485, 717),
        ),
        ("Table 2", 7, "AutoMeco and Best-of-N evaluation", "by the PRM.", (72, 129, 525, 493)),
        (
            "Figure 3",
            8,
            "Frequency of MIRA leading",
            "(GSM8K, MATH500, MinervaMATH).",
            (74, 73, 287, 232),
        ),
        (
            "Table 3",
            8,
            "Latency measurements (unit: millisecond)",
            "all instances, respectively.",
            (83, 436, 275, 563),
        ),
        ("Table 4", 9, "Inter-annotator agreement for step-", ", 0.8, 0.9}.", (70, 224, 288, 348)),
        (
            "Table 5",
            9,
            "Consistency metrics of Best-of-N",
            "for consistency rate.",
            (70, 444, 288, 525),
        ),
    ],
}
FOUND = 34
"""So many of them are found today, of as many."""
ROWS = [(paper, *row) for paper, rows in PAPERS.items() for row in rows]
PLACES = [(paper, row[0]) for paper, rows in PAPERS.items() for row in rows]
# Words in small letters alone: a line of running text has more of them than a label or a cell.
_PLAIN = re.compile(r"\b[a-z]{2,}\b")
_MOST_OF_A_LABEL = 7
_TOLERANCE = 4


@cache
def finds(paper: str) -> dict[str, Find]:
    return {each.label: each for each in find(Document(PDFS / f"{paper}.pdf").pages(10))}


@cache
def pages(paper: str) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(PDFS / f"{paper}.pdf")


def is_right(paper: str, row: Row) -> bool:
    label, page, first, last, _box = row
    found = finds(paper).get(label)
    return (
        found is not None
        and found.page.number == page
        and found.caption.startswith(first)
        and found.caption.endswith(last)
    )


def test_as_many_are_found_with_their_caption_as_ever() -> None:
    right = sum(is_right(paper, row) for paper, rows in PAPERS.items() for row in rows)
    assert right == FOUND
    assert right >= 0.9 * len(ROWS)


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_else_is_found(paper: str) -> None:
    assert finds(paper).keys() <= {row[0] for row in PAPERS[paper]}


@pytest.mark.parametrize(("paper", "label", "page", "first", "last", "box"), ROWS)
def test_a_crop_is_what_was_judged_by_eye(  # noqa: PLR0913, PLR0917 (a row has as many)
    paper: str, label: str, page: int, first: str, last: str, box: tuple[int, int, int, int]
) -> None:
    found = finds(paper)[label]
    assert (found.page.number, found.caption[: len(first)]) == (page, first)
    assert found.caption.endswith(last)
    assert found.box == pytest.approx(box, abs=_TOLERANCE)


@pytest.mark.parametrize(("paper", "label"), PLACES)
def test_nothing_that_is_drawn_crosses_a_crops_edge(paper: str, label: str) -> None:
    found = finds(paper)[label]
    left, top, right, bottom = found.box.grown(2)
    page = pages(paper)[found.page.number - 1]
    crop = (left, page.get_height() - bottom, page.get_width() - right, top)
    picture = page.render(scale=3, crop=crop, draw_annots=False).to_pil().convert("L")
    width, height = picture.size
    for edge in (
        (0, 0, width, 2),
        (0, height - 2, width, height),
        (0, 0, 2, height),
        (width - 2, 0, width, height),
    ):
        assert ImageStat.Stat(picture.crop(edge)).extrema[0][0] > 240


@pytest.mark.parametrize(("paper", "label"), PLACES)
def test_no_line_of_running_text_is_in_a_crop(paper: str, label: str) -> None:
    found = finds(paper)[label]
    page = pages(paper)[found.page.number - 1]
    height = page.get_height()
    text = page.get_textpage()
    inside, outside = [0], [0]
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        middle = height - (bottom + top) / 2
        across = left < found.box.right and right > found.box.left
        here = inside if across and found.box.top < middle < found.box.bottom else outside
        here.append(len(_PLAIN.findall(text.get_text_bounded(left, bottom, right, top))))
    assert max(inside) <= _MOST_OF_A_LABEL < max(outside)


@pytest.mark.parametrize("paper", PAPERS)
def test_each_paper_fits_its_budget_and_names_its_licence(
    paper: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("images")
    found = extract(PDFS / f"{paper}.pdf", folder)
    assert len(found.figures) == len(PAPERS[paper])
    assert sum(each.size for each in found.figures) <= Limits().bytes_of_images
    since_2025 = "http://creativecommons.org/licenses/by/4.0/" if paper > "2501" else None
    assert found.licence == since_2025
