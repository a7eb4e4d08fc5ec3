"""Sheets of every shape: turned, huge, crowded."""

from collections.abc import Callable

import pytest

from tests.figures.conftest import Finding, is_near
from tests.figures.sheets import CAPTION, Sheet, document, lying, turned


@pytest.mark.parametrize(("rotation", "upright"), [(90, lying), (0, None), (180, None)])
def test_a_page_that_is_turned_is_read_as_a_reader_sees_it(
    found: Finding, rotation: int, upright: Callable[[Sheet], None] | None
) -> None:
    def draw(sheet: Sheet) -> None:
        if rotation:
            sheet.canvas.translate(595, 842)
            sheet.canvas.rotate(rotation)
        sheet.plot(100, 80, 500, 300)
        sheet.caption(312, f"Figure 1: {CAPTION}")
        sheet.text(350, 770)

    find = found(turned(document(upright or draw), rotation))["Figure 1"]
    if upright:
        assert (find.page.width, find.page.height) == (842, 595)
        assert is_near(find, 200, 80, 640, 300)
    else:
        assert is_near(find, 100, 80, 500, 300)


def test_a_huge_page_is_read(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(150, 230, 9450, 4400)
        sheet.caption(4412, f"Figure 3: {CAPTION}", size=20)

    assert is_near(found(document(draw, size=(14_400, 14_400)))["Figure 3"], 150, 230, 9450, 4400)


def test_a_page_with_thousands_of_objects_is_read(found: Finding) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.plot(150, 230, 450, 400)
        for dot in range(5_000):
            sheet.canvas.circle(200 + dot % 200, sheet.height - 260 - dot % 97, 0.5)
        sheet.caption(412, f"Figure 3: {CAPTION}")
        sheet.text(450, 770)

    assert is_near(found(document(draw))["Figure 3"], 150, 230, 450, 400)
