"""Running a command and measuring it with all that it starts.

Memory is what the process tree holds at most at one time: each process's proportional set size
(`Pss` in /proc/PID/smaps_rollup, which shares out what several processes share), added up at
every look, and for single processes the kernel's own highest mark (`VmHWM`), which no look
misses. Both are of Linux; elsewhere there is no memory in the results.
"""

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from resource import struct_rusage

from scripts.bench.results import Figures

_PAUSE = 0.05
"""Seconds between two looks, at least."""
_SHARE = 20
"""Between looks at least so many times as long passes as a look took: it is to cost little."""
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_HIGHEST = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_LAST_LINES = 15


class CommandError(Exception):
    """A command that failed, with the last lines that it printed."""


def run(
    command: Sequence[str], folder: Path, site: Path, variables: Mapping[str, str] | None = None
) -> Figures:
    """Run a command in a folder; measure it and the site that it makes.

    Raises:
        CommandError: it could not be run, or failed.
    """
    log = folder / "bench.log"
    os.sync()  # what was copied here just now is not to be written at the run's expense
    with log.open("wb") as output:
        begun = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | dict(variables or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            message = f"cannot run {command[0]}: {error.strerror}"
            raise CommandError(message) from error
        memory, status, usage = _watch(process.pid)
        seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
        told = "\n".join([f"{' '.join(command)} failed with {process.returncode}:", *lines])
        raise CommandError(told)
    return Figures(seconds, usage.ru_utime + usage.ru_stime, memory, size(site))


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    found = 0
    for place, _folders, names in os.walk(folder):
        found += sum(os.lstat(os.path.join(place, name)).st_size for name in names)  # noqa: PTH118 (a million files)
    return found


def _watch(root: int) -> tuple[int, int, struct_rusage]:
    """Wait for a process; return the most bytes of its tree, its status and its usage."""
    most = 0
    while True:
        found, status, usage = os.wait4(root, os.WNOHANG)
        if found:
            return most, status, usage
        begun = time.perf_counter()
        most = max(most, memory_of(root))
        time.sleep(max(_PAUSE, _SHARE * (time.perf_counter() - begun)))


def memory_of(root: int) -> int:
    """Return the bytes that a process and all that it started hold."""
    together = highest = 0
    for process in _tree(root):
        together += _kilobytes(process, "smaps_rollup", _PSS)
        highest = max(highest, _kilobytes(process, "status", _HIGHEST))
    return max(together, highest) * 1024


def _tree(root: int) -> Iterator[int]:
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread, or the process, has ended meanwhile
            for child in children.read_text().split():
                yield from _tree(int(child))


def _kilobytes(process: int, name: str, pattern: re.Pattern[str]) -> int:
    try:
        match = pattern.search(Path(f"/proc/{process}/{name}").read_text())
    except OSError:  # it has ended meanwhile
        return 0
    return int(match[1]) if match else 0
