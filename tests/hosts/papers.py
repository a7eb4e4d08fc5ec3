"""What a reader of a moved page must find there, and what nobody may."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from paperglot.model import Author, Digest, Pair, Paper, Takeaway
from paperglot.prose import Piece, paragraphs, split_mathematics
from paperglot.store.files import Store
from tests.samples import digested
from tests.site.document import Element
from tests.site.test_hostile import ATTACKS

FACTS = ("announce_type", "input_tokens", "licence:", "status: digested")
"""Front matter that was printed instead of read."""


def add_hostile(root: Path) -> list[Paper]:
    """Write papers into a store each text of which attacks; return them."""
    papers = [_hostile(f"2613.07{number:03}", said) for number, said in enumerate(ATTACKS)]
    for paper in papers:
        Store(root).write_paper(paper)
    return papers


def _hostile(identifier: str, said: str) -> Paper:
    pair = Pair(f"Point {said}", f"要点 {said}")
    return digested(
        identifier,
        title=f"Title {said}",
        abstract=f"For $5, $k = 2$: {said}",
        authors=(Author(f"Author {said}"),),
        comment=said,
        digest=Digest(f"标题 {said}", f"摘要 {said}", pair, (Takeaway(*_texts(pair), (1,)),)),
    )


def _texts(pair: Pair) -> tuple[str, str]:
    return pair.english, pair.translated


def prose(paper: Paper) -> Iterator[str]:
    """Yield each paragraph that stands in the body of a paper's page, as its reader sees it."""
    texts = [paper.abstract]
    digest = paper.digest
    if digest is not None:
        texts += [digest.title, digest.abstract, *_texts(digest.tldr)]
        texts += [each for it in digest.takeaways for each in (it.english, it.translated)]
    for text in texts:
        yield from map(_as_seen, paragraphs(text))


def _as_seen(paragraph: str) -> str:
    r"""Return a paragraph with its formulas between the marks that MathJax reads, `\(…\)`."""
    pieces = split_mathematics(paragraph)
    return " ".join("".join(map(_piece, pieces)).split())


def _piece(piece: Piece) -> str:
    return rf"\({piece.text}\)" if piece.kind == "inline" else piece.source


def without_angle(paper: Paper) -> Paper:
    """Return a paper with the title that docs/moving.md makes of its own."""
    return replace(paper, title=paper.title.replace("<", "＜"))


def dangers(page: Element) -> list[str]:
    """Return what on a page could run."""
    found = [
        f"{name}={value}"
        for each in page
        for name, value in each.attributes.items()
        if name.startswith("on") or value.strip().lower().startswith("javascript:")
    ]
    found += [f"<img {each.attributes}>" for each in page.all("img")]
    scripts = ("".join(map(str, each.children)) for each in page.all("script"))
    return found + [script for script in scripts if "alert" in script]
