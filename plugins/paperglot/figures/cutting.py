"""From an open document to its figures as image files; runs in the worker alone."""

from typing import NamedTuple

from paperglot.figures.document import Document
from paperglot.figures.finder import Find, find
from paperglot.figures.images import Encoded, Picture, fit, scale_for, trimmed

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
    drawn = [
        (each, picture)
        for each in find(document.pages(pages))
        for picture in [_draw(document, each)]
        if picture is not None
    ]
    files = fit([picture for _find, picture in drawn], budget)
    return [
        Cut(each.label, each.caption, each.page.number, file)
        for (each, _picture), file in zip(drawn, files, strict=True)
        if file is not None
    ]


def _draw(document: Document, found: Find) -> Picture | None:
    box = found.box.grown(_MARGIN).common(found.page.box)
    scale = scale_for(box.width, box.height)
    image = trimmed(document.picture(found.page, box, scale))
    return Picture(image, scale) if image is not None else None
