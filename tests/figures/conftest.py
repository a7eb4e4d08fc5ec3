from collections.abc import Callable
from pathlib import Path

import pytest

from paperglot.figures.document import Document
from paperglot.figures.finder import Find, find
from paperglot.figures.geometry import Box

Finding = Callable[[bytes], dict[str, Find]]


def is_near(find: Find, *sides: float, scale: float = 1) -> bool:
    """Say whether a crop is the box, give or take the width of a line and the form of a letter."""
    expected = Box(*sides)
    return expected.contains(find.box, 1.5 * scale) and find.box.contains(expected, 5 * scale)


@pytest.fixture
def found(tmp_path: Path) -> Finding:
    """Give what finds the figures of a PDF in this process, by their labels."""

    def look(pdf: bytes) -> dict[str, Find]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        return {each.label: each for each in find(Document(path).pages(10))}

    return look
