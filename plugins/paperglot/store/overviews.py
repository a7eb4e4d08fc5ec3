"""The overviews of a day as a page for people, and back: the only serialiser of overviews.

Front matter holds what became of each topic's overview and where it came from; the body has the
statements under the topic's identifier, each with links to the papers that it rests on. A topic
that a model refused, or whose answers did not pass, stands in the front matter alone.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from paperglot import identifiers
from paperglot.errors import PageError
from paperglot.model import Overview, Pair, Statement, Status
from paperglot.store import markdown
from paperglot.store.fields import Fields, Section, read_page, write_page
from paperglot.store.page import provenance, provenance_value

_SAMPLE_NOTICE = "> A sample: these papers and what is said of them are invented."
_MACHINE_NOTICE = "> Everything here was written by a machine and may be wrong."
_STATUSES = (Status.DIGESTED, Status.REFUSED, Status.REJECTED)

_LINK = re.compile(r" \[(?P<id>[^\[\]\n]+)\]\([^()\n]*\)")
_STATEMENT = re.compile(
    rf"^\d+\. (?P<english>[^\n]*?)(?P<papers>(?:{_LINK.pattern.replace('?P<id>', '?:')})*)\n"
    r"\n {3}(?P<translated>[^\n]*)$",
    re.MULTILINE,
)


def write(overviews: Sequence[Overview]) -> str:
    """Return the page of one day's overviews; the same ones always give the same bytes."""
    parts = [_SAMPLE_NOTICE] if any(each.sample for each in overviews) else []
    for each in overviews:
        if each.statements:
            parts += [] if _MACHINE_NOTICE in parts else [_MACHINE_NOTICE]
            parts.append(f"## {each.topic}")
            parts += (_statement(number, item) for number, item in enumerate(each.statements, 1))
    values = {
        "date": overviews[0].date,
        "overviews": [_value(each) for each in overviews],
        "sample": any(each.sample for each in overviews),
    }
    return write_page(values, "\n\n".join(parts))


def read(path: Path, text: str) -> tuple[Overview, ...]:
    """Parse a page; `path` only serves to name it in an error.

    Raises:
        PageError: the page is damaged; it names the line and what is wrong there.
    """
    fields, sections = read_page(path, text)
    day, sample = fields.day("date"), fields.flag("sample")
    found = [_overview(day, item, sections, sample=sample) for item in fields.mappings("overviews")]
    if len({each.topic for each in found}) < len(found):
        raise fields.fail(key="overviews", reason="should have each topic once")
    if sections:
        heading, section = next(iter(sections.items()))
        raise PageError(path, section.line, f"no overview of the topic {heading!r} was made")
    return tuple(found)


def _value(overview: Overview) -> dict[str, Any]:
    reason = {"reason": overview.reason} if overview.reason else {}
    made = provenance_value(overview.provenance) or {}
    return {
        "topic": overview.topic,
        "status": overview.status.value,
        **reason,
        "papers": overview.papers,
        **{key: value for key, value in made.items() if value not in (None, [])},
    }


def _statement(number: int, statement: Statement) -> str:
    """Both languages under one number, so that whoever corrects one sees the other."""
    links = "".join(f" {_link(paper)}" for paper in statement.papers)
    english = markdown.write(statement.text.english)
    return f"{number}. {english}{links}\n\n   {markdown.write(statement.text.translated)}"


def _link(identifier: str) -> str:
    place = f"{identifiers.month(identifier)}/{identifiers.slug(identifier)}.md"
    return f"[{identifier}](../../papers/{place})"


def _overview(day: date, fields: Fields, sections: dict[str, Section], *, sample: bool) -> Overview:
    topic = fields.text("topic")
    status = fields.made("status", Status)
    if status not in _STATUSES:
        reason = f"should be one of {', '.join(_STATUSES)}, not {status.value!r}"
        raise fields.fail(key="status", reason=reason)
    section = sections.pop(topic, None) if status is Status.DIGESTED else None
    statements = tuple(_statements(fields.path, section)) if section else ()
    if (status is Status.DIGESTED) > bool(statements):
        reason = f"its status is digested, but nothing stands under '## {topic}'"
        raise fields.fail(key="topic", reason=reason)
    return Overview(
        date=day,
        topic=topic,
        status=status,
        papers=fields.integer("papers"),
        provenance=provenance(fields),
        statements=statements,
        reason=fields.optional_text("reason"),
        sample=sample,
    )


def _statements(path: Path, section: Section) -> Iterable[Statement]:
    if rest := _STATEMENT.sub("", section.text).strip():
        reason = (
            "a statement should be a numbered line that ends in links to its papers, a blank line, "
            f"and the translation set in by three spaces; see {rest[:40]!r}"
        )
        raise PageError(path, section.line, reason)
    for match in _STATEMENT.finditer(section.text):
        text = Pair(markdown.read(match["english"]), markdown.read(match["translated"]))
        papers = [link["id"] for link in _LINK.finditer(match["papers"])]
        try:
            yield Statement(text, tuple(map(identifiers.check, papers)))
        except ValueError as error:
            raise PageError(path, section.line, str(error)) from error
