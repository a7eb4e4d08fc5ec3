"""The files of the built site."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paperglot.errors import NoSiteError
from paperglot.unfinished import MARK

HOME = "index.html"
"""The page without which a folder is no site."""
_FIXED = ("assets/", "figures/")
"""Styles, scripts, and figures of the last weeks, which do not grow with the archive."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file of the site."""

    path: str
    """Below the site's root, with slashes, as in its address."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class SiteSize:
    """The bytes of a site."""

    total: int
    fixed: int
    """Those that a paper more does not add to."""


def built_files(folder: Path) -> tuple[BuiltFile, ...]:
    """Return the files of the site in a folder, by path.

    Raises:
        NoSiteError: the folder is missing or empty, has no home page, or its build did not end.
        OSError: it cannot be read.
    """
    if (folder / MARK).exists():
        message = f"the last build of {folder.name}/ did not come to its end; run mkdocs build"
        raise NoSiteError(message)
    files = tuple(sorted(_walk(folder), key=lambda file: file.path)) if folder.is_dir() else ()
    if not files:
        message = f"no site has been built in {folder.name}/; run mkdocs build"
        raise NoSiteError(message)
    if not any(file.path == HOME for file in files):
        message = f"what is in {folder.name}/ is no whole site: it has no {HOME}; run mkdocs build"
        raise NoSiteError(message)
    return files


def size_of(files: tuple[BuiltFile, ...]) -> SiteSize:
    """Add up the files of a site."""
    return SiteSize(
        total=sum(file.size for file in files),
        fixed=sum(file.size for file in files if file.path.startswith(_FIXED)),
    )


def measured(folder: Path) -> SiteSize | None:
    """Return how large the site in a folder is; None where none has been built."""
    try:
        return size_of(built_files(folder))
    except NoSiteError:
        return None


def _walk(folder: Path, above: str = "") -> Iterator[BuiltFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{above}{entry.name}"
            if entry.is_dir():
                yield from _walk(Path(entry.path), f"{path}/")
            else:
                yield BuiltFile(path, entry.stat().st_size)
