"""The benchmark of the search asks an index in a browser, and says what that cost."""

import re
from pathlib import Path

import pytest

from scripts import search_benchmark


def test_each_query_is_asked_first_and_again(
    papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert search_benchmark.main([str(papers), "--papers", "12"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("12 papers: ")
    costs = re.findall(r": first (\d+) kB \(\d+ found\); further (\d+) kB", printed)
    assert len(costs) == 8
    assert all(int(first) > int(further) for first, further in costs)
