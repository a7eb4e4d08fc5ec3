"""An announcement day as a page for people, and back.

Front matter holds what each category gave; the body lists every announced paper once, under
what became of it.
"""

import re
from pathlib import Path
from typing import Any

from paperglot import identifiers
from paperglot.errors import PageError
from paperglot.model import CategoryReport, CategoryState, Day, Failure, Source
from paperglot.store import markdown
from paperglot.store.fields import Fields, Section, read_page, write_page

_KEPT = "Papers"
_OUTSIDE = "Outside the topics"
_REPLACEMENTS = "New versions"
_REPEATED = "Announced before"
_NOTE = "Note"
_HEADINGS = (_KEPT, _OUTSIDE, _REPLACEMENTS, _REPEATED, _NOTE)

_LINKED = re.compile(r"- \[(?P<id>[^\]]+)\]\([^)]*\)")


def write(day: Day) -> str:
    """Return the page of a day; the same day always gives the same bytes."""
    kept = "\n".join(_linked(identifier) for identifier in day.kept)
    sections = {
        _KEPT: kept,
        _OUTSIDE: " ".join(day.outside),
        _REPLACEMENTS: " ".join(day.replacements),
        _REPEATED: " ".join(day.repeated),
        _NOTE: markdown.write(day.note),
    }
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections.items() if text)
    return write_page(_front_matter(day), body)


def read(path: Path, text: str) -> Day:
    """Parse a page; `path` only serves to name it in an error.

    Raises:
        PageError: the page is damaged; it names the line and what is wrong there.
    """
    fields, sections = read_page(path, text)
    _check_headings(path, sections)
    return Day(
        date=fields.day("date"),
        kept=_kept(path, sections.get(_KEPT)),
        outside=_identifiers(path, sections.get(_OUTSIDE)),
        replacements=_identifiers(path, sections.get(_REPLACEMENTS)),
        repeated=_identifiers(path, sections.get(_REPEATED)),
        failures=tuple(
            Failure(item.text("subject"), item.text("reason")) for item in fields.mappings("failed")
        ),
        categories=tuple(_report(item) for item in fields.mappings("categories")),
        note=markdown.read(sections[_NOTE].text) if _NOTE in sections else "",
        sample=fields.flag("sample"),
    )


def _front_matter(day: Day) -> dict[str, Any]:
    return {
        "date": day.date,
        "categories": [_report_value(report) for report in day.categories],
        "failed": [{"subject": item.subject, "reason": item.reason} for item in day.failures],
        "sample": day.sample,
    }


def _report_value(report: CategoryReport) -> dict[str, Any]:
    value: dict[str, Any] = {
        "category": report.category,
        "state": report.state.value,
        "entries": report.entries,
    }
    optional: dict[str, Any] = {
        "etag": report.etag,
        "rules": report.rules,
        "stamped": report.stamped,
    }
    if report.source is not Source.RSS:
        optional["source"] = report.source.value
    return value | {key: found for key, found in optional.items() if found}


def _report(fields: Fields) -> CategoryReport:
    return CategoryReport(
        category=fields.text("category"),
        state=fields.made("state", CategoryState),
        entries=fields.integer("entries"),
        etag=fields.optional_text("etag"),
        rules=fields.optional_text("rules"),
        stamped=fields.optional_day("stamped"),
        source=fields.made("source", Source) if "source" in fields.values else Source.RSS,
    )


def _linked(identifier: str) -> str:
    """Link to the paper's page, so that the day can be browsed where the pages lie."""
    place = f"{identifiers.month(identifier)}/{identifiers.slug(identifier)}.md"
    return f"- [{identifier}](../../papers/{place})"


def _check_headings(path: Path, sections: dict[str, Section]) -> None:
    for heading, section in sections.items():
        if heading not in _HEADINGS:
            known = ", ".join(_HEADINGS)
            raise PageError(path, section.line, f"unknown heading {heading!r}; known: {known}")


def _kept(path: Path, section: Section | None) -> tuple[str, ...]:
    if section is None:
        return ()
    if rest := _LINKED.sub("", section.text).strip():
        raise PageError(path, section.line, f"should list links to papers, not {rest[:40]!r}")
    return _checked(path, section, [match["id"] for match in _LINKED.finditer(section.text)])


def _identifiers(path: Path, section: Section | None) -> tuple[str, ...]:
    return _checked(path, section, section.text.split()) if section else ()


def _checked(path: Path, section: Section, texts: list[str]) -> tuple[str, ...]:
    try:
        return tuple(identifiers.check(text) for text in texts)
    except ValueError as error:
        raise PageError(path, section.line, str(error)) from error
