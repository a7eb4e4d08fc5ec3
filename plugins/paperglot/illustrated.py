"""Which papers have figures to show: those whose licence allows it, of the last weeks."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from paperglot.licences import permits_figures
from paperglot.model import Listed, Status
from paperglot.settings import FigureSettings

P = TypeVar("P", bound=Listed)


def entitled(papers: Sequence[P], settings: FigureSettings) -> list[P]:
    """Return the papers whose figures may be on the site now, in the order given.

    Days are counted from the last paper's, so that a site that is built later is the same.
    """
    if not settings.per_night or not papers:
        return []
    since = max(paper.announced for paper in papers) - timedelta(days=settings.keep_days)
    return [
        paper
        for paper in papers
        if paper.announced > since
        and not paper.sample
        and paper.status is not Status.WITHDRAWN
        and permits_figures(paper.licence, noncommercial=settings.noncommercial)
    ]


def illustrated(
    papers: Sequence[Listed],
    settings: FigureSettings,
    at_hand: Callable[[Iterable[str]], frozenset[str]],
) -> dict[str, tuple[str, ...]]:
    """Return the images of each paper that shows its figures, by the paper's identifier.

    `at_hand` says which of some images are there. A paper shows all of its figures or none.
    """
    wanted = {paper.id: paper.images for paper in entitled(papers, settings) if paper.images}
    found = at_hand({image for images in wanted.values() for image in images})
    return {name: images for name, images in wanted.items() if found.issuperset(images)}
