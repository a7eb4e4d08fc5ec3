"""What all files of a build have in common, as one key: by another edition, all are made anew."""

import os
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import paperglot
from paperglot.settings import Settings
from paperglot.site.kept import key_of
from paperglot.site.shell import Shell

_PACKAGE = Path(paperglot.__file__).parent
_LIBRARIES = ("jinja2", "markupsafe", "math-core")
"""Those that have a part in what the files say."""


@cache
def code() -> bytes:
    """Return what tells versions of the software apart: its own files, Python, its libraries."""
    versions = [sys.version, zlib.ZLIB_RUNTIME_VERSION, *map(metadata.version, _LIBRARIES)]
    return key_of(*versions, *_contents(_PACKAGE))


def edition(settings: Settings, shell: Shell, own: Path | None, addresses: object) -> bytes:
    """Return the key of a build's edition.

    `own` is a theme's folder of the maintainer's; `addresses` says how pages link to each other.
    """
    templates = _contents(own / "paperglot") if own else ()
    chosen = (settings.site, settings.figures, settings.second_language, settings.topics)
    return key_of(code(), *chosen, shell, addresses, *templates)


def _contents(folder: Path) -> Iterator[bytes]:
    """Yield the names and contents of all files of a folder but what Python compiled.

    What it links to is a part of it, as it is where templates are loaded.
    """
    seen: set[str] = set()
    for found, folders, names in os.walk(folder, followlinks=True):
        seen.add(os.path.realpath(found))
        folders[:] = [
            name
            for name in sorted(folders)
            if os.path.realpath(os.path.join(found, name)) not in seen  # noqa: PTH118
        ]
        for path in (Path(found, name) for name in sorted(names)):
            if path.is_file() and path.suffix != ".pyc":
                yield str(path.relative_to(folder)).encode()
                yield path.read_bytes()
