"""Archives to measure with, on disk: made once for a state of the code, copied for each build."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.generators import ROOT

_RESTORED = (".cache/paperglot", "site_src/.paperglot/cache/papers")
"""What no repository has, and the nightly workflow keeps from one build to the next."""
# What the pages on disk come from.
_MADE_OF = (
    "mkdocs.yml", "scripts/benchmark_archive.py", "scripts/bench/staging.py",
    "tests/digest/constructed.py", "plugins/paperglot/store/page.py",
    "plugins/paperglot/store/journal.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staged:
    """An archive that is never built in place, and nights to lay over a copy of it."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The folder with its `mkdocs.yml` and `site_src/`."""
        return self.folder / "archive"

    @property
    def revised(self) -> Path:
        """New versions of papers of the archive, to lay over it."""
        return self.folder / "revised"

    @property
    def nights(self) -> list[Path]:
        """The nights, the first one first."""
        found = [path for path in (self.folder / "nights").iterdir() if path.name.isdecimal()]
        return sorted(found, key=lambda path: int(path.name))


def staged(folder: Path, what: str, papers: Path, number: int, nights: int = 1) -> Staged:
    """Return an archive of so many of a file's papers; make it if it is not there.

    `what` is an archive with one night more, or a soak with many. The papers are read in a
    process of its own.
    """
    place = folder / f"{what}-{number}-{nights}-{_fingerprint(papers)}"
    if not place.is_dir():
        for outdated in folder.glob(f"{what}-{number}-{nights}-*"):
            shutil.rmtree(outdated)
        unfinished = place.with_name(f"{place.name}.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [sys.executable, "-m", "scripts.bench.staging", what, str(unfinished)]
        given = ["--papers", str(papers), "--number", f"{number}", "--nights", f"{nights}"]
        subprocess.run([*command, *given], cwd=ROOT, check=True)
        unfinished.rename(place)
    return Staged(place)


def working_copy(staged: Staged, folder: Path) -> Path:
    """Copy an archive to where it can be built; nothing is kept from any build."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(staged.archive, folder)
    return folder


def check_out(working: Path, folder: Path) -> Path:
    """Copy what a repository has, dated now, and restore what the workflow does beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    without = shutil.ignore_patterns(".cache", "cache", "bench.log")
    shutil.copytree(working, folder, copy_function=shutil.copyfile, ignore=without)
    for name in _RESTORED:
        if (working / name).is_dir():
            shutil.copytree(working / name, folder / name, copy_function=shutil.copyfile)
    return folder


def add_night(working: Path, night: Path) -> int:
    """Put a night's pages into an archive, as an update does; return how many papers it has."""
    shutil.copytree(night, working, dirs_exist_ok=True, copy_function=_add)
    return sum(1 for _ in (night / "site_src" / "papers").glob("*/*.md"))


def _add(source: str, target: str) -> None:
    """Copy a file; of the journal's, add the lines."""
    if not source.endswith(".jsonl"):
        shutil.copyfile(source, target)
        return
    with Path(target).open("ab") as file:
        file.write(Path(source).read_bytes())


def _fingerprint(papers: Path) -> str:
    parts = [f"{papers.resolve()} {papers.stat().st_size}".encode()]
    parts += [(ROOT / name).read_bytes() for name in _MADE_OF]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
