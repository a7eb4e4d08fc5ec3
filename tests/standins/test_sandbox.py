"""The sandbox, run as a maintainer runs it."""

import gzip
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from paperglot.figures.extraction import extract

ROOT = Path(__file__).resolve().parents[2]
SANDBOX = [sys.executable, str(ROOT / "scripts" / "sandbox.py")]
FETCH = """
import os, sys, urllib.request
address = os.environ["PAPERGLOT_RSS_URL"].format(category="cs.CL")
sys.stdout.buffer.write(urllib.request.urlopen(address).read())
"""


def sandbox(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*SANDBOX, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_command_runs_against_the_invented_day() -> None:
    done = sandbox("--day", "2026-05-12", "--", sys.executable, "-c", FETCH)
    assert done.returncode == 0
    assert "oai:arXiv.org:2605.91201v1" in done.stdout
    assert "Tue, 12 May 2026 00:00:00 -0400" in done.stdout
    assert "1 requests to arXiv, 0 to the model" in done.stderr


def test_the_invented_papers_have_pdfs_with_figures(tmp_path: Path) -> None:
    fetch = FETCH.replace("RSS_URL", "PDF_URL").replace('category="cs.CL"', 'id="2605.91201v1"')
    command = [*SANDBOX, "--day", "2026-05-12", "--", sys.executable, "-c", fetch]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    file = tmp_path / "paper.pdf"
    file.write_bytes(done.stdout)
    labels = [figure.label for figure in extract(file, tmp_path).figures]
    assert labels == ["Figure 1", "Figure 2"]


def test_the_exit_code_is_the_commands() -> None:
    assert sandbox("--", sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_a_command_that_is_missing_is_named() -> None:
    done = sandbox("--", "no-such-command")
    assert done.returncode == 127
    assert "cannot run no-such-command" in done.stderr


@pytest.mark.parametrize("name", ["2026-05-13-cs-cl.xml.gz", "cs.CL.xml", "cs-cl.rss"])
@pytest.mark.parametrize("as_folder", [True, False])
def test_captures_are_served_by_the_category_in_their_name(
    tmp_path: Path, name: str, *, as_folder: bool
) -> None:
    file = tmp_path / name
    data = b"<rss/>"
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    path = tmp_path if as_folder else file
    done = sandbox("--feeds", path, "--", sys.executable, "-c", FETCH)
    assert (done.returncode, done.stdout) == (0, "<rss/>")
    assert f"cs.CL is {file}" in done.stderr


def test_the_latest_of_several_captures_is_served(tmp_path: Path) -> None:
    for day in (14, 13):
        (tmp_path / f"2026-05-{day}-cs-cl.xml").write_text(f"<rss day='{day}'/>")
    done = sandbox("--feeds", tmp_path, "--", sys.executable, "-c", FETCH)
    assert done.stdout == "<rss day='14'/>"


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("notes.txt", b"", "names no category"),
        ("missing.xml", None, "does not exist"),
        ("cs-cl.xml.gz", b"not packed", "cannot read"),
    ],
)
def test_what_is_wrong_with_a_capture_is_said(
    tmp_path: Path, name: str, data: bytes | None, complaint: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = sandbox("--feeds", tmp_path / name, "--", "true")
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    done = sandbox("--feeds", tmp_path, "--", "true")
    assert done.returncode == 2
    assert "holds no file" in done.stderr


@pytest.mark.parametrize("option", [("--latency", "-1"), ("--latency", "x"), ("--day", "today")])
def test_an_option_that_makes_no_sense_is_named(option: tuple[str, str]) -> None:
    done = sandbox(*option)
    assert done.returncode == 2
    assert f"argument {option[0]}: {option[1]!r} is not" in done.stderr


def test_a_category_is_read_from_any_usual_name() -> None:
    category_of = runpy.run_path(SANDBOX[1])["category_of"]
    names = ["math.AG.xml", "hep-th.xml", "2026-05-13-hep-th.xml.gz", "cond-mat.str-el.rss"]
    assert [category_of(Path(name)) for name in names] == [
        "math.AG",
        "hep-th",
        "hep-th",
        "cond-mat.str-el",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_a_command_it_prints_the_variables_and_waits(number: signal.Signals) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("a shell that runs pytest in the background has it ignored")
    with subprocess.Popen(
        SANDBOX, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        lines = [run.stdout.readline() for _ in range(10)]
        os.kill(run.pid, number)
        assert run.wait(60) == 0
        assert "Traceback" not in (run.stderr.read() if run.stderr else "")
    names = [line.removeprefix("export ").partition("=")[0] for line in lines]
    assert names == [
        "PAPERGLOT_RSS_URL",
        "PAPERGLOT_ATOM_URL",
        "PAPERGLOT_LISTING_URL",
        "PAPERGLOT_API_URL",
        "PAPERGLOT_PDF_URL",
        "PAPERGLOT_REQUEST_INTERVAL",
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_API_KEY",
        "NO_PROXY",
        "no_proxy",
    ]
    ends = [
        "/rss/{category}'",
        "/atom/{category}'",
        "/list/{category}/new'",
        "/api/query",
        "/pdf/{id}'",
    ]
    assert [line.rstrip().endswith(end) for line, end in zip(lines, ends, strict=False)] == [
        True
    ] * 5
