"""A digest as the checks see it: made from title and abstract, its takeaways from sentences."""

from collections.abc import Iterator

from paperglot.digest import prompt
from paperglot.digest.gate.texts import Bound, Copy, Field, Judged, Names, Point, prose, ratio_of
from paperglot.languages import ENGLISH, Language
from paperglot.model import Digest, Pair, Paper
from paperglot.prose import sentences

_NAMES = Names(
    point="takeaway",
    part="sentence",
    whole="an abstract",
    copied="a sentence of the abstract",
    text="abstract",
    given="the paper",
)
_LONG_ENOUGH = 300
"""Characters of an abstract from which on the length of a TL;DR tells something."""
_LONGEST_TLDR = 1.5
"""Of the abstract's length."""


def judged(paper: Paper, digest: Digest, language: Language) -> Judged:
    """Return a digest of a paper with all that it is compared with."""
    fields = tuple(_fields(paper, digest, language))
    parts = tuple(sentences(paper.abstract))
    tldr = next(field for field in fields if field.language is ENGLISH)
    bound = Bound(tldr, _LONGEST_TLDR * len(paper.abstract), "the abstract")
    return Judged(
        language=language,
        names=_NAMES,
        system=prompt.rules(language),
        fields=fields,
        points=tuple(
            Point(each.english, each.translated, each.evidence) for each in digest.takeaways
        ),
        parts=parts,
        whole=Pair(paper.abstract, digest.abstract),
        ratio=ratio_of(language),
        bounds=(bound,) if len(prose(paper.abstract)) >= _LONG_ENOUGH else (),
        copies=tuple(_copies(paper, digest, several=len(parts) > 1)),
    )


def _fields(paper: Paper, digest: Digest, language: Language) -> Iterator[Field]:
    """Yield every text of a digest: title, abstract, TL;DR, takeaways."""
    source = f"{paper.title}\n\n{paper.abstract}"
    yield Field("the title", digest.title, language, source, is_title=True)
    yield Field("the abstract", digest.abstract, language, source)
    yield Field("the TL;DR", digest.tldr.english, ENGLISH, source)
    yield Field("the TL;DR", digest.tldr.translated, language, source)
    for number, takeaway in enumerate(digest.takeaways, start=1):
        yield Field(f"takeaway {number}", takeaway.english, ENGLISH, source)
        yield Field(f"takeaway {number}", takeaway.translated, language, source)


def _copies(paper: Paper, digest: Digest, *, several: bool) -> Iterator[Copy]:
    """Yield each text with its source; an abstract of several sentences is no TL;DR."""
    yield Copy("the title", digest.title, paper.title)
    yield Copy("the abstract", digest.abstract, paper.abstract)
    yield Copy("the TL;DR", digest.tldr.translated, digest.tldr.english)
    for each in digest.takeaways:
        yield Copy("a takeaway", each.translated, each.english)
    if several:
        yield Copy("the TL;DR", digest.tldr.english, paper.abstract)
        yield Copy("the TL;DR", digest.tldr.translated, digest.abstract)
        for each in digest.takeaways:
            yield Copy("a takeaway", each.english, paper.abstract)
            yield Copy("a takeaway", each.translated, digest.abstract)
