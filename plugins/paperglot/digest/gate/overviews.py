"""An overview as the checks see it: each sentence made from the papers that it names."""

from collections.abc import Iterator, Sequence

from paperglot.digest.gate.texts import Bound, Copy, Field, Judged, Names, Point, ratio_of
from paperglot.languages import ENGLISH, Language
from paperglot.model import Pair

_NAMES = Names(
    point="statement",
    part="paper",
    whole="a day",
    copied="a paper's TL;DR",
    text="English text",
    given="the papers that it names",
)
_LONGEST = 400
"""Characters of a sentence in English."""
SKIPPED = ("counts",)
"""Checks that say nothing of an overview, whose sentences may count what they name."""


def judged(
    points: tuple[Point, ...],
    papers: Sequence[Sequence[str]],
    system: str,
    language: Language,
) -> Judged:
    """Return an overview's sentences with all that they are compared with.

    `papers` are the texts of each paper in the order of their numbers: its title and TL;DR, and
    what else the model was given.
    """
    fields = tuple(_fields(points, papers, language))
    return Judged(
        language=language,
        names=_NAMES,
        system=system,
        fields=fields,
        points=points,
        parts=tuple(texts[1] for texts in papers),
        whole=Pair(
            "\n\n".join(point.english for point in points),
            "\n\n".join(point.translated for point in points),
        ),
        ratio=ratio_of(language),
        bounds=tuple(
            Bound(field, _LONGEST, f"{_LONGEST} characters")
            for field in fields
            if field.language is ENGLISH
        ),
        copies=tuple(Copy("a statement", point.translated, point.english) for point in points),
    )


def _fields(
    points: Sequence[Point], papers: Sequence[Sequence[str]], language: Language
) -> Iterator[Field]:
    for number, point in enumerate(points, start=1):
        named = [papers[each - 1] for each in point.evidence if each <= len(papers)]
        # Without any paper that exists, its evidence is what is wrong.
        source = "\n\n".join(text for texts in named or papers for text in texts)
        yield Field(f"statement {number}", point.english, ENGLISH, source)
        yield Field(f"statement {number}", point.translated, language, source)
