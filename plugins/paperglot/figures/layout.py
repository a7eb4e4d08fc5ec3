"""What stands where on a page: captions, running text, and what is left for the figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from paperglot.figures import furniture
from paperglot.figures.caption_blocks import Caption, find_captions
from paperglot.figures.captions import is_other_caption
from paperglot.figures.frames import framed
from paperglot.figures.geometry import Box
from paperglot.figures.lines import Line, compose
from paperglot.figures.pages import Mark, Page
from paperglot.figures.paragraphs import (
    body_size,
    columns,
    doubtful,
    edges,
    extents,
    headings,
    paragraphs,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A page taken apart."""

    page: Page
    captions: tuple[Caption, ...]
    columns: tuple[tuple[float, float], ...]
    """The left and right edge of each column, from the left; empty if unknown."""
    text: tuple[Box, ...] = field(repr=False)
    """Where running text and its headings stand: nothing of it belongs to a figure."""
    prose: tuple[Line, ...] = field(repr=False)
    """The lines of the running text."""
    doubtful: tuple[Line, ...] = field(repr=False)
    """Those of the loose lines that read like running text in a place where there is none."""
    loose: tuple[Line, ...] = field(repr=False)
    """The other lines: labels, legends, cells, but also formulas and authors."""
    marks: tuple[Mark, ...] = field(repr=False)


def lay_out(pages: Iterable[Page]) -> list[Layout]:
    """Take the pages of a document apart; what they have in common tells what is what."""
    composed = [(page, compose(page.words)) for page in pages]
    known = furniture.repeated(composed)
    own = [(page, *furniture.without_furniture(page, lines, known)) for page, lines in composed]
    size = body_size(line for _page, lines, _marks in own for line in lines)
    counted = [edges(lines, size) for _page, lines, _marks in own]
    # What lies on its side has columns of its own, if any.
    upright = [each for (page, *_), each in zip(own, counted, strict=True) if not page.turn]
    whole: Counter[tuple[int, int]] = sum(upright, Counter())
    return [
        _layout(page, lines, marks, size, columns(of_page, Counter() if page.turn else whole))
        for (page, lines, marks), of_page in zip(own, counted, strict=True)
    ]


def _layout(
    page: Page,
    lines: list[Line],
    marks: list[Mark],
    size: float,
    known: list[tuple[float, float]],
) -> Layout:
    captions = find_captions(lines, marks, size)
    of_captions = {line for caption in captions for line in caption.lines}
    others = [line for line in lines if line not in of_captions]
    inside = framed(others, marks, known)
    running = paragraphs([line for line in others if line not in inside], size, known)
    prose = [line for paragraph in running for line in paragraph]
    text = [box for paragraph in running for box in extents(paragraph)]
    free = [line for line in others if line not in inside and line not in set(prose)]
    heads = headings(free, size, known, text)
    heads += [line for line in free if is_other_caption(line.text) and line not in heads]
    taken = {*prose, *heads}
    return Layout(
        page,
        tuple(captions),
        tuple(known),
        (*text, *(line.box for line in heads)),
        (*prose, *heads),
        tuple(doubtful([line for line in free if line not in taken], size)),
        tuple(line for line in others if line not in taken),
        tuple(marks),
    )
