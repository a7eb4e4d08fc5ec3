"""A paper as a page for people, and back: the only serialiser of papers.

Front matter holds facts and provenance, the body the text under fixed headings. A page that
was written from a `Paper` parses back to exactly that paper.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from paperglot import identifiers
from paperglot.errors import PageError
from paperglot.model import (
    AnnounceType,
    Author,
    Digest,
    Link,
    LinkKind,
    Pair,
    Paper,
    Provenance,
    Status,
    Takeaway,
)
from paperglot.store import figures, markdown
from paperglot.store.fields import Fields, Section, read_page, write_page

_SAMPLE_NOTICE = "> A sample: this paper, its authors and its results are invented."
_MACHINE_NOTICE = (
    "> Everything here but the abstract was written by a machine, {model}, and may be wrong."
)
_TAKEAWAY = re.compile(r"^\d+\. (?P<english>[^\n]*)\n\n {3}(?P<translated>[^\n]*)$", re.MULTILINE)
_EVIDENCE = re.compile(r" \[(\d+(?:, \d+)*)\]")


def write(paper: Paper) -> str:
    """Return the page of a paper; the same paper always gives the same bytes."""
    return write_page(_front_matter(paper), "\n\n".join(_body(paper)))


def read(path: Path, text: str) -> Paper:
    """Parse a page; `path` only serves to name it in an error.

    Raises:
        PageError: the page is damaged; it names the line and what is wrong there.
    """
    fields, sections = read_page(path, text)
    given = fields.mapping("digest")
    made = None if given is None else provenance(given)
    digest = _digest(fields, sections, made)
    paper = _paper(fields, sections, made, digest)
    if sections:
        heading, section = next(iter(sections.items()))
        raise PageError(path, section.line, f"unknown heading {heading!r}")
    return paper


def _front_matter(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.id,
        "version": paper.version,
        "title": paper.title,
        "authors": [_author_value(author) for author in paper.authors],
        "announced": paper.announced,
        "announce_type": paper.announce_type.value,
        "updated": paper.updated,
        "categories": list(paper.categories),
        "topics": list(paper.topics),
        "submitted": paper.submitted,
        "revised": paper.revised,
        "licence": paper.licence,
        "comment": paper.comment,
        "doi": list(paper.doi),
        "journal_reference": paper.journal_reference,
        "links": [{"kind": link.kind.value, "url": link.url} for link in paper.links],
        "similar": list(paper.similar),
        "figures": figures.value(paper.figures),
        "status": paper.status.value,
        "reason": paper.reason,
        "digest": provenance_value(paper.provenance),
        "sample": paper.sample,
    }


def _author_value(author: Author) -> str | dict[str, str]:
    if not author.affiliation:
        return author.name
    return {"name": author.name, "affiliation": author.affiliation}


def provenance_value(made: Provenance | None) -> dict[str, Any] | None:
    """Return where an answer came from as front matter has it."""
    if made is None:
        return None
    return {
        "model": made.model,
        "prompt": made.prompt,
        "language": made.language,
        "source": made.source,
        "made": made.made,
        "input_tokens": made.input_tokens,
        "output_tokens": made.output_tokens,
        "cost": made.cost,
        "flags": list(made.flags),
        "attempts": made.attempts if made.attempts > 1 else None,
    }


def _body(paper: Paper) -> list[str]:
    parts = [_SAMPLE_NOTICE] if paper.sample else []
    digest, made = paper.digest, paper.provenance
    if digest is None or made is None:
        return [*parts, "## Abstract", markdown.write(paper.abstract)]
    language = made.language
    return [
        *parts,
        _MACHINE_NOTICE.format(model=markdown.write(made.model)),
        f"## Title ({language})",
        markdown.write(digest.title),
        "## TL;DR",
        markdown.write(digest.tldr.english),
        f"## TL;DR ({language})",
        markdown.write(digest.tldr.translated),
        "## Takeaways",
        *(_takeaway(number, item) for number, item in enumerate(digest.takeaways, start=1)),
        "## Abstract",
        markdown.write(paper.abstract),
        f"## Abstract ({language})",
        markdown.write(digest.abstract),
    ]


def _takeaway(number: int, takeaway: Takeaway) -> str:
    """Both languages under one number, so that whoever corrects one sees the other."""
    evidence = f" [{', '.join(map(str, takeaway.evidence))}]" if takeaway.evidence else ""
    english = markdown.write(takeaway.english)
    return f"{number}. {english}{evidence}\n\n   {markdown.write(takeaway.translated)}"


def _paper(
    fields: Fields,
    sections: dict[str, Section],
    made: Provenance | None,
    digest: Digest | None,
) -> Paper:
    return Paper(
        id=fields.made("id", identifiers.check),
        version=fields.integer("version"),
        title=fields.text("title"),
        abstract=_take(fields, sections, "Abstract"),
        authors=tuple(_author(fields, item) for item in fields.items("authors")),
        categories=fields.texts("categories"),
        topics=fields.texts("topics"),
        announced=fields.day("announced"),
        announce_type=fields.made("announce_type", AnnounceType),
        updated=fields.optional_day("updated"),
        submitted=fields.optional_day("submitted"),
        revised=fields.optional_day("revised"),
        licence=fields.optional_text("licence"),
        comment=fields.optional_text("comment"),
        doi=fields.texts("doi"),
        journal_reference=fields.optional_text("journal_reference"),
        links=tuple(
            Link(item.made("kind", LinkKind), item.text("url")) for item in fields.mappings("links")
        ),
        similar=_similar(fields),
        figures=figures.read(fields.mapping("figures")),
        status=_status(fields, digest),
        reason=fields.optional_text("reason"),
        provenance=made,
        digest=digest,
        sample=fields.flag("sample"),
    )


def _similar(fields: Fields) -> tuple[str, ...]:
    found = fields.texts("similar")
    if fields.values.get("id") in found:
        raise fields.fail(key="similar", reason="names the paper itself")
    try:
        return tuple(map(identifiers.check, found))
    except ValueError as error:
        raise fields.fail(key="similar", reason=str(error)) from error


def _author(fields: Fields, item: object) -> Author:
    if isinstance(item, str):
        return Author(item)
    if isinstance(item, Mapping) and isinstance(item.get("name"), str):
        return Author(item["name"], str(item.get("affiliation") or ""))
    raise fields.fail(key="authors", reason=f"should hold names, not {item!r}; quote it")


def provenance(given: Fields) -> Provenance:
    """Return what `provenance_value` made a mapping of."""
    return Provenance(
        model=given.text("model"),
        prompt=given.text("prompt"),
        language=given.text("language"),
        source=given.text("source"),
        made=given.instant("made"),
        input_tokens=given.integer("input_tokens"),
        output_tokens=given.integer("output_tokens"),
        cost=given.optional_number("cost"),
        flags=given.texts("flags"),
        attempts=given.integer("attempts", 1),
    )


def _digest(fields: Fields, sections: dict[str, Section], made: Provenance | None) -> Digest | None:
    if made is None or "TL;DR" not in sections:
        return None
    language = made.language
    return Digest(
        title=_take(fields, sections, f"Title ({language})"),
        abstract=_take(fields, sections, f"Abstract ({language})"),
        tldr=Pair(_take(fields, sections, "TL;DR"), _take(fields, sections, f"TL;DR ({language})")),
        takeaways=_takeaways(fields, sections),
    )


def _takeaways(fields: Fields, sections: dict[str, Section]) -> tuple[Takeaway, ...]:
    section = _section(fields, sections, "Takeaways")
    found = list(_TAKEAWAY.finditer(section.text))
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(section.text)]
    rest = "".join(section.text[end:start] for end, start in zip(ends, starts, strict=True)).strip()
    if rest:
        reason = (
            "a takeaway should be a numbered line, a blank line, and the translation set in by "
            f"three spaces; see {rest[:40]!r}"
        )
        raise PageError(fields.path, section.line, reason)
    return tuple(_read_takeaway(match["english"], match["translated"]) for match in found)


def _read_takeaway(english: str, translated: str) -> Takeaway:
    """The evidence stands last in the line."""
    cut = english.rfind(" [")
    evidence = _EVIDENCE.fullmatch(english, cut) if cut >= 0 else None
    return Takeaway(
        english=markdown.read(english[:cut] if evidence else english),
        translated=markdown.read(translated),
        evidence=tuple(map(int, evidence[1].split(", "))) if evidence else (),
    )


def _status(fields: Fields, digest: Digest | None) -> Status:
    status = fields.made("status", Status)
    if (status is Status.DIGESTED) > (digest is not None):
        reason = "is digested, but there is no digest under '## TL;DR'"
        raise fields.fail(key="status", reason=reason)
    return status


def _take(fields: Fields, sections: dict[str, Section], heading: str) -> str:
    return markdown.read(_section(fields, sections, heading).text)


def _section(fields: Fields, sections: dict[str, Section], heading: str) -> Section:
    section = sections.pop(heading, None)
    if section is None:
        raise PageError(fields.path, 1, f"the heading '## {heading}' is missing")
    return section
