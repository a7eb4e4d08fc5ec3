from collections.abc import Callable
from pathlib import Path

import pytest

from paperglot.figures.document import Document
from paperglot.figures.finder import Find, find

Finding = Callable[[bytes], dict[str, Find]]


@pytest.fixture
def found(tmp_path: Path) -> Finding:
    """Give what finds the figures of a PDF in this process, by their labels."""

    def look(pdf: bytes) -> dict[str, Find]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        return {each.label: each for each in find(Document(path).pages(10))}

    return look
