import json
import lzma
from pathlib import Path

import pytest

from scripts import benchmark_archive


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A file of invented papers."""
    found = zip(range(12), benchmark_archive.invented(), strict=False)
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "abstract": each.abstract,
            "creator": each.creator,
            "categories": each.categories,
            "license": None,
            "new_date": f"{each.announced}",
        }
        for _number, each in found
    ]
    path = tmp_path / "papers.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path
