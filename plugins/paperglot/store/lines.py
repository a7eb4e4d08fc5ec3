"""Journals: files of lines, one a month, that are appended to and never rewritten.

Copies of them that grew apart are merged by keeping the lines of both, in any order.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path


def append(path: Path, line: bytes) -> None:
    """Append a line; it is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = line + b"\n"
    with path.open("a+b") as file:
        # A run that was killed may have left a line without its end.
        if file.tell() > 0:
            file.seek(-1, os.SEEK_END)
            whole = whole if file.read(1) == b"\n" else b"\n" + whole
        file.write(whole)
        file.flush()
        os.fsync(file.fileno())


def months(folder: Path) -> list[str]:
    """Return the names of the months that have lines, `2026-05`, the oldest first."""
    return sorted(path.stem for path in folder.glob("*.jsonl"))


def read(folder: Path, since: str = "") -> Iterator[str]:
    """Yield the lines of all months, or of those from one on, the oldest first.

    What stands twice in a month's file, as after a merge, comes once.
    """
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem < since:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from dict.fromkeys(text.split("\n"))


def in_utc(moment: datetime) -> datetime | None:
    """Return a time that stood in a line as UTC, which it is where it names no zone."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    if not moment.utcoffset():
        return moment  # UTC by another name
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the year 1, east of Greenwich
        return None
