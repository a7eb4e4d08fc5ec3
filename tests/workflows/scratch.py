"""A scratch origin: a small site with the repository's own scripts, and people who push to it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.site.build import REPOSITORY

_COPIED = (
    ".gitattributes", ".gitignore", "Makefile", "pyproject.toml", "requirements.lock",
    "scripts/environment.py", "scripts/push_night.sh", "scripts/report_night.sh",
    "scripts/warn_if_partly.sh", "site_src/about.md", "site_src/index.md",
)  # fmt: skip
_CONFIGURATION = """\
site_name: Small
site_url: https://someone.example/site/
docs_dir: site_src
theme: {name: material, font: false}
nav:
  - Today: index.md
  - About: about.md
plugins:
  - paperglot:
      update: !ENV [PAPERGLOT_UPDATE, auto]
      rss_url: !ENV [PAPERGLOT_RSS_URL, "http://127.0.0.1:9/rss/{category}"]
      atom_url: !ENV [PAPERGLOT_ATOM_URL, "http://127.0.0.1:9/atom/{category}"]
      listing_url: !ENV [PAPERGLOT_LISTING_URL, "http://127.0.0.1:9/list/{category}/new"]
      api_url: !ENV [PAPERGLOT_API_URL, "http://127.0.0.1:9/api/query"]
      pdf_url: !ENV [PAPERGLOT_PDF_URL, "http://127.0.0.1:9/pdf/{id}"]
      api_patience: 0
      request_interval: !ENV [PAPERGLOT_REQUEST_INTERVAL, 0]
      categories: [cs.AI, cs.CL, cs.CV, cs.LG]
      topics:
        - id: all
          title: {en: Everything, zh-Hans: 全部}
"""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as a reader of the history sees it."""

    subject: str
    author: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A bare repository whose branch is `main`."""

    path: Path

    @property
    def address(self) -> str:
        """Its address; over a path git would not clone a part of the history."""
        return f"file://{self.path}"

    @property
    def branches(self) -> list[str]:
        """The names of its branches."""
        return git(self.path, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()

    def tip(self, branch: str = "main") -> str:
        """Return the commit that a branch is at."""
        return git(self.path, "rev-parse", branch).strip()

    def file(self, path: str, branch: str = "main") -> str:
        """Return a file's text."""
        return git(self.path, "show", f"{branch}:{path}")

    def files(self, branch: str = "main") -> list[str]:
        """Return the paths of all files."""
        return git(self.path, "ls-tree", "-r", "--name-only", branch).split()

    def commits(self, since: str, branch: str = "main") -> list[Commit]:
        """Return what came after a commit, the oldest first."""
        hashes = git(self.path, "rev-list", "--reverse", f"{since}..{branch}").split()
        return [self._commit(each) for each in hashes]

    def _commit(self, each: str) -> Commit:
        told = git(self.path, "show", "--name-only", "--format=%s%n%an <%ae>", each)
        subject, author, *files = (line for line in told.splitlines() if line)
        return Commit(subject, author, tuple(files))

    def copy(self, path: Path) -> "Origin":
        """Return a copy that a test can push to."""
        shutil.copytree(self.path, path)
        return Origin(path)

    def clone(self, folder: Path) -> "Clone":
        """Return somebody's clone."""
        git(folder.parent, "clone", "--quiet", self.address, folder.name)
        return Clone(folder)


@dataclass(frozen=True, slots=True)
class Clone:
    """Somebody's clone of the origin."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a file's text, in which the old one stands."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def push(self, subject: str) -> None:
        """Commit all and push."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--message", subject)
        git(self.folder, "push", "--quiet")


def make_origin(folder: Path) -> Origin:
    """Make an origin with one commit: a site without a paper."""
    origin = Origin(folder / "origin.git")
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin.path))
    clone = origin.clone(folder / "first")
    for name in _COPIED:
        (clone.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, clone.folder / name)
    clone.write("mkdocs.yml", _CONFIGURATION)
    git(clone.folder, "checkout", "--quiet", "-B", "main")
    git(clone.folder, "add", "--all")
    git(clone.folder, "commit", "--quiet", "--message", "A site")
    git(clone.folder, "push", "--quiet", "--set-upstream", "origin", "main")
    return origin


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody who is neither the bot nor configured on this machine."""
    identity = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "Ada Example"), ("EMAIL", "ada@example.org"))
    }
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | plain | identity,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
