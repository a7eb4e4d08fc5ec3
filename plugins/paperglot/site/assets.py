"""The site's stylesheets and scripts, under an address that changes with what is in them.

Hosts let browsers keep a file for minutes or more; a page must never meet yesterday's script.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = "assets/paperglot"
"""Where they lie in the theme, and above their folder on the site."""

_ENTRY = "paperglot.js"
_IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?"\./([\w.-]+\.js)";', re.MULTILINE)
# In the order of the cascade: the shell's own pages, and those that Material makes.
_OURS = (
    "base.css", "shell.css", "paperglot.css", "marks.css", "figures.css", "archive.css",
    "search.css", "print.css",
)  # fmt: skip
_MATERIALS = ("shell.css", "paperglot.css", "search.css", "material.css")
_FIRST = "first.js"
_PARTS = frozenset((*_OURS, *_MATERIALS))


@dataclass(frozen=True)
class Assets:
    """What the site's pages load, by name."""

    files: Mapping[str, str]

    @cached_property
    def folder(self) -> str:
        """The address of their folder below the site's root."""
        content = "\0".join(f"{name}\0{text}" for name, text in sorted(self.files.items()))
        return f"{FOLDER}/{hashlib.sha256(content.encode()).hexdigest()[:8]}/"

    @property
    def style(self) -> str:
        """The stylesheet of our own pages."""
        return f"{self.folder}site.css"

    @property
    def material_style(self) -> str:
        """What goes behind Material's own stylesheets on the pages that it makes."""
        return f"{self.folder}material.css"

    @property
    def first(self) -> str:
        """The script that a page waits for, so that it is painted as its reader wants it."""
        return f"{self.folder}{_FIRST}"

    @property
    def script(self) -> str:
        """The module that a page begins with."""
        return f"{self.folder}{_ENTRY}"


def collect(theme: Path, made: Mapping[str, str], second_language: str) -> dict[str, str]:
    """Return the theme's scripts and separate stylesheets, and what was made for the site.

    `second_language` is a tag (BCP 47).
    """
    folder = theme / FOLDER
    lying = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.suffix in (".js", ".css") and path.name not in _PARTS
    }
    files = lying | dict(made)
    files[_FIRST] = (
        files[_FIRST]
        .replace("SECOND", second_language)
        .replace("MODULES", " ".join(name.removesuffix(".js") for name in modules(files)))
    )
    return files


def modules(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return all modules that a page's own one imports, so that it can ask for them together."""
    found: dict[str, None] = {}
    waiting = [_ENTRY]
    while waiting:
        for name in _IMPORT.findall(files[waiting.pop()]):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return tuple(found)


def stylesheet(theme: Path, *, on_material: bool) -> str:
    """Return the site's stylesheet for its own pages, or for those that Material makes."""
    names = _MATERIALS if on_material else _OURS
    return "".join((theme / FOLDER / name).read_text(encoding="utf-8") for name in names)
