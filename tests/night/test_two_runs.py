"""Two runs on one store: at once, and one right after the other."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperglot.cli import main
from paperglot.errors import BusyError
from paperglot.night.update import update
from tests import nights
from tests.nights import Night, command
from tests.site.build import build
from tests.standins.faults import Fault, held

INTERVAL = 3.0
"""What arXiv asks for."""


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def start(night: Night, fault: Fault, name: str, **changes: object) -> subprocess.Popen[bytes]:
    night.arxiv.faults.plan(fault, name)
    file = night.configure(**changes)
    return subprocess.Popen(command("-f", str(file), "update"), stderr=subprocess.DEVNULL)


def test_a_second_run_says_so_and_does_nothing(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = threading.Event()
    with start(night, held(asked), "cs.AI") as first:
        assert asked.wait(120)
        with pytest.raises(BusyError):
            update(night.settings())
        assert main(["-f", str(night.configure()), "update"]) == 1
        assert "another run is at work" in capsys.readouterr().err
        assert len(night.arxiv.requests) == 1
        first.kill()
        first.wait(60)
    night.arxiv.faults.clear()
    assert night.run().new == 11  # the lock went with the process


def test_a_build_beside_a_run_shows_what_is_stored_and_warns(night: Night) -> None:
    asked = threading.Event()
    with start(night, held(asked), "cs.AI") as first:
        assert asked.wait(120)
        site = build(night.configure(update="auto"))
        first.kill()
        first.wait(60)
    [warning] = site.warnings
    assert "another run is at work" in warning
    assert site.has("/")


def test_a_run_keeps_arxiv_s_distance_from_one_that_was_killed(night: Night) -> None:
    asked = threading.Event()
    categories = {"categories": ["cs.AI", "cs.CL"], "request_interval": INTERVAL}
    with start(night, held(asked), "cs.CL", **categories) as first:
        assert asked.wait(120)
        first.kill()
        first.wait(60)
    night.arxiv.faults.clear()
    subprocess.run(command("-f", str(night.configure(**categories)), "update"), check=True)
    assert len(night.arxiv.requests) == 5  # twice each feed, and the details
    assert night.arxiv.smallest_gap >= INTERVAL
