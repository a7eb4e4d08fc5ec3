"""One paper as a feed holds it."""

from dataclasses import dataclass

NONEXCLUSIVE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
"""The licence of two papers in five."""

_ABSTRACT = (
    "We invent a method that needs $O(n \\log n)$ steps. On a made-up benchmark of 2,048 "
    "sentences it is right in 87.5% of the cases. A limit is that nobody has ever run it."
)


@dataclass(frozen=True, slots=True)
class Item:
    """One paper of a feed, its texts as arXiv gives them: with TeX, not yet escaped for XML."""

    id: str = "2605.91201"
    version: int = 1
    announce_type: str = "new"
    """new, cross, replace or replace-cross."""
    title: str = "An Invented Method: How It Would Work"
    abstract: str = _ABSTRACT
    creator: str = "Ada Example, Bo Muster"
    """All authors, joined by commas."""
    categories: tuple[str, ...] = ("cs.CL",)
    """The first is the primary one."""
    licence: str | None = NONEXCLUSIVE
    """None for some old papers."""
    dois: tuple[str, ...] = ()
    journal_reference: str | None = None

    @property
    def versioned_id(self) -> str:
        """The id with its version: `2605.91201v1`."""
        return f"{self.id}v{self.version}"
