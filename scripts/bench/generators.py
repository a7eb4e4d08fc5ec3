"""The generators: how each is set up, run and asked for its version."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from scripts.bench.machine import said
from scripts.bench.markdown_pages import Flavour
from scripts.bench.measure import CommandError, run
from scripts.bench.results import HEXO, HUGO, MATERIAL, Figures

ROOT = Path(__file__).resolve().parents[2]
THEMES = Path(__file__).parent / "themes"
SITE = "public"
"""The folder of the built site, in the generator's own."""
_VARIABLES = {"NO_MKDOCS_2_WARNING": "1", "PAPERGLOT_UPDATE": "never"}


class NotInstalledError(Exception):
    """A generator that this machine does not have, and how to get it."""


@dataclass(frozen=True)
class Generator:
    """A generator that makes a site of Markdown pages."""

    name: str
    flavour: Flavour
    command: Callable[[Path], list[str]]
    """Returns how it is run, for a folder that tools can be kept in."""
    asked: Callable[[Path], str]
    """Returns its version; empty: it is not there."""
    hint: str
    """How it is installed."""
    most: int
    """Papers; with more it takes too long to be worth it."""
    most_slowly: int
    """The same where there is time."""

    def version(self, tools: Path) -> str:
        """Return the name and version; empty: it is not installed."""
        found = self.asked(tools)
        return f"{self.name} {found}" if found else ""

    def full(self, archive: Path, folder: Path, tools: Path) -> Figures:
        """Build the site of an archive from nothing; measure that.

        Raises:
            NotInstalledError: it is not on this machine.
            CommandError: it failed, or left pages out.
        """
        if not self.version(tools):
            message = f"not installed ({self.hint})"
            raise NotInstalledError(message)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(THEMES / self.flavour, folder)
        module = [sys.executable, "-m", "scripts.bench.markdown_pages", self.flavour]
        subprocess.run([*module, archive, folder], cwd=ROOT, check=True)
        if self.flavour == "hexo":  # it looks for its packages beside its configuration
            (folder / "node_modules").symlink_to(tools / "hexo" / "node_modules")
        figures = run(self.command(tools), folder, folder / SITE, _VARIABLES)
        check_whole(archive, folder / SITE)
        return figures


def build_paperglot(folder: Path, site: Path) -> Figures:
    """Build an archive's site as a maintainer does; measure that.

    Raises:
        CommandError: it failed, or left pages out.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)]
    figures = run(command, folder, site, _VARIABLES)
    check_whole(folder, site)
    return figures


def check_whole(archive: Path, site: Path) -> None:
    """See to it that a site has a page of each paper.

    Raises:
        CommandError: it has not.
    """
    wanted = sum(1 for _ in (archive / "site_src" / "papers").glob("*/*.md"))
    found = sum(1 for _ in (site / "papers").glob("*/index.html"))
    if found < wanted:
        message = f"{site} has pages of {found} papers, not of {wanted}"
        raise CommandError(message)


@dataclass(frozen=True)
class Generators:
    """All of them, and where what they need is kept."""

    tools: Path

    @cached_property
    def all(self) -> tuple[Generator, ...]:
        """The generators that Paperglot is measured against."""
        return (_HUGO, _HEXO, _MATERIAL)

    def install(self) -> None:
        """Install Hexo, if npm can; the others come with the system or the environment."""
        folder = self.tools / "hexo"
        if shutil.which("npm") is None or (folder / "node_modules" / ".bin" / "hexo").exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(THEMES / "hexo" / name, folder)
        command = ["npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)

    def versions(self) -> list[str]:
        """Return the names and versions of those that there are."""
        return [told for each in self.all if (told := each.version(self.tools))]


def _hexo(tools: Path) -> str:
    return str(tools / "hexo" / "node_modules" / ".bin" / "hexo")


def _hexo_version(tools: Path) -> str:
    """Return the version of the package: the command tells it within a site alone."""
    package = tools / "hexo" / "node_modules" / "hexo" / "package.json"
    if shutil.which("node") is None or not package.is_file():
        return ""
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])


_HUGO = Generator(
    name=HUGO,
    flavour="hugo",
    command=lambda _: ["hugo", "--quiet", "--destination", SITE],
    asked=lambda _: said(["hugo", "version"], r"^hugo v([\d.]+)"),
    hint="sudo apt install hugo",
    most=1_000_000,
    most_slowly=1_000_000,
)
_HEXO = Generator(
    name=HEXO,
    flavour="hexo",
    command=lambda tools: [_hexo(tools), "generate", "--silent"],
    asked=_hexo_version,
    hint="sudo apt install npm",
    most=10_000,
    most_slowly=10_000,
)
_MATERIAL = Generator(
    name=MATERIAL,
    flavour="material",
    command=lambda _: [sys.executable, "-m", "mkdocs", "build", "-q", "-d", SITE],
    asked=lambda _: version("mkdocs-material"),  # it comes with Paperglot
    hint="make site",
    most=1_000,
    most_slowly=10_000,
)
