from dataclasses import dataclass, field
from pathlib import Path

import pytest

from paperglot.arxiv.pace import Pace

INTERVAL = 3.0


@dataclass
class World:
    """A time that only sleep and the test move, and what each process's clocks show of it."""

    time: float = 1_800_000_000.0
    naps: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.naps.append(round(seconds, 3))
        self.time += seconds

    def process(self, folder: Path, started: float = 0.0) -> Pace:
        """Return the pace of a new process, whose own clock has its own zero."""
        zero = self.time - started
        return Pace(folder / "last-request", self.sleep, lambda: self.time - zero, self.now)

    def request(self, pace: Pace, lasting: float = 0.0, interval: float = INTERVAL) -> None:
        with pace.keep(interval):
            self.time += lasting


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_is_waited_before_the_first_request(world: World, tmp_path: Path) -> None:
    world.request(world.process(tmp_path / "not" / "there"))
    assert world.naps == []


@pytest.mark.parametrize("lasting", [0.0, 0.5, 10.0])
def test_the_distance_is_counted_from_the_end_of_a_request(
    world: World, tmp_path: Path, lasting: float
) -> None:
    pace = world.process(tmp_path)
    world.request(pace, lasting)
    world.time += 1
    world.request(pace)
    assert world.naps == [2.0]


@pytest.mark.parametrize("lasting", [0.0, 0.5, 10.0])
@pytest.mark.parametrize("started", [0.0, 1_000_000.0])
def test_another_process_keeps_the_distance_too(
    world: World, tmp_path: Path, lasting: float, started: float
) -> None:
    world.request(world.process(tmp_path), lasting)
    world.time += 1
    other = world.process(tmp_path, started)
    world.request(other)
    world.request(other)
    assert world.naps == [2.0, 3.0]


def test_a_process_that_comes_long_after_waits_for_nothing(world: World, tmp_path: Path) -> None:
    world.request(world.process(tmp_path))
    world.time += INTERVAL
    world.request(world.process(tmp_path))
    assert world.naps == []


def test_a_request_that_fails_counts_from_its_end(world: World, tmp_path: Path) -> None:
    def fail() -> None:
        with world.process(tmp_path).keep(INTERVAL):
            world.time += 10
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    world.request(world.process(tmp_path))
    assert world.naps == [3.0]


def test_a_request_whose_process_was_killed_counts_from_when_it_may_have_arrived(
    world: World, tmp_path: Path
) -> None:
    with world.process(tmp_path).keep(INTERVAL):  # it never comes to its end
        world.time += 1
        world.request(world.process(tmp_path))
    assert world.naps == [2.25]


def test_the_stamp_tells_the_wall_clock(world: World, tmp_path: Path) -> None:
    world.request(world.process(tmp_path), lasting=0.25)
    assert float((tmp_path / "last-request").read_bytes()) == 1_800_000_000.25


@pytest.mark.parametrize(
    "stamp",
    [b"", b"\n", b"soon", b"\xff\xfe", b"1800000000.000 x", b"1e999", b"-1e999", b"nan", b"0",
     b"1800000100.000", b"9e300"],
)  # fmt: skip
def test_a_stamp_that_cannot_be_true_is_waited_for_one_interval_at_most(
    world: World, tmp_path: Path, stamp: bytes
) -> None:
    (tmp_path / "last-request").write_bytes(stamp)
    pace = world.process(tmp_path)
    world.request(pace)
    assert world.naps in ([], [INTERVAL])
    world.naps.clear()
    world.request(pace)
    assert world.naps == [INTERVAL]


def test_a_clock_that_was_set_back_is_waited_for_one_interval(world: World, tmp_path: Path) -> None:
    world.request(world.process(tmp_path))
    world.time -= 86_400
    world.request(world.process(tmp_path))
    assert world.naps == [INTERVAL]


def test_a_sleep_that_ends_too_soon_is_gone_on_with(tmp_path: Path) -> None:
    world = World()

    def nap(seconds: float) -> None:
        world.sleep(min(seconds, 1.0))

    pace = Pace(tmp_path / "last-request", nap, world.now, world.now)
    world.request(pace)
    world.request(pace)
    assert world.naps == [1.0, 1.0, 1.0]


def test_no_distance_is_kept_where_none_is_asked_for(world: World, tmp_path: Path) -> None:
    pace = world.process(tmp_path)
    for _ in range(3):
        world.request(pace, interval=0)
    assert world.naps == []
