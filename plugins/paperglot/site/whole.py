"""Views in brief made whole: papers for their facts, trends for the papers that they come from."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from paperglot.model import Paper
from paperglot.site.trends import TopicMonths, Trend
from paperglot.site.views import ArchiveView, HomeView, MonthView, View, ViewOf
from paperglot.store.brief import Brief
from paperglot.store.facts import Facts

V = TypeVar("V")

_LATELY = 1_200
"""Papers that are held, as pages that follow each other show the same ones: some 15 MB."""
_BRIEF = (ArchiveView, MonthView)
"""These show numbers, for which facts are enough."""


class Whole:
    """Makes views whole, from the store and from what earlier builds kept."""

    def __init__(self, archive: Brief, trend_of: Callable[[TopicMonths[Facts]], Trend]) -> None:
        """Take where papers are loaded from, and what works out a topic's trend."""
        self._archive, self._trend_of = archive, trend_of
        self._lately: OrderedDict[str, Paper] = OrderedDict()

    def view(self, view: ViewOf[Facts, TopicMonths[Facts]]) -> View:
        """Return a view that can be rendered.

        Raises:
            PageError: a page changed or vanished since the archive was listed.
        """
        return cast("View", view if isinstance(view, _BRIEF) else self._whole(view))

    def home(self, view: HomeView[Facts]) -> HomeView[Paper]:
        """Return what the home page shows."""
        return cast("HomeView[Paper]", self._whole(view))

    def papers(self, wanted: Sequence[Facts]) -> list[Paper]:
        """Return papers in the order asked for.

        Raises:
            PageError: a page changed or vanished since the archive was listed.
        """
        missing = [facts for facts in wanted if facts.id not in self._lately]
        missing.sort(key=lambda facts: facts.place)
        found = {paper.id: paper for paper in self._archive.whole(missing)}
        self._lately.update(found)
        for facts in wanted:
            self._lately.move_to_end(facts.id)
        papers = [self._lately[facts.id] for facts in wanted]
        while len(self._lately) > _LATELY:
            self._lately.popitem(last=False)
        return papers

    def _whole(self, view: V) -> V:
        wanted = {facts.id: facts for facts in _facts_in(view)}
        papers = dict(zip(wanted, self.papers(list(wanted.values())), strict=True))
        return cast("V", self._filled(view, papers))

    def _filled(self, value: object, papers: dict[str, Paper]) -> object:
        if isinstance(value, Facts):
            return papers[value.id]
        if isinstance(value, TopicMonths):
            return self._trend_of(value)
        if isinstance(value, tuple):
            return tuple(self._filled(each, papers) for each in value)
        names = _names_in(cast("Any", type(value)))
        changed = {name: self._filled(getattr(value, name), papers) for name in names}
        return replace(cast("Any", value), **changed) if changed else value


def _facts_in(value: object) -> Iterator[Facts]:
    if isinstance(value, Facts):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _facts_in(each)
    else:
        for name in _names_in(cast("Any", type(value))):
            yield from _facts_in(getattr(value, name))


@cache
def _names_in(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of the views' own values that are generic in what papers are."""
    is_ours = is_dataclass(kind) and kind is not TopicMonths
    return tuple(field.name for field in (fields(kind) if is_ours else ()) if _is_generic(field))


def _is_generic(field: Field[Any]) -> bool:
    kind = field.type
    return isinstance(kind, TypeVar) or bool(getattr(kind, "__parameters__", ()))
