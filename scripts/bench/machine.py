"""What the measurements were made on."""

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine on a day."""

    day: date
    processor: str
    cores: int
    memory: int
    """Bytes."""
    system: str
    files: str
    """Where sites are built, as the type of the file system is called."""
    load: float
    """Processes that ran on it in the minute before."""
    versions: tuple[str, ...]

    @property
    def is_busy(self) -> bool:
        """Whether something else ran on it, so that its figures mean little."""
        return self.load > self.cores / 4


def this(tools: Sequence[str], folder: Path) -> Machine:
    """Return the machine that this runs on.

    `tools` are the other generators' versions, `folder` is where sites are built.
    """
    release = platform.freedesktop_os_release()["PRETTY_NAME"]
    return Machine(
        day=date.today(),  # noqa: DTZ011 (the day of the one who measures)
        processor=_found(r"^model name\s*: (.+)$", "/proc/cpuinfo") or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory=int(_found(r"^MemTotal:\s+(\d+) kB$", "/proc/meminfo") or 0) * 1024,
        system=f"{release}, Python {platform.python_version()}",
        files=said(["stat", "--file-system", "--format=%T", str(folder)], r"(\S+)"),
        load=os.getloadavg()[0],
        versions=(
            f"Paperglot {_commit()}",
            f"MkDocs {version('mkdocs')}",
            *tools,
        ),
    )


def said(command: Sequence[str], pattern: str) -> str:
    """Return what a pattern finds in what a command prints; empty: nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    match = re.search(pattern, done.stdout)
    return match[1] if match else ""


def _commit() -> str:
    commit = said(["git", "describe", "--always", "--dirty"], r"(\S+)")
    return f"{version('mkdocs-paperglot')} ({commit})" if commit else version("mkdocs-paperglot")


def _found(pattern: str, path: str) -> str:
    match = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else ""
