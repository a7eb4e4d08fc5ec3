from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.arxiv.pace import Pace
from paperglot.arxiv.patience import Patience
from paperglot.errors import MalformedError, RefusedError, UnreachableError

LIMITED = RefusedError("too many requests", 429)
"""A refusal that says nothing of when to come again."""


def later(seconds: float) -> RefusedError:
    return RefusedError("come again", 503, seconds)


@dataclass
class Asked:
    """A run's patience, and a server that gives some answers in turn, the last one for ever."""

    answers: list[Exception | str]
    patience: float
    naps: list[float] = field(default_factory=list)
    requests: int = 0

    def __post_init__(self) -> None:
        self.waiting = Patience(Pace(Path("unused"), self.naps.append), self.patience)

    def request(self) -> str:
        answer = self.answers[min(self.requests, len(self.answers) - 1)]
        self.requests += 1
        assert self.requests < 1_000, "it is asked for ever"
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask(self) -> str:
        return self.waiting.ask(self.request)

    def ask_in_vain(self) -> None:
        with pytest.raises(RefusedError):
            self.ask()


def test_what_is_granted_at_once_takes_no_patience() -> None:
    asked = Asked(["given"], 0)
    assert asked.ask() == "given"
    assert (asked.naps, asked.waiting.left) == ([], 0)


def test_each_pause_is_twice_the_one_before() -> None:
    asked = Asked([LIMITED, LIMITED, LIMITED, "given"], 180)
    assert asked.ask() == "given"
    assert asked.naps == [10, 20, 40]
    assert asked.waiting.left == 110


def test_what_the_server_asks_for_goes_before_our_own_pause() -> None:
    asked = Asked([later(2.5), LIMITED, later(60), "given"], 180)
    assert asked.ask() == "given"
    assert asked.naps == [2.5, 20, 60]


@pytest.mark.parametrize("status", [200, 406, 429, 500, 502, 503])
def test_what_may_pass_is_asked_for_again(status: int) -> None:
    asked = Asked([RefusedError("not now", status), "given"], 180)
    assert asked.ask() == "given"
    assert asked.requests == 2


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410])
@pytest.mark.parametrize("retry_after", [None, 0.0])
def test_what_is_refused_for_good_is_not_asked_for_again(
    status: int, retry_after: float | None
) -> None:
    asked = Asked([RefusedError("no", status, retry_after)], 180)
    asked.ask_in_vain()
    assert (asked.requests, asked.naps, asked.waiting.left) == (1, [], 180)


@pytest.mark.parametrize("error", [UnreachableError("gone"), MalformedError("cut")])
def test_another_error_is_left_to_who_asked(error: Exception) -> None:
    asked = Asked([error], 180)
    with pytest.raises(type(error)):
        asked.ask()
    assert (asked.requests, asked.naps) == (1, [])


def test_a_wait_that_takes_all_that_is_left_is_the_last() -> None:
    asked = Asked([later(60)], 60)
    asked.ask_in_vain()
    assert asked.naps == [60]


def test_what_takes_longer_than_can_be_spared_is_not_waited_for() -> None:
    asked = Asked([later(61)], 60)
    asked.ask_in_vain()
    assert (asked.requests, asked.naps, asked.waiting.left) == (1, [], 60)


def test_all_requests_of_a_run_share_its_patience() -> None:
    asked = Asked([LIMITED, "given", LIMITED, "given", LIMITED], 29)
    assert (asked.ask(), asked.ask()) == ("given", "given")
    assert asked.naps == [10, 10]  # the second request begins with the first pause again
    asked.ask_in_vain()
    assert (asked.requests, asked.naps) == (5, [10, 10])


@pytest.mark.parametrize("wait", [0.0, 0.1, 1.0])
def test_a_server_that_says_at_once_for_ever_is_not_asked_for_ever(wait: float) -> None:
    asked = Asked([later(wait)], 180)
    asked.ask_in_vain()
    assert asked.requests in (181, 182)


_waits = st.none() | st.floats(0, 500)


@given(st.lists(_waits, min_size=1, max_size=30), st.floats(0, 300))
def test_no_more_is_waited_than_a_run_can_spare(waits: list[float | None], patience: float) -> None:
    asked = Asked([RefusedError("not now", 429, wait) for wait in waits], patience)
    asked.ask_in_vain()
    assert sum(asked.naps) <= patience + 1e-6
    assert asked.requests == len(asked.naps) + 1


def test_the_servers_last_words_are_told() -> None:
    asked = Asked([LIMITED, RefusedError("still too many", 429)], 15)
    with pytest.raises(RefusedError, match="still too many"):
        asked.ask()
