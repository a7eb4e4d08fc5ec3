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
_OURS = ("base.css", "shell.css", "paperglot.css", "archive.css", "search.css", "print.css")
_MATERIALS = ("shell.css", "paperglot.css", "search.css", "material.css")
_FIRST = "first.js"
"""Stands in the pages themselves, so that it runs before anything is painted."""
_PARTS = frozenset((*_OURS, *_MATERIALS, _FIRST))


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
    def script(self) -> str:
        """The module that a page begins with."""
        return f"{self.folder}{_ENTRY}"

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The names of all modules that it imports, so that a page can ask for them together."""
        found: dict[str, None] = {}
        waiting = [_ENTRY]
        while waiting:
            for name in _IMPORT.findall(self.files[waiting.pop()]):
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return tuple(name.removesuffix(".js") for name in found)


def collect(theme: Path, made: Mapping[str, str]) -> dict[str, str]:
    """Return the theme's scripts and separate stylesheets, and what was made for the site."""
    folder = theme / FOLDER
    lying = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.suffix in (".js", ".css") and path.name not in _PARTS
    }
    return lying | dict(made)


def first_script(theme: Path) -> str:
    """Return the script that stands in the pages themselves, as it was written."""
    return (theme / FOLDER / _FIRST).read_text(encoding="utf-8")


def stylesheet(theme: Path, *, on_material: bool) -> str:
    """Return the site's stylesheet for its own pages, or for those that Material makes."""
    names = _MATERIALS if on_material else _OURS
    return "".join((theme / FOLDER / name).read_text(encoding="utf-8") for name in names)
