"""What must hold of every entry on its way from a feed through the store's page to HTML.

Captures are checked in several processes, so everything here is a plain function of its
arguments, and what does not hold comes back as text.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from paperglot.arxiv import feed
from paperglot.model import Author, Entry, Paper
from paperglot.night.intake import new_paper
from paperglot.prose import addresses, split_mathematics
from paperglot.site import html
from paperglot.site.render import THEME, Renderer
from paperglot.site.views import PaperView
from paperglot.store import page
from tests import settings
from tests.site.document import Element, parse

_OF_MATHML = """
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
    mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
"""
_MATHML = frozenset(_OF_MATHML.split())
_PROSE = frozenset(["a", "code", "p", "span"])
_TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in THEME.rglob("*.html"))
_PLOTS = frozenset(["circle", "desc", "polyline", "rect", "svg", "title"])
_KNOWN = (
    frozenset(re.findall(r"<([a-z][a-z0-9]*)", _TEMPLATES))
    | {f"h{n}" for n in range(1, 7)}
    | _PLOTS
)

# A word of a document that is no part of a command or a tag; these two may be left out.
_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,}(?![^\s.,;:)])")
_LEFT_OUT = {"and", "noopener"}
_SAMPLING = 25
"""A whole page is rendered for one paper in so many; the templates are the same for all."""
_DC = "{http://purl.org/dc/elements/1.1/}"
_RSS1 = "{http://purl.org/rss/1.0/}"


@dataclass(slots=True)
class Tally:
    """How much was checked, and what did not hold."""

    documents: int = 0
    entries: int = 0
    failures: int = 0
    complaints: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add what another process counted."""
        self.documents += other.documents
        self.entries += other.entries
        self.failures += other.failures
        self.complaints += other.complaints


def replay_captures(paths: Sequence[Path]) -> Tally:
    """Check captures of feeds; their names end in the category, as in `…-cs-cl.xml.gz`."""
    tally, seen = Tally(), set[tuple[str, str, tuple[Author, ...]]]()
    renderer = Renderer(settings.make(Path()))
    for path in paths:
        content = gzip.decompress(path.read_bytes())
        read = feed.parse(content, f"cs.{path.name[14:16].upper()}")
        tally.documents += 1
        tally.entries += len(read.entries)
        tally.failures += len(read.failures)
        tally.complaints += words_lost(content, read.entries, len(read.failures))
        for entry in read.entries:
            text = (entry.title, entry.abstract, entry.authors)
            if text in seen:
                continue
            seen.add(text)
            paper = new_paper(entry, ("llm",), read.day)
            tally.complaints += check(paper)
            if len(seen) % _SAMPLING == 0:
                tally.complaints += check_page(paper, renderer)
    return tally


def words_lost(content: bytes, entries: Sequence[Entry], failures: int) -> Iterator[str]:
    """Compare entries with the document as another parser reads it, word by word."""
    root = ET.fromstring(content)
    items = [*root.iter("item"), *root.iter(f"{_RSS1}item")]
    if len(items) != len(entries) + failures:
        yield f"{len(items)} items gave {len(entries)} entries and {failures} failures"
    for item, entry in zip(items, entries, strict=not failures):
        names = " ".join(f"{author.name} {author.affiliation}" for author in entry.authors)
        for found, kept in [
            (_text(item, "title").partition("(arXiv:")[0], entry.title),
            (_text(item, "description").rpartition("Abstract: ")[2], entry.abstract),
            (item.findtext(f"{_DC}creator", ""), names),
        ]:
            words = _WORD.findall(re.sub(r"</?[ap]\b[^>]*>", " ", found))
            lost = {word for word in words if word not in kept} - _LEFT_OUT
            if lost and not failures:
                yield f"{entry.id}: lost {sorted(lost)}"


def _text(item: ET.Element, name: str) -> str:
    return item.findtext(name) or item.findtext(f"{_RSS1}{name}") or ""


def check(paper: Paper) -> Iterator[str]:
    """Write and read the paper's page, then see what its texts are as HTML."""
    if page.read(Path(paper.id), page.write(paper)) != paper:
        yield f"{paper.id}: its page reads as another paper"
    title, abstract = html.inline(paper.title), html.numbered(paper.abstract)
    root = parse(f"<h1>{title}</h1><blockquote>{abstract}</blockquote>")
    yield from check_prose(paper.id, paper.title, root.one("h1"))
    yield from check_prose(paper.id, paper.abstract, root.one("blockquote"))


def check_page(paper: Paper, renderer: Renderer) -> Iterator[str]:
    """See what the whole page of a paper is as HTML."""
    root = parse(renderer.content(PaperView(paper, ()), lambda url: f"/{url}"))
    unknown = [element.tag for element in root.elements if not is_known(element)]
    if unknown:
        yield f"{paper.id}: the page holds {unknown}"
    yield from check_prose(paper.id, paper.title, english(root.one("h1")))
    yield from check_prose(paper.id, paper.abstract, root.all("blockquote")[0])
    folds = root.with_attribute("class", "pg-fold pg-authors")
    lists = [root.with_attribute("class", "pg-meta")[0], *(fold.one("p") for fold in folds)]
    authors = ", ".join(each.text for each in lists)
    if squeezed(authors) != squeezed(", ".join(map(_shown, paper.authors))):
        yield f"{paper.id}: the authors are {authors!r}"


def english(element: Element) -> Element:
    """Return the part of an element, or the element itself, that is in English."""
    return element.with_attribute("lang", "en")[0]


def rows(page: Element) -> list[Element]:
    """Return the papers of a page that lists some."""
    return [
        each for each in page.all("article") if "pg-row" in each.attributes.get("class", "").split()
    ]


def check_prose(identifier: str, text: str, shown: Element) -> Iterator[str]:
    """Compare text and page outside mathematics, where only white space may differ."""
    if squeezed(shown.prose) != squeezed(outside_mathematics(text)):
        yield f"{identifier}: {text!r} is shown as {shown.prose!r}"
    foreign = [element.tag for element in shown if element is not shown and not _belongs(element)]
    if foreign:
        yield f"{identifier}: {foreign} in {text!r}"
    links = [link.attributes["href"] for link in shown.all("a")]
    plain = (piece.text for piece in split_mathematics(text) if piece.kind == "text")
    wanted = [address for part in plain for address in addresses(part)]
    if shown.tag != "a" and links != wanted:
        yield f"{identifier}: links to {links}, not to {wanted}"


def is_known(element: Element) -> bool:
    """Say whether the templates hold such an element, or prose may."""
    known = element.tag in _KNOWN or _belongs(element)
    return known and all(is_known(child) for child in element.elements)


def _belongs(element: Element) -> bool:
    r"""Say whether prose may hold an element; `\textit` of a formula is `<i>` in its text."""
    parent = element.parent.tag if element.parent else ""
    return element.tag in _PROSE | _MATHML or (element.tag in ("b", "i") and parent == "mtext")


def outside_mathematics(text: str) -> str:
    r"""Return a text without its formulas, and `\$` as a dollar."""
    pieces = (piece.text for piece in split_mathematics(text) if piece.kind == "text")
    return " ".join(pieces).replace("\\$", "$")


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def _shown(author: Author) -> str:
    return f"{author.name} ({author.affiliation})" if author.affiliation else author.name
