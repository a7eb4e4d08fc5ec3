"""Everything that the store holds; of its papers, at first, no more than lists need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from paperglot.errors import PageError
from paperglot.model import Day, Overview, Paper
from paperglot.store import journal
from paperglot.store.facts import Facts
from paperglot.store.files import Store
from paperglot.store.index import Index
from paperglot.store.journal import Answered


@dataclass(frozen=True, slots=True)
class Brief:
    """An archive in brief; papers and days by announcement, then identifier."""

    papers: tuple[Facts, ...]
    days: tuple[Day, ...]
    damaged: tuple[PageError, ...]
    overviews: tuple[Overview, ...]
    index: Index

    @classmethod
    def of(cls, store: Store) -> "Brief":
        """Read a store; a damaged page is reported and left alone."""
        index = store.index()
        days, overviews, damaged = store.read_days()
        return cls(index.facts, days, (*index.damaged, *damaged), overviews, index)

    def published(self) -> "Brief":
        """Return what belongs on the site: no samples once there is a real paper."""
        if all(paper.sample for paper in self.papers):
            return self
        return replace(
            self,
            papers=tuple(paper for paper in self.papers if not paper.sample),
            days=tuple(day for day in self.days if not day.sample),
            overviews=tuple(each for each in self.overviews if not each.sample),
        )

    def whole(self, wanted: Iterable[Facts]) -> Iterator[Paper]:
        """Yield whole papers, in the order asked for; those of a month are best asked together.

        Raises:
            PageError: a page changed or vanished since the archive was listed.
        """
        asked = tuple(wanted)
        found = self.index.papers(asked, as_listed=True)
        for facts in asked:
            paper = next(found, None)
            if paper is None or paper.id != facts.id:
                path = self.index.root / facts.place
                raise PageError(path, 1, "has changed or gone while it was used: run this again")
            yield paper

    def answers(self, store: Store) -> list[Answered]:
        """Return every answer of a model: the journal's, and those that only a page knows."""
        answers = list(journal.read(store))
        known = {(each.paper, each.provenance.made) for each in answers}
        unknown = (each for each in self.papers if each.made and (each.id, each.made) not in known)
        return journal.with_pages(answers, self.whole(unknown))
