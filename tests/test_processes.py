"""Processes that were started to share work do not outlive what started them."""

import signal
import subprocess
import sys

_AT_WORK = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from paperglot import processes

def work(place):
    os.write(1, b"at work\\n")
    time.sleep(1_000)

context = get_context("fork")
with ProcessPoolExecutor(3, context, processes.end_with_parent) as pool:
    for each in [pool.submit(work, place) for place in range(3)]:
        each.result()
"""


def test_they_end_when_it_is_killed() -> None:
    command = [sys.executable, "-c", _AT_WORK]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        for _process in range(3):
            assert parent.stdout.readline() == b"at work\n"
        parent.send_signal(signal.SIGKILL)
        # Each of them holds the other end: it is closed when the last one has ended.
        rest, _errors = parent.communicate(timeout=60)
    assert rest == b""
