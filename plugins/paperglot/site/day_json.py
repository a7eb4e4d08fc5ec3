"""A day as JSON, for other software; `day.schema.json` says what stands where.

Addresses are relative, so that the file is the same wherever the site is. Takeaways and
abstracts are left out: with them a paper would take more room here than on its page.
"""

import json
from importlib.resources import files
from typing import Any

from paperglot.model import CategoryReport, Paper
from paperglot.site import addresses
from paperglot.site.arithmetic import Count
from paperglot.site.feeds.entries import clean
from paperglot.site.views import DayView

SCHEMA_ADDRESS = f"{addresses.FEEDS}day.schema.json"
# From a day's folder to the site's root.
_UP = "../../../"


def schema() -> bytes:
    """Return the JSON Schema (draft 2020-12) of a day's file."""
    return files("paperglot.site").joinpath("day.schema.json").read_bytes()


def day_json(view: DayView[Paper]) -> bytes:
    """Return a day's file; the same day always gives the same bytes."""
    found = {
        "$schema": f"{_UP}{SCHEMA_ADDRESS}",
        "date": view.day.isoformat(),
        "quiet": view.quiet.value if view.quiet else None,
        "counts": _counts(view.count) if view.count else None,
        "categories": [_category(report) for report in view.record.categories]
        if view.record
        else [],
        "papers": [_paper(paper) for paper in view.papers],
        "updates": [update.paper.id for update in view.updates],
        "withdrawn": [paper.id for paper in view.withdrawn],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _counts(count: Count) -> dict[str, int]:
    names = (
        "announced", "shown", "outside", "replacements", "repeated", "waiting", "failed",
        "withdrawn", "lost",
    )  # fmt: skip
    return {name: getattr(count, name) for name in names}


def _category(report: CategoryReport) -> dict[str, Any]:
    return {
        "category": report.category,
        "state": report.state.value,
        "source": report.source.value,
        "entries": report.entries,
    }


def _paper(paper: Paper) -> dict[str, Any]:
    digest, provenance = paper.digest, paper.provenance
    found: dict[str, Any] = {
        "id": paper.id,
        "version": paper.version,
        "page": f"{_UP}{addresses.of_paper(paper.id)}",
        "status": paper.status.value,
        "announce_type": paper.announce_type.value,
        "title": {"en": clean(paper.title)},
    }
    if digest and provenance:
        found["title"][provenance.language] = clean(digest.title)
        found["tldr"] = {
            "en": clean(digest.tldr.english),
            provenance.language: clean(digest.tldr.translated),
        }
        found["model"] = clean(provenance.model)
    return found | {
        "categories": list(paper.categories),
        "topics": list(paper.topics),
        "links": [{"kind": link.kind.value, "url": clean(link.url)} for link in paper.links],
    }
