import signal
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.errors import DestinationError
from paperglot.hosting.workers import Patience, Workers

AT_ONCE_AGAIN = Patience(attempts=3, first_wait=0)


def uncounted(_number: int) -> None:
    """Count nothing."""


@given(st.lists(st.integers(), max_size=60))
def test_each_item_is_worked_on_once_and_counted(items: list[int]) -> None:
    done: list[int] = []
    steps: list[int] = []
    Workers(AT_ONCE_AGAIN).each(items, done.append, steps.append)
    assert sorted(done) == sorted(items)
    assert steps == [1] * len(items)


@pytest.mark.parametrize("failures", [0, 1, 2, 3])
def test_a_request_is_made_as_often_as_patience_goes(failures: int) -> None:
    made: list[int] = []

    def request() -> int:
        made.append(1)
        if len(made) <= failures:
            raise DestinationError(f"{len(made)}", may_pass=True)  # noqa: EM102
        return len(made)

    workers = Workers(AT_ONCE_AGAIN)
    if failures < 3:
        assert workers.tried(request) == failures + 1
    else:
        with pytest.raises(DestinationError, match="3"):
            workers.tried(request)
        assert len(made) == 3


def test_what_fails_for_good_ends_what_waits_and_what_is_left() -> None:
    workers = Workers(Patience(attempts=2, first_wait=3_600))
    waiting = threading.Event()
    begun: list[int] = []

    def work(item: int) -> None:
        begun.append(item)
        if item == 0:
            workers.tried(lambda: refuse(may_pass=True))  # would wait for an hour
        assert waiting.wait(60)
        message = "for good"
        raise DestinationError(message)

    def refuse(*, may_pass: bool) -> None:
        waiting.set()
        message = "it may pass"
        raise DestinationError(message, may_pass=may_pass)

    with pytest.raises(DestinationError, match="for good"):
        workers.each(range(1_000), work, uncounted)
    assert len(begun) < 1_000


def test_an_interrupt_ends_requests_that_wait() -> None:
    workers = Workers(Patience(attempts=2, first_wait=3_600))

    def refuse() -> None:
        message = "it may pass"
        raise DestinationError(message, may_pass=True)

    def work(item: int) -> None:
        if item == 0:
            signal.raise_signal(signal.SIGINT)
        workers.tried(refuse)

    with pytest.raises(KeyboardInterrupt):
        workers.each(range(100), work, uncounted)


def test_a_mistake_of_ours_is_not_swallowed() -> None:
    def work(item: int) -> None:
        _ = 1 // item

    with pytest.raises(ZeroDivisionError):
        Workers(AT_ONCE_AGAIN).each([1, 0, 2], work, uncounted)


def test_what_goes_wrong_in_counting_is_not_swallowed() -> None:
    def broken(_number: int) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        Workers(AT_ONCE_AGAIN).each(range(100), uncounted, broken)
