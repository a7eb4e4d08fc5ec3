import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from paperglot.errors import BusyError, PaperglotError
from paperglot.store.files import Store
from paperglot.store.lock import exclusive
from tests.samples import digested

_PROCESSES = multiprocessing.get_context("spawn")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "docs")


def hold(root: Path, told: Connection) -> None:
    """Try to hold a store; tell how that went, and go on until told to end."""
    try:
        with exclusive(Store(root)):
            told.send("held")
            told.recv()
    except BusyError as error:
        told.send(str(error))


@contextmanager
def another_process(store: Store) -> Iterator[tuple[multiprocessing.process.BaseProcess, str]]:
    """Yield a process that tries to hold the store, and what it tells."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=hold, args=(store.root, theirs))
    process.start()
    try:
        assert ours.poll(60)
        yield process, ours.recv()
        if process.is_alive():
            ours.send("end")
    finally:
        process.join(60)
        process.close()


def refused(store: Store) -> str:
    with pytest.raises(BusyError) as caught, exclusive(store):
        pass
    return str(caught.value)


def test_a_store_that_another_process_holds_is_refused(store: Store) -> None:
    with another_process(store) as (_, told):
        assert told == "held"
        message = f"another run is at work on {store.root}; nothing was done"
        assert refused(store) == message
        with another_process(store) as (_, told_to_third):
            assert told_to_third == message
    with exclusive(store):
        pass


def test_a_process_that_is_killed_gives_the_store_back(store: Store) -> None:
    with another_process(store) as (process, told):
        assert told == "held"
        process.kill()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        with exclusive(store):
            pass


def test_a_run_within_a_run_is_refused(store: Store) -> None:
    with exclusive(store):
        refused(store)
        refused(store)  # being refused does not give it back
    with exclusive(store):
        pass


def test_a_run_that_fails_gives_the_store_back(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), exclusive(store):
        raise KeyboardInterrupt
    with exclusive(store):
        pass


def test_two_stores_are_no_hindrance_to_each_other(store: Store, tmp_path: Path) -> None:
    with exclusive(store), exclusive(Store(tmp_path / "other")):
        pass


def test_being_busy_is_an_error_on_purpose_that_is_no_usage() -> None:
    assert issubclass(BusyError, PaperglotError)
    assert BusyError.exit_code == 1


def test_who_holds_the_store_begins_with_what_a_killed_run_left_swept_away(store: Store) -> None:
    store.workplace.mkdir(parents=True)
    left = store.workplace / "2613.00010-x.part"
    left.write_bytes(b"half")
    with exclusive(store):
        assert not left.exists()


def test_who_is_refused_sweeps_nothing_away(store: Store) -> None:
    with exclusive(store):
        being_written = store.workplace / "2613.00010-x.part"
        being_written.write_bytes(b"half")
        refused(store)
        assert being_written.exists()


def test_a_store_can_be_read_while_another_holds_it(store: Store) -> None:
    store.write_paper(digested())
    with exclusive(store):
        assert Store(store.root).read().papers == (digested(),)
