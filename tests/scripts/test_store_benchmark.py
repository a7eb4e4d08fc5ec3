"""The measurements of the store, on an archive of a few invented papers."""

from pathlib import Path

import pytest

from scripts import store_benchmark


def test_each_way_of_reading_has_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_benchmark, "_PAUSE", 0)
    assert store_benchmark.main(["--sizes", "12", "--folder", str(tmp_path)]) == 0
    _head, _line, *rows = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [name for _size, name, *_ in cells] == [
        "parse",
        "index, fresh",
        "index, unchanged",
        "index and papers, unchanged",
        "index, touched",
    ]
    assert all(size == "12" and float(memory) > 10 for size, _name, *_, memory in cells)
    assert len(list((tmp_path / "12" / "site_src" / "papers").glob("*/*.md"))) == 12
