"""The harness itself: what it measures of processes, and a whole run over a few papers."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bench import __main__ as bench
from scripts.bench import generators, measure
from scripts.bench.archives import check_out
from scripts.bench.generators import Generators, check_whole
from scripts.bench.measure import CommandError
from scripts.bench.results import Work

MEGABYTE = 2**20
# A child that holds 60 MB while its parent holds 40.
HOLDS = """
import subprocess, sys
held = b"x" * (40 << 20)
code = "import sys; held = b'x' * (60 << 20); sys.stdin.read()"
child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
input_ = sys.stdin.read()
child.communicate()
"""

linux = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").is_file(), reason="needs Linux")


@linux
def test_memory_is_that_of_the_whole_tree() -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLDS], stdin=subprocess.PIPE)
    found = 0
    while found < 100 * MEGABYTE and process.poll() is None:
        found = measure.memory_of(process.pid)
    process.communicate()
    assert 100 * MEGABYTE <= found < 200 * MEGABYTE


def test_a_run_is_measured_with_its_site(tmp_path: Path) -> None:
    code = "import os; os.makedirs('site/a'); open('site/a/b', 'w').write('1234')"
    found = measure.run([sys.executable, "-c", code], tmp_path, tmp_path / "site")
    assert found.site == 4
    assert found.seconds > 0
    assert found.cpu > 0
    assert measure.memory_of(2**22 + 1) == 0, "a process that is gone holds nothing"


def test_a_run_that_fails_says_what_it_said_last(tmp_path: Path) -> None:
    code = "print('one reason'); raise SystemExit(3)"
    with pytest.raises(CommandError, match=r"(?s)failed with 3.*one reason"):
        measure.run([sys.executable, "-c", code], tmp_path, tmp_path)
    with pytest.raises(CommandError, match="cannot run no-such-command"):
        measure.run(["no-such-command"], tmp_path, tmp_path)


def test_a_site_without_a_page_counts_for_nothing(tmp_path: Path) -> None:
    paper = tmp_path / "site_src/papers/2613/2613.00010.md"
    paper.parent.mkdir(parents=True)
    paper.touch()
    with pytest.raises(CommandError, match="pages of 0 papers, not of 1"):
        check_whole(tmp_path, tmp_path / "site")


def test_a_check_out_has_new_dates_and_what_builds_kept_but_nothing_else(tmp_path: Path) -> None:
    parsed = "site_src/.paperglot/cache/papers/2605.json"
    for name in (
        "site_src/a.md", "site_src/.paperglot/cache/b", ".cache/paperglot/c", parsed, "bench.log",
    ):  # fmt: skip
        path = tmp_path / "working" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    fresh = check_out(tmp_path / "working", tmp_path / "fresh")
    files = sorted(
        path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file()
    )
    assert files == [".cache/paperglot/c", parsed, "site_src/a.md"]


def test_without_papers_it_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(["--papers", str(tmp_path / "none.xz"), "--folder", str(tmp_path)]) == 2
    assert "none.xz is not there. The benchmarks need real papers" in capsys.readouterr().err


def test_a_whole_run_measures_what_there_is(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Generators, "install", lambda _self: None)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "node" else which(name))
    monkeypatch.setattr(generators, "said", lambda *_: "")
    page = tmp_path / "benchmarks.md"
    given = ["--papers", str(papers), "--folder", str(tmp_path / "bench"), "--output", str(page)]
    assert bench.main([*given, "--sizes", "12", "--parts", "builds"]) == 0
    text = page.read_text(encoding="utf-8")
    assert "| 12 | Hugo: not installed (sudo apt install hugo) |" in text
    assert "| 12 | Hexo: not installed (sudo apt install npm) |" in text
    assert "| 12 | Material | " in text
    for work in Work:
        assert f"| 12 | {work} | " in text
