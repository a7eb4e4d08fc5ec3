"""A night that is cut short, at the worst moments, and the next one."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperglot.model import Status
from paperglot.store.files import Store
from tests import nights
from tests.nights import Night, command
from tests.standins.faults import held


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_killed_loses_no_digest_that_arrived(
    night: Night, how: signal.Signals
) -> None:
    asked = threading.Event()
    night.messages.faults.plan(held(asked), 4)
    file = night.configure(concurrency=1)
    with subprocess.Popen(command("-f", str(file), "update"), stderr=subprocess.DEVNULL) as run:
        assert asked.wait(120)
        run.send_signal(how)
        run.wait(60)
    arrived = {request.paper for request in night.messages.requests[:3]}
    statuses = {identifier: paper.status for identifier, paper in night.papers.items()}
    assert {each for each in statuses if statuses[each] is Status.DIGESTED} == arrived
    assert len(statuses) == 11
    night.messages.faults.clear()
    summary = night.run()
    assert (summary.new, summary.digested, summary.problems) == (0, 8, ())
    assert all(night.messages.counts[identifier] == 1 for identifier in arrived)
    assert night.messages.counts.total() == 12


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["write_day", "write_paper"])
def test_a_run_that_is_cut_short_while_it_files_is_completed_by_the_next(
    night: Night, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Store, step, interrupt)
        with pytest.raises(KeyboardInterrupt):
            night.run()
    assert night.store.days() == []
    filed = len(night.papers)
    assert filed == (11 if step == "write_day" else 0)
    assert night.run().new == 11 - filed
    assert set(night.day().kept) == set(night.papers)
    assert night.day().announced == 12
    assert {paper.status for paper in night.papers.values()} == {Status.DIGESTED}
