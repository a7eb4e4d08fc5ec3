"""What the head of a paper's page tells reference managers and search engines.

Highwire's tags are what Google Scholar and Zotero read
(https://scholar.google.com/intl/en/scholar/inclusion.html#indexing); those in Zotero's own name
make the item a preprint in arXiv's archive. No tag repeats the abstract.
"""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from paperglot.model import Paper
from paperglot.site import html
from paperglot.site.citations.names import Name
from paperglot.site.citations.reference import Reference, reference_of
from paperglot.site.citations.ris import family_first

# Data in a script ends where an element does, whatever it is quoted in.
_UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def meta(reference: Reference) -> Markup:
    """Return the `meta` elements, a line each."""
    elements = (
        f'<meta name="{name}" content="{escape(content)}">' for name, content in tags(reference)
    )
    return Markup("\n".join(elements))  # noqa: S704 (the names are ours)


def tags(reference: Reference) -> list[tuple[str, str]]:
    """Return the names and contents of the `meta` elements."""
    return [(name, content) for name, content in _tags(reference) if content]


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "citation_title", reference.title.replace("\\$", "$")
    alone = len(reference.authors) == 1
    for name in reference.authors:
        yield "citation_author", _author(name, alone=alone)
    yield "citation_publication_date", f"{reference.date:%Y/%m/%d}"
    yield "citation_language", "en"
    if reference.url and reference.pdf:
        yield "citation_arxiv_id", reference.id
        yield "citation_doi", reference.doi or ""
        yield "citation_abstract_html_url", reference.url
        yield "citation_pdf_url", reference.pdf
        yield "z:repository", "arXiv"
        yield "z:archiveID", f"arXiv:{reference.id}"
    yield "z:itemType", "preprint"


def _author(name: Name, *, alone: bool) -> str:
    """Zotero reads only two parts of a name, so that a suffix follows the given name.

    It takes a comma in the only author's name for one between two authors if both sides have a
    space, unless there is a semicolon too.
    """
    written = " ".join(part for part in (family_first(name), name.suffix) if part)
    two = alone and " " in name.family and " " in f"{name.given} {name.suffix}".strip()
    return f"{written};" if two else written


def linked_data(paper: Paper, languages: tuple[str, str]) -> Markup:
    """Return schema.org's description as JSON-LD: the digest, based on the authors' article.

    They are two works of two authors: what a machine wrote is never ascribed to people.
    """
    work = _article(reference_of(paper))
    if paper.digest is not None and paper.provenance is not None:
        work = {
            "@type": "CreativeWork",
            "author": {"@type": "SoftwareApplication", "name": paper.provenance.model},
            "dateCreated": f"{paper.provenance.made:%Y-%m-%d}",
            "inLanguage": list(languages),
            "isBasedOn": work,
        }
    text = json.dumps(
        {"@context": "https://schema.org", **work}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(text.translate(_UNSAFE))  # noqa: S704 (nothing is left that markup begins with)


def _article(reference: Reference) -> dict[str, Any]:
    found = {
        "@type": "ScholarlyArticle",
        "@id": reference.url,
        "headline": html.plain(reference.title),
        "author": [
            {"@type": "Organization" if name.is_whole else "Person", "name": name.printed}
            for name in reference.authors
        ],
        "datePublished": reference.date.isoformat(),
        "license": reference.licence,
        "sameAs": f"https://doi.org/{reference.doi}" if reference.doi else None,
    }
    return {name: value for name, value in found.items() if value}
