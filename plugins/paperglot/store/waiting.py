"""What a run leaves for the next one to look at, besides the latest days: a list of papers.

A run takes the list before it changes anything and leaves another one at its end. Without it, as
after a run that was killed or in an archive that had none, every page is read. It is committed
with the pages, and copies that grew apart are merged by keeping the lines of both.
"""

from collections.abc import Iterable
from pathlib import Path

from paperglot import identifiers
from paperglot.errors import IdentifierError
from paperglot.store.files import Store

_NOTE = "# Papers that the next run looks at besides the latest days; without this file, at all.\n"


def take(store: Store, terms: str) -> frozenset[str] | None:
    """Return the papers and remove the list; None where there is none for these terms.

    `terms` say by what rules papers wait, in one line; by others, others may.
    """
    path = _path(store)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    path.unlink()
    _note, named, *lines = (*text.splitlines(), "", "")
    names = [line for line in lines if line]
    try:
        found = frozenset(map(identifiers.check, names))
    except IdentifierError:  # two copies were merged with different terms, or a hand slipped
        return None
    return found if named == terms else None


def leave(store: Store, terms: str, papers: Iterable[str]) -> None:
    """Write the list, at once or not at all."""
    names = sorted(set(papers), key=identifiers.sort_key)
    lines = "".join(f"{name}\n" for name in names)
    store.write_beside(_path(store), f"{_NOTE}{terms}\n{lines}")


def _path(store: Store) -> Path:
    return store.workplace / "waiting.txt"
