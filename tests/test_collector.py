"""What stays is not looked through, and what is of no use any more is freed in the end."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from paperglot import collector


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The collector works and nothing is set aside, whatever this process did before and will."""
    gc.unfreeze()
    yield
    gc.enable()
    gc.unfreeze()


class _Cycle:
    """What no reference count frees."""

    def __init__(self) -> None:
        self.itself = self


def test_it_rests_in_the_block_alone() -> None:
    with collector.resting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), collector.resting():
        _ = 1 / 0
    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    with collector.resting():
        pass
    assert not gc.isenabled()


def test_what_is_set_aside_is_not_looked_through_until_other_things_are() -> None:
    with collector.resting():
        stays = weakref.ref(_Cycle())
        collector.set_aside()
    gc.collect()
    assert stays() is not None
    collector.set_aside()
    assert stays() is None


def test_the_first_time_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("looked through everything"))
    collector.set_aside()
    assert gc.get_freeze_count() > 0


def test_a_block_takes_back_what_it_set_aside() -> None:
    with collector.set_aside_meanwhile():
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0


def test_a_block_leaves_aside_what_was() -> None:
    with collector.resting():
        stays = weakref.ref(_Cycle())
        collector.set_aside()
    with collector.set_aside_meanwhile():
        pass
    gc.collect()
    assert stays() is not None
