"""From an open document to its figures as image files; runs in the worker alone."""

from functools import partial
from typing import NamedTuple

from paperglot.figures.document import Document
from paperglot.figures.finder import Find, find
from paperglot.figures.images import Encoded, Picture, drawn, fit

# In points: so much around a figure is drawn to see that nothing crosses its edge.
_MARGIN = 2.0


class Cut(NamedTuple):
    """A figure or table with its image."""

    label: str
    caption: str
    page: int
    image: Encoded


def cut(document: Document, pages: int, budget: int) -> list[Cut]:
    """Return what can be shown of the first pages; all images have at most `budget` bytes."""
    pictures = [(each, _picture(document, each)) for each in find(document.pages(pages))]
    shown = [(each, picture) for each, picture in pictures if picture is not None]
    files = fit([picture for _find, picture in shown], budget)
    return [
        Cut(each.label, each.caption, each.page.number, file)
        for (each, _picture), file in zip(shown, files, strict=True)
        if file is not None
    ]


def _picture(document: Document, found: Find) -> Picture | None:
    box = found.box.grown(_MARGIN).common(found.page.box)
    largest = document.largest_scale(found.page)
    return drawn(partial(document.picture, found.page), box, largest)
