"""What is not shown of invented papers, because it cannot be cut cleanly or told from the text."""

from collections.abc import Callable

import pytest

from paperglot.figures import marks
from tests.figures.conftest import Finding
from tests.figures.sheets import (
    CAPTION,
    LEFT,
    Sheet,
    document,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Figure 3 shows how the error of the invented method falls over the steps of training.",
        "Figure 3. The error falls, as one sees there, and so on for the steps of training.",
        "Figure 3, which was drawn for this, shows how the error of the method falls over time.",
        "Table 4 presents the results that the invented method gives on all of the data sets.",
    ],
)
def test_a_sentence_of_the_text_is_no_caption(found: Finding, sentence: str) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(150, 80, 450, 230)
        sheet.text(250, 400)
        sheet.line(LEFT, 414, sentence)
        sheet.text(416, 770)

    assert found(document(draw)) == {}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sheet: sheet.text(300, 340, 150, 450),
        lambda sheet: sheet.canvas.line(140, 700, 600, 30),
        lambda sheet: sheet.line(
            380, 330, "a label that leads far beyond the figure's own edge " * 3
        ),
    ],
    ids=["text in the figure", "a line through it", "a label beyond the page"],
)
def test_what_cannot_be_cut_cleanly_is_left_out(
    found: Finding, spoil: Callable[[Sheet], None]
) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, f"Figure 3: {CAPTION}")
        sheet.text(450, 770)
        spoil(sheet)

    assert found(document(draw)) == {}


def test_what_is_too_small_to_show_is_left_out(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.canvas.rect(290, sheet.height - 240, 9, 9, fill=1)
        sheet.caption(250, f"Figure 3: {CAPTION}")
        sheet.text(290, 770)

    assert found(document(draw)) == {}


def test_a_caption_without_a_figure_is_left_out(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.caption(212, f"Figure 3: {CAPTION}")
        sheet.text(250, 770)

    assert found(document(draw)) == {}


def test_two_figures_with_one_label_are_left_out(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(150, 75, 450, 220)
        sheet.caption(230, f"Figure 1: {CAPTION}")
        sheet.text(260, 400)
        sheet.plot(150, 420, 450, 560)
        sheet.caption(570, f"Figure 1: {CAPTION}")
        sheet.text(610, 770)

    assert found(document(draw)) == {}


def test_a_page_with_far_too_many_objects_is_not_looked_at(
    found: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "_MOST_OBJECTS", 500)

    def draw(sheet: Sheet) -> None:
        sheet.plot(150, 230, 450, 400)
        for dot in range(600):
            sheet.canvas.line(200 + dot % 200, 500, 201 + dot % 200, 501)
        sheet.caption(412, f"Figure 3: {CAPTION}")
        sheet.text(450, 770)
        sheet.next_page()
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, f"Figure 4: {CAPTION}")
        sheet.text(450, 770)

    assert list(found(document(draw))) == ["Figure 4"]


def test_a_list_of_figures_has_no_captions(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        for number in range(40):
            sheet.line(LEFT, 80 + 14 * number, f"Figure {number}: An invented title")
        sheet.plot(150, 650, 450, 780)

    assert found(document(draw)) == {}
