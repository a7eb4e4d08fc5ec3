"""The terms of papers, which cost more to find than anything else that trends are made of."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from paperglot.model import Paper
from paperglot.site.kept import Kept
from paperglot.site.sharing import shared
from paperglot.site.trends import keys
from paperglot.store.facts import Facts

_PORTION = 300
"""Papers that one process takes at a time."""


class KeptTerms:
    """Knows the terms of papers, from earlier builds where it can."""

    def __init__(
        self, kept: Kept, version: bytes, whole: Callable[[Sequence[Facts]], Iterable[Paper]]
    ) -> None:
        """Take where terms are kept, what tells versions of them apart, and what loads papers."""
        self._kept, self._version, self._whole = kept, version, whole
        self._found: dict[str, array[int]] = {}

    def of(self, papers: Sequence[Facts]) -> list["array[int]"]:
        """Return the terms of each of some papers, as `trends.keys` does."""
        missing = [facts for facts in papers if not self._recall(facts)]
        some = [missing[start : start + _PORTION] for start in range(0, len(missing), _PORTION)]
        for [found] in shared([[partial(self._keys, each)] for each in some]):
            for content, terms in found:
                self._found[content] = terms
                self._kept.put(content, self._version, terms.tobytes())
        return [self._found[facts.content] for facts in papers]

    def release(self) -> None:
        """Hold no terms any more but those on the disk: of 100,000 papers they have 100 MB."""
        self._found.clear()

    def forget_all_but(self, papers: Iterable[Facts]) -> None:
        """Keep no terms of papers that have changed or gone."""
        self._kept.forget_all_but({facts.content for facts in papers})

    def _keys(self, some: Sequence[Facts]) -> list[tuple[str, "array[int]"]]:
        papers = zip(some, self._whole(some), strict=True)
        return [(facts.content, keys(paper)) for facts, paper in papers]

    def _recall(self, facts: Facts) -> bool:
        """Say whether a paper's terms are at hand."""
        if facts.content in self._found:
            return True
        value = self._kept.get(facts.content, self._version)
        if value is None:
            return False
        self._found[facts.content] = found = array("I")
        found.frombytes(value)
        return True
