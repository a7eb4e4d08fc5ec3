"""Runs `paperglot update` on another day than today, as a process that a test can kill.

python -m tests.night.update_on 2026-05-12 path/to/mkdocs.yml
"""

import sys
from datetime import date

import paperglot.night.update
from paperglot.cli import main


def run(day: str, config_file: str) -> int:
    """Run the command with the day in place of the clock's."""
    paperglot.night.update.current_day = lambda now: date.fromisoformat(day)  # type: ignore[attr-defined]  # noqa: ARG005
    return main(["-f", config_file, "update"])


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
