import io
import os
import pty

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.night.progress import lines, shown_on, silent


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def work(steps: list[int], total: int) -> list[str]:
    """Return the lines that a piece of work gives."""
    told: list[str] = []
    with lines(told.append)("digests", total) as step:
        for number in steps:
            step(number)
    return told


def test_each_tenth_is_told_once() -> None:
    assert work([1] * 2_000, 2_000) == [
        f"digests: {number:,} of 2,000" for number in range(200, 2_001, 200)
    ]


def test_little_work_is_told_step_by_step() -> None:
    assert work([1] * 3, 3) == [f"digests: {number} of 3" for number in (1, 2, 3)]


def test_a_step_over_several_tenths_is_told_once() -> None:
    assert work([45, 4, 1, 50], 100) == [f"digests: {number} of 100" for number in (45, 50, 100)]


def test_no_work_is_not_told() -> None:
    assert work([], 0) == work([1], 0) == work([], 10) == work([0], 10) == []


@given(st.lists(st.integers(0, 50), max_size=80), st.integers(0, 20))
def test_no_more_lines_than_tenths_and_the_last_tells_the_end(steps: list[int], left: int) -> None:
    total = sum(steps) + left
    told = work(steps, total)
    assert len(told) == len(set(told)) <= 10
    assert (total > 0 and left == 0) == (f"digests: {total:,} of {total:,}" in told)


def test_silence_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with silent("digests", 2) as step:
        step(1)
        step(1)
    assert capsys.readouterr() == ("", "")


def test_a_stream_that_is_no_terminal_gets_plain_lines() -> None:
    stream = io.StringIO()
    with shown_on(stream)("digests", 2) as step:
        step(1)
        step(1)
    assert stream.getvalue() == "digests: 1 of 2\ndigests: 2 of 2\n"


def test_a_terminal_gets_a_bar_that_is_drawn_over() -> None:
    stream = Terminal()
    with shown_on(stream)("digests", 2) as step:
        step(1)
        step(1)
    shown = stream.getvalue()
    assert "digests" in shown
    assert "2/2" in shown
    assert "\r" in shown
    assert "1 of 2" not in shown


def test_a_terminal_gets_no_bar_for_no_work() -> None:
    stream = Terminal()
    with shown_on(stream)("digests", 0) as step:
        step(1)
    assert stream.getvalue() == ""


def test_a_real_terminal_is_known() -> None:
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as stream, shown_on(stream)("digests", 1) as step:  # noqa: PTH123
        step(1)
        stream.flush()
        shown = os.read(ours, 10_000)
    os.close(ours)
    assert b"\r" in shown
    assert b"digests" in shown


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_work_that_fails_is_not_hidden(stream: io.StringIO) -> None:
    with pytest.raises(KeyboardInterrupt), shown_on(stream)("digests", 2):
        raise KeyboardInterrupt
