"""The images of figures, by the hash of what is in them; they can be lost and cut out again.

They lie beside what else can be made anew, where git never sees them.
"""

import hashlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from paperglot.store import cache

SUFFIX = ".webp"
_HALF_WRITTEN = ".part"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Images:
    """The folder of images beside a store."""

    workplace: Path

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return cache.folder_of(self.workplace) / "figures"

    def prepare(self) -> Path:
        """Return the folder, made if it was not there."""
        return cache.prepare(self.folder, self.workplace)

    def get(self, name: str) -> bytes | None:
        """Return the image of a hash; None where it is gone, or is not what its name says."""
        try:
            content = (self.folder / f"{name}{SUFFIX}").read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest()[:_DIGITS] == name else None

    def at_hand(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of some hashes whose images are there, and whole."""
        return frozenset(name for name in names if self.get(name) is not None)

    def forget_all_but(self, names: Collection[str]) -> int:
        """Remove all other images, half written ones too; return how many those were."""
        gone = [
            path
            for path in self.folder.glob("*")
            if path.suffix in (SUFFIX, _HALF_WRITTEN) and path.stem not in names
        ]
        for path in gone:
            with suppress(OSError):
                path.unlink()
        return len(gone)
