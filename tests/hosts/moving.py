"""The commands of docs/moving.md, run as they stand there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.site.build import REPOSITORY, Site

_PAGE = REPOSITORY / "docs" / "moving.md"
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands(heading: str) -> str:
    """Return what the section under a heading lets a reader run, installing apart."""
    sections = _PAGE.read_text(encoding="utf-8").split("\n## ")
    (section,) = (each for each in sections if each.startswith(f"{heading}\n"))
    (found,) = _COMMANDS.findall(section)
    return str(found)


def copy_sample(folder: Path) -> None:
    """Put the repository's own site into a folder."""
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    shutil.copytree(REPOSITORY / "site_src", folder / "site_src")


def run(heading: str, folder: Path, environment: Path | None = None) -> None:
    """Run a section's commands in a folder, with the programs of an environment first."""
    path = os.environ["PATH"]
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands(heading)],
        cwd=folder,
        env=os.environ
        | {"PAPERGLOT_UPDATE": "never"}
        | ({"PATH": f"{environment / 'bin'}:{path}"} if environment else {}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def moved(directory: Path) -> Site:
    """Return a site that another generator built."""
    return Site(directory, "https://example.org/paperglot/", ())
