"""What a sync has to do, and in which order, so that no reader meets a page without its assets."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from paperglot.hosting.folder import HOME, BuiltFile
from paperglot.hosting.headers import is_hashed


@dataclass(frozen=True, slots=True)
class Held:
    """A file that the destination holds."""

    size: int
    """Bytes."""
    etag: str
    """Without its quotation marks; of a file that was put there whole, the MD5 of what it holds.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html.
    """


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be uploaded, and what is there already."""

    steps: tuple[tuple[BuiltFile, ...], ...]
    """Each is to be over before the next begins."""
    new: int
    unchanged: int
    foreign: tuple[str, ...]
    """Paths at the destination that the site does not have."""

    @property
    def files(self) -> int:
        """How many are to be uploaded."""
        return sum(map(len, self.steps))

    @property
    def size(self) -> int:
        """Their bytes."""
        return sum(file.size for step in self.steps for file in step)


_STEPS = range(5)
_ASSETS, _NEW_PAGES, _CHANGED, _ENTRIES, _HOME = _STEPS
_ENTRY = re.compile(r"sitemap[^/]*|robots\.txt|feeds/.+|search/index\.json")


def plan(
    files: Iterable[BuiltFile],
    held: Mapping[str, Held],
    is_same: Callable[[BuiltFile, Held], bool],
) -> Plan:
    """Compare the site with what the destination holds, by path below the site's root."""
    steps: list[list[BuiltFile]] = [[] for _step in _STEPS]
    of_site: set[str] = set()
    new = unchanged = 0
    for file in files:
        of_site.add(file.path)
        there = held.get(file.path)
        if there is not None and is_same(file, there):
            unchanged += 1
            continue
        new += there is None
        steps[_step_of(file.path, is_new=there is None)].append(file)
    foreign = sorted(held.keys() - of_site)
    return Plan(tuple(tuple(step) for step in steps if step), new, unchanged, tuple(foreign))


def _step_of(path: str, *, is_new: bool) -> int:
    """Say when a file's turn is: what others lead to goes before what leads there.

    Nothing leads yet to a new address. Pages that were there lead to new pages, feeds and the
    search to both, and the home page, which most readers begin at, comes last of all.
    """
    if path == HOME:
        return _HOME
    if _ENTRY.fullmatch(path):
        return _ENTRIES
    if path.endswith(".html"):
        return _NEW_PAGES if is_new else _CHANGED
    return _ASSETS if is_new or is_hashed(path) else _CHANGED
