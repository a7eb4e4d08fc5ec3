"""Figures and tables of invented papers: each layout that real papers have, in its purest form."""

import pytest

from tests.figures.conftest import Finding, is_near
from tests.figures.sheets import (
    CAPTION,
    CELLS,
    COLUMNS,
    LEFT,
    MIDDLE,
    RIGHT,
    Sheet,
    document,
    words,
)

FIRST, SECOND = COLUMNS


def test_a_figure_above_its_caption_in_one_column(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, f"Figure 3: {CAPTION}")
        sheet.text(450, 770)

    finds = found(document(draw))
    assert {label: find.caption for label, find in finds.items()} == {"Figure 3": CAPTION}
    assert is_near(finds["Figure 3"], 150, 230, 450, 400)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Figure 3. ", "Figure 3"),
        ("Fig. 3. ", "Figure 3"),
        ("FIG. 3: ", "Figure 3"),
        ("Figure A1: ", "Figure A1"),
        ("Figure S2 | ", "Figure S2"),
        ("Figure 3.2: ", "Figure 3.2"),
        ("Figure B.4: ", "Figure B.4"),
    ],
)
def test_labels_come_in_one_form(found: Finding, written: str, label: str) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, f"{written}{CAPTION}")
        sheet.text(450, 770)

    finds = found(document(draw))
    assert {each.label: each.caption for each in finds.values()} == {label: CAPTION}


def test_a_caption_without_a_colon_is_known_by_its_bold_label(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, f"*Figure 3* {CAPTION}")
        sheet.text(450, 770)

    assert found(document(draw))["Figure 3"].caption == CAPTION


def test_a_caption_in_small_letters_needs_both_the_bold_label_and_the_smaller_size(
    found: Finding,
) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, "*Figure 3* errors of the invented method.", size=9)
        sheet.text(450, 600)
        sheet.plot(150, 620, 450, 740)
        sheet.caption(750, "*Figure 4* errors of the invented method.")

    finds = found(document(draw))
    assert list(finds) == ["Figure 3"]
    assert finds["Figure 3"].caption == "errors of the invented method."


def test_a_caption_without_a_colon_is_known_by_its_smaller_size(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.plot(150, 230, 450, 400)
        sheet.caption(412, f"Figure 3 {CAPTION}", size=9)
        sheet.text(450, 770)

    assert found(document(draw))["Figure 3"].caption == CAPTION


def test_figures_of_two_columns_stay_in_theirs(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(FIRST[0] + 5, 75, FIRST[1] - 5, 220)
        sheet.caption(228, f"Figure 1: {CAPTION}", *FIRST)
        sheet.text(270, 770, *FIRST)
        sheet.plot(SECOND[0] + 5, 75, SECOND[1] - 5, 280)
        sheet.caption(288, f"Figure 2: {CAPTION}", *SECOND)
        sheet.text(330, 770, *SECOND)

    finds = found(document(draw))
    assert is_near(finds["Figure 1"], FIRST[0] + 5, 75, FIRST[1] - 5, 220)
    assert is_near(finds["Figure 2"], SECOND[0] + 5, 75, SECOND[1] - 5, 280)


def test_a_figure_spans_two_columns(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(80, 75, 290, 230)
        sheet.plot(305, 75, 515, 230)
        sheet.caption(240, f"Figure 1: {CAPTION} {words(30)}.")
        sheet.text(300, 770, *FIRST)
        sheet.text(300, 770, *SECOND)

    finds = found(document(draw))
    assert is_near(finds["Figure 1"], 80, 75, 515, 230)


def test_a_spanning_figure_has_a_short_caption_in_the_middle(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(80, 75, 515, 230)
        sheet.caption(240, "Figure 1: An overview.", MIDDLE - 50, MIDDLE + 60)
        sheet.text(300, 770, *FIRST)
        sheet.text(300, 770, *SECOND)

    assert is_near(found(document(draw))["Figure 1"], 80, 75, 515, 230)


def test_text_runs_around_a_figure(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 150)
        sheet.text(148, 390, LEFT, 270)
        sheet.plot(290, 165, 520, 320)
        sheet.caption(328, f"Figure 1: {CAPTION}", 285, RIGHT)
        sheet.text(388, 770)

    assert is_near(found(document(draw))["Figure 1"], 290, 165, 520, 320)


def test_two_figures_stand_side_by_side_in_one_column(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(75, 75, 280, 230)
        sheet.plot(310, 75, 520, 230)
        sheet.caption(240, f"Figure 1: {CAPTION}", LEFT, 285)
        sheet.caption(240, f"Figure 2: {CAPTION}", 305, RIGHT)
        sheet.text(300, 770)

    finds = found(document(draw))
    assert is_near(finds["Figure 1"], 75, 75, 280, 230)
    assert is_near(finds["Figure 2"], 310, 75, 520, 230)


def test_parts_of_a_figure_with_captions_of_their_own_stay_together(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        for top in (75, 250):
            sheet.plot(80, top, 290, top + 150)
            sheet.plot(305, top, 515, top + 150)
            sheet.line(150, top + 163, "(a) with many samples", size=9)
            sheet.line(380, top + 163, "(b) with few samples", size=9)
        sheet.caption(430, f"Figure 1: {CAPTION}")
        sheet.text(470, 770)

    assert is_near(found(document(draw))["Figure 1"], 80, 75, 515, 415)


def test_an_image_of_pixels_is_found(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.photograph(150, 230, 450, 400)
        sheet.caption(412, f"Figure 3: {CAPTION}")
        sheet.text(450, 770)

    assert is_near(found(document(draw))["Figure 3"], 150, 230, 450, 400)


def test_a_form_is_drawn_where_it_is_placed(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        canvas = sheet.canvas
        canvas.beginForm("drawing")
        canvas.rect(10, 10, 280, 180, fill=1)
        canvas.endForm()
        sheet.text(72, 200)
        canvas.saveState()
        canvas.translate(150, sheet.height - 330)
        canvas.scale(0.5, 0.5)
        canvas.doForm("drawing")
        canvas.restoreState()
        sheet.caption(345, f"Figure 3: {CAPTION}")
        sheet.text(400, 770)

    assert is_near(found(document(draw))["Figure 3"], 155, 235, 295, 325)


@pytest.mark.parametrize("above", [True, False])
def test_a_table_stands_below_its_caption_or_above(found: Finding, above: bool) -> None:  # noqa: FBT001
    ends: list[float] = []

    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        if above:
            ends.append(sheet.table(150, 220, 450, CELLS))
            sheet.caption(ends[0] + 8, f"Table 2: {CAPTION}")
        else:
            sheet.caption(212, f"Table 2: {CAPTION}")
            ends.append(sheet.table(150, 232, 450, CELLS))
        sheet.text(330, 770)

    find = found(document(draw))["Table 2"]
    assert is_near(find, 150, 220 if above else 232, 450, ends[0])
    assert find.caption == CAPTION


def test_tables_follow_each_other_each_below_its_caption(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        end = sheet.caption(72, f"Table 1: {CAPTION}", *FIRST)
        end = sheet.table(FIRST[0], end + 8, FIRST[1], CELLS)
        end = sheet.caption(end + 12, f"Table 2: {CAPTION}", *FIRST)
        end = sheet.table(FIRST[0], end + 8, FIRST[1], CELLS)
        sheet.text(end + 20, 770, *FIRST)
        sheet.text(72, 770, *SECOND)

    finds = found(document(draw))
    assert list(finds) == ["Table 1", "Table 2"]
    assert finds["Table 1"].box.bottom < finds["Table 2"].box.top - 20


def test_a_table_and_a_figure_between_their_captions_are_parted(found: Finding) -> None:
    ends: list[float] = []

    def draw(sheet: Sheet) -> None:
        end = sheet.caption(72, f"Table 1: {CAPTION}", *FIRST)
        ends.append(sheet.table(FIRST[0], end + 8, FIRST[1], CELLS))
        sheet.plot(FIRST[0] + 5, ends[0] + 18, FIRST[1] - 5, ends[0] + 150)
        end = sheet.caption(ends[0] + 158, f"Figure 1: {CAPTION}", *FIRST)
        sheet.text(end + 20, 770, *FIRST)
        sheet.text(72, 770, *SECOND)

    finds = found(document(draw))
    assert is_near(finds["Table 1"], FIRST[0], finds["Table 1"].box.top, FIRST[1], ends[0])
    assert is_near(finds["Figure 1"], FIRST[0] + 5, ends[0] + 18, FIRST[1] - 5, ends[0] + 150)


def test_a_table_in_the_style_of_engineers_has_its_title_below_its_number(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200, *FIRST)
        sheet.text(72, 770, *SECOND)
        middle = (FIRST[0] + FIRST[1]) / 2
        sheet.canvas.setFont("Times-Roman", 8)
        sheet.canvas.drawCentredString(middle, sheet.height - 224, "TABLE IV")
        sheet.canvas.drawCentredString(middle, sheet.height - 234, "ERRORS OF INVENTED METHODS")
        sheet.table(FIRST[0] + 10, 242, FIRST[1] - 10, CELLS)
        sheet.text(330, 770, *FIRST)

    find = found(document(draw))["Table IV"]
    assert find.caption == "ERRORS OF INVENTED METHODS"
    assert find.box.top >= 240


def test_a_table_without_rules_is_known_by_its_cells(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.caption(212, f"Table 2: {CAPTION}")
        for row, cells in enumerate(CELLS):
            for column, cell in enumerate(cells):
                sheet.line(150 + 100 * column, 245 + 13 * row, cell, size=9)
        sheet.text(320, 770)

    assert is_near(found(document(draw))["Table 2"], 150, 238, 367, 286)


def test_heads_page_numbers_and_line_numbers_belong_to_no_figure(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        for page in range(2):
            sheet.line(LEFT, 50, "An invented paper, under review")
            sheet.canvas.line(LEFT, sheet.height - 54, RIGHT, sheet.height - 54)
            sheet.line(MIDDLE, 800, str(page + 1))
            for line in range(55):
                sheet.line(40, 70 + 12 * line, f"{55 * page + line:03}", size=7)
            sheet.plot(150, 62, 450, 220)
            sheet.caption(232, f"Figure {page + 1}: {CAPTION}")
            sheet.text(270, 770)
            if page == 0:
                sheet.next_page()

    finds = found(document(draw))
    assert list(finds) == ["Figure 1", "Figure 2"]
    assert all(is_near(find, 150, 62, 450, 220) for find in finds.values())


def test_the_stamp_at_the_side_belongs_to_no_figure(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.saveState()
        sheet.canvas.translate(30, sheet.height - 500)
        sheet.canvas.rotate(90)
        sheet.canvas.setFont("Times-Roman", 20)
        sheet.canvas.drawString(0, 0, "arXiv:2613.00010v1 [cs.XX] 1 Jan 2026")
        sheet.canvas.restoreState()
        sheet.plot(80, 100, 515, 300)
        sheet.caption(310, f"Figure 1: {CAPTION}")
        sheet.text(350, 770)

    assert is_near(found(document(draw))["Figure 1"], 80, 100, 515, 300)


def test_a_style_may_have_its_figures_below_their_captions(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        for number in (1, 2):
            sheet.text(72, 200)
            end = sheet.caption(214, f"Figure {number}: {CAPTION}")
            sheet.plot(150, end + 12, 450, 420)
            sheet.text(450, 770)
            if number == 1:
                sheet.next_page()

    finds = found(document(draw))
    assert list(finds) == ["Figure 1", "Figure 2"]
    assert all(is_near(find, 150, 240, 450, 420) for find in finds.values())


def test_a_title_above_a_plot_belongs_to_it_and_a_heading_does_not(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.line(LEFT, 226, "4 Invented results", name="Times-Bold", size=12)
        sheet.line(240, 259, "Loss over time", name="Helvetica", size=13)
        sheet.plot(150, 260, 450, 420)
        sheet.caption(430, f"Figure 1: {CAPTION}")
        sheet.text(470, 770)

    assert is_near(found(document(draw))["Figure 1"], 150, 249, 450, 420)


def test_a_formula_above_a_figure_is_none_of_it(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 200)
        sheet.line(260, 218, "f(x) = 2x + 1")
        sheet.line(500, 218, "(7)")
        sheet.plot(150, 236, 450, 400)
        sheet.caption(410, f"Figure 1: {CAPTION}")
        sheet.text(450, 770)

    assert is_near(found(document(draw))["Figure 1"], 150, 236, 450, 400)


def test_a_footnote_is_none_of_a_table_above_it(found: Finding) -> None:
    ends: list[float] = []

    def draw(sheet: Sheet) -> None:
        sheet.text(72, 640)
        end = sheet.caption(660, f"Table 1: {CAPTION}")
        ends.append(sheet.table(150, end + 8, 450, CELLS))
        sheet.canvas.line(LEFT, sheet.height - 757, LEFT + 150, sheet.height - 757)
        sheet.line(LEFT, 768, "1 An invented note on the method.", size=8)

    find = found(document(draw))["Table 1"]
    assert find.box.bottom == pytest.approx(ends[0], abs=2)
