"""The trends of topics, kept from build to build: those of months that are over stay the same."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from pydantic import TypeAdapter

from paperglot.model import Paper
from paperglot.site.kept import Kept, key_of
from paperglot.site.kept_terms import KeptTerms
from paperglot.site.sharing import shared
from paperglot.site.trends import Rising, TopicMonths, Trend, rising_of, trend_with
from paperglot.store.facts import Facts

Months = TopicMonths[Facts]

_RISING = TypeAdapter(tuple[Rising, ...])


class KeptTrends:
    """Knows what rises in topics, from earlier builds where it can."""

    def __init__(
        self,
        kept: Kept,
        version: bytes,
        terms: KeptTerms,
        whole: Callable[[Sequence[Facts]], Iterable[Paper]],
    ) -> None:
        """Take where trends are kept, what tells versions of them apart, and what loads papers."""
        self._kept, self._version, self._terms, self._whole = kept, version, terms, whole
        self._found: dict[str, tuple[bytes, tuple[Rising, ...]]] = {}

    def of(self, months: Months) -> Trend:
        """Return a topic's trend in a month."""
        self.prepare([months])
        return trend_with(months, self._found[_name(months)][1])

    def prepare(self, wanted: Iterable[Months]) -> None:
        """Work out trends that are not at hand, all at once."""
        missing = {_name(months): months for months in wanted if not self._recall(months)}
        papers = {facts.id: facts for each in missing.values() for facts in each.papers_compared}
        self._terms.of(list(papers.values()))
        # The largest first, so that no process is left with one at the end.
        largest = sorted(missing, key=lambda name: sum(missing[name].numbers), reverse=True)
        tasks = [partial(self._rising, name, missing[name]) for name in largest]
        for [(name, rising)] in shared([[task] for task in tasks]):
            key = self._key(missing[name])
            self._found[name] = key, rising
            self._kept.put(name, key, _RISING.dump_json(rising))
        self._terms.release()

    def forget_all_but(self, wanted: Iterable[Months]) -> None:
        """Keep no trends that nothing shows any more."""
        self._kept.forget_all_but({_name(months) for months in wanted})

    def _rising(self, name: str, months: Months) -> tuple[str, tuple[Rising, ...]]:
        return name, rising_of(months, self._terms.of, self._whole)

    def _recall(self, months: Months) -> bool:
        """Say whether a trend is at hand."""
        name, key = _name(months), self._key(months)
        if self._found.get(name, (b"",))[0] == key:
            return True
        value = self._kept.get(name, key)
        if value is None:
            return False
        self._found[name] = key, _RISING.validate_json(value)
        return True

    def _key(self, months: Months) -> bytes:
        return key_of(self._version, months)


def _name(months: Months) -> str:
    return f"{months.topic.id} {months.month:%Y-%m}"
