"""What all files of a build have in common, as one key: by another edition, all are made anew."""

import sys
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
    versions = [sys.version, *map(metadata.version, _LIBRARIES)]
    return key_of(*versions, *_contents(_PACKAGE))


def edition(settings: Settings, shell: Shell, own: Path | None, addresses: object) -> bytes:
    """Return the key of a build's edition.

    `own` is a theme's folder of the maintainer's; `addresses` says how pages link to each other.
    """
    templates = _contents(own / "paperglot") if own else ()
    chosen = (settings.site, settings.figures, settings.second_language, settings.topics)
    return key_of(code(), *chosen, shell, addresses, *templates)


def _contents(folder: Path) -> Iterator[bytes]:
    """Yield the names and contents of all files of a folder but what Python compiled."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield str(path.relative_to(folder)).encode()
            yield path.read_bytes()
