"""The terms of papers, which cost more to find than anything else that trends are made of."""

from array import array
from collections.abc import Callable, Iterable, Sequence

from paperglot.model import Paper
from paperglot.site.kept import Kept
from paperglot.site.trends import keys
from paperglot.store.facts import Facts


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
        for facts, paper in zip(missing, self._whole(missing), strict=True):
            self._found[facts.content] = found = keys(paper)
            self._kept.put(facts.content, self._version, found.tobytes())
        return [self._found[facts.content] for facts in papers]

    def forget_all_but(self, papers: Iterable[Facts]) -> None:
        """Keep no terms of papers that have changed or gone."""
        self._kept.forget_all_but({facts.content for facts in papers})

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
