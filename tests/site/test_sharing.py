"""Tasks are done once each, in this process or in others, and what they return comes back."""

import gc
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from paperglot import processes
from paperglot.errors import PageError
from paperglot.site import sharing
from paperglot.site.sharing import Task, shared


def _portions(number: int, task: Callable[[int], int]) -> list[list[Task[int]]]:
    """Portions of ten tasks."""
    tasks = [partial(task, place) for place in range(number)]
    return [list(tasks[start : start + 10]) for start in range(0, number, 10)]


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is shared out, whatever the machine and whatever else runs in this process."""
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(processes, "can_fork", lambda: True)


@pytest.mark.parametrize("number", [0, 1, 10, 11, 95, 200])
@pytest.mark.usefixtures("two_cores")
def test_every_task_is_done_once_and_portions_stay_whole(number: int) -> None:
    found = list(shared(_portions(number, lambda place: place)))
    assert sorted(found) == [
        list(range(start, min(start + 10, number))) for start in range(0, number, 10)
    ]


@pytest.mark.usefixtures("two_cores")
def test_others_do_the_work_but_for_a_single_portion() -> None:
    def process(_place: int) -> int:
        return os.getpid()

    assert os.getpid() not in {each for found in shared(_portions(200, process)) for each in found}
    assert list(shared(_portions(3, process))) == [[os.getpid()] * 3]


@pytest.mark.parametrize(("lifetime", "generations"), [(7, 20), (1, 3)])
@pytest.mark.usefixtures("two_cores")
def test_processes_make_room_for_new_ones(
    monkeypatch: pytest.MonkeyPatch, lifetime: int, generations: int
) -> None:
    monkeypatch.setattr(sharing, "_LIFETIME", lifetime)
    monkeypatch.setattr(sharing, "_GENERATIONS", generations)
    gc.unfreeze()

    def process(_place: int) -> int:
        return os.getpid()

    found = [each for portion in shared(_portions(200, process)) for each in portion]
    assert len(found) == 200
    assert 3 <= len(set(found)) <= 8
    assert gc.get_freeze_count() == 0


def test_it_is_done_here_where_no_process_can_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(processes, "can_fork", lambda: False)
    found = [each for portion in shared(_portions(30, lambda _: os.getpid())) for each in portion]
    assert found == [os.getpid()] * 30


@pytest.mark.usefixtures("two_cores")
def test_what_a_process_dies_of_is_done_here() -> None:
    parent = os.getpid()

    def dying(place: int) -> int:
        if os.getpid() != parent and place == 55:
            os._exit(1)
        return place

    found = sorted(each for portion in shared(_portions(200, dying)) for each in portion)
    assert found == list(range(200))


@pytest.mark.usefixtures("two_cores")
def test_an_error_comes_through_wherever_it_happens() -> None:
    def failing(place: int) -> int:
        if place == 55:
            message = "no such word"
            raise KeyError(message)
        return place

    with pytest.raises(KeyError, match="no such word"):
        list(shared(_portions(200, failing)))


@pytest.mark.usefixtures("two_cores")
def test_a_damaged_page_is_told_of_by_the_process_that_met_it() -> None:
    here = os.getpid()

    def failing(place: int) -> int:
        assert os.getpid() != here, "was done again in this process"
        if place == 5:
            raise PageError(Path("papers/2613/2613.00010.md"), 3, "has no title")
        return place

    with pytest.raises(PageError, match=r"2613\.00010\.md:3: has no title") as caught:
        list(shared(_portions(30, failing)))
    assert caught.value.line == 3
