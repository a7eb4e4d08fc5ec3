"""Figures that lie on their side on an upright sheet, with their captions."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import ImageChops, ImageStat

from paperglot.figures.document import Document
from paperglot.figures.finder import find
from tests.figures.conftest import Finding, is_near
from tests.figures.sheets import CAPTION, CELLS, COLUMNS, Sheet, document, lay_down, lying, turned

_PLACE = (200, 80, 640, 300)


def _head_and_foot(sheet: Sheet) -> None:
    """Set an upright running head with a rule below it, and the page's number."""
    sheet.line(200, 50, "An invented running head 7", size=9)
    sheet.canvas.line(72, 842 - 54, 523, 842 - 54)
    sheet.line(295, 812, "12", size=9)


def _label(sheet: Sheet, left: float, bottom: float, text: str = "Error of the method") -> None:
    """Set a label that is read from below."""
    sheet.canvas.saveState()
    sheet.canvas.translate(left + 6, sheet.height - bottom)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Helvetica", 8)
    sheet.canvas.drawString(0, 0, text)
    sheet.canvas.restoreState()


def _alone(sheet: Sheet, turn: int) -> None:
    """Draw a page of nothing but a figure on its side."""
    _head_and_foot(sheet)
    lay_down(sheet, turn)
    sheet.plot(*_PLACE)
    _label(sheet, 200, 220)
    sheet.caption(312, f"Figure 1: {CAPTION}", 150, 770)


@pytest.mark.parametrize("turn", [90, 270])
@pytest.mark.parametrize("draw", [lying, _alone])
def test_a_figure_on_its_side_is_read_as_a_reader_turns_it(
    found: Finding, draw: Callable[..., None], turn: int
) -> None:
    figure = found(document(partial(draw, turn=turn)))["Figure 1"]
    assert figure.caption == CAPTION
    assert (figure.page.width, figure.page.height) == (842, 595)
    assert figure.page.turn == turn
    assert is_near(figure, *_PLACE)


def test_a_table_on_its_side_is_found_as_wide_as_the_sheet_is_high(found: Finding) -> None:
    ends: list[float] = []

    def draw(sheet: Sheet) -> None:
        _head_and_foot(sheet)
        lay_down(sheet)
        sheet.caption(120, f"Table 2: {CAPTION}", 72, 770)
        ends.append(sheet.table(72, 150, 770, CELLS))

    table = found(document(draw))["Table 2"]
    assert is_near(table, 72, 150, 770, ends[0])


def test_it_stands_in_no_column_of_the_other_pages(found: Finding) -> None:
    ends: list[float] = []

    def draw(sheet: Sheet) -> None:
        for left, right in COLUMNS:
            sheet.text(300, 770, left, right)
        sheet.plot(100, 80, 500, 260)
        sheet.caption(270, f"Figure 1: {CAPTION}")
        sheet.next_page()
        lay_down(sheet)
        sheet.caption(120, "Table 2: The costs.", 80, 280)
        ends.append(sheet.table(72, 150, 770, CELLS))

    table = found(document(draw))["Table 2"]
    assert is_near(table, 72, 150, 770, ends[0])


@pytest.mark.parametrize("turn", [90, 270])
def test_it_is_drawn_as_if_the_sheet_were_turned(tmp_path: Path, turn: int) -> None:
    made = document(partial(lying, turn=turn))
    pictures = []
    for name, pdf in (("upright", made), ("turned", turned(made, turn))):
        path = tmp_path / name
        path.write_bytes(pdf)
        opened = Document(path)
        [figure] = find(opened.pages(1))
        pictures.append(opened.picture(figure.page, figure.box, 2.0))
    upright, other = pictures
    assert upright.size == other.size
    assert max(ImageStat.Stat(ImageChops.difference(upright, other)).mean) < 3
    assert min(ImageStat.Stat(upright).stddev) > 15


@pytest.mark.parametrize(("left", "labels"), [(68, set()), (120, {"Figure 1"})])
def test_a_label_that_may_be_the_number_of_the_page_leaves_it_out(
    found: Finding, left: float, labels: set[str]
) -> None:
    def draw(sheet: Sheet) -> None:
        lay_down(sheet)
        sheet.plot(left + 8, 80, 640, 300)
        _label(sheet, left, 220)
        sheet.caption(312, f"Figure 1: {CAPTION}", 150, 770)

    assert found(document(draw)).keys() == labels


@pytest.mark.parametrize("labels", [1, 25])
def test_an_upright_page_with_labels_on_their_side_is_not_turned(
    found: Finding, labels: int
) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(100, 80, 500, 300)
        for label in range(labels):
            _label(sheet, 100 + 14 * label, 220)
        sheet.caption(312, f"Figure 1: {CAPTION}")

    figure = found(document(draw))["Figure 1"]
    assert figure.page.turn == 0
    assert is_near(figure, 100, 80, 500, 300)
